import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { labelsOf } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ExportSeries, openExportFile } from "./export-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "export-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function seriesOf(labels: Record<string, string>, values: readonly (number | undefined)[]): ExportSeries {
  return {
    labels: labelsOf(Object.entries(labels)),
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    present: Uint8Array.from(values, (value) => (value === undefined ? 0 : 1)),
  };
}

/** What a stranger's DuckDB finds in the file. */
async function rowsOf(
  path: string,
  query = "SELECT * REPLACE (epoch_ms(time) AS time)",
): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(`${query} FROM '${path}'`);
  const rows = [found.columnNames(), ...found.getRowsJson()];
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe("an export's file", () => {
  it("has a row for each value, by time and then by series, and labels as columns", async () => {
    const path = join(dir, "a 'quoted' name.parquet");
    const file = await openExportFile({ path, format: "parquet" });
    const first = [
      seriesOf({ __name__: "up", job: "api" }, [1, undefined]),
      seriesOf({ __name__: "up", zone: "b" }, [-0.5, Number.NaN]),
    ];
    expect(await file.append(Float64Array.of(1_000, 2_000), first)).toBe(3);
    expect(
      await file.append(Float64Array.of(3_000), [
        seriesOf({ __name__: "up", zone: "b" }, [Number.POSITIVE_INFINITY]),
      ]),
    ).toBe(1);
    await file.finish();
    file.close();
    const copy = join(dir, "copy.parquet");
    writeFileSync(copy, readFileSync(path));
    expect(await rowsOf(copy)).toEqual([
      ["time", "__name__", "job", "zone", "value"],
      ["1000", "up", "api", null, 1],
      ["1000", "up", null, "b", -0.5],
      ["2000", "up", null, "b", "NaN"],
      ["3000", "up", null, "b", "Infinity"],
    ]);
    expect(await rowsOf(copy, "SELECT typeof(time), typeof(value)")).toContainEqual([
      "TIMESTAMP WITH TIME ZONE",
      "DOUBLE",
    ]);
  });

  it("as CSV says times in UTC, and gives no cell that a spreadsheet would run", async () => {
    const path = join(dir, "x.csv");
    const file = await openExportFile({ path, format: "csv" });
    const texts = ["=1+1", "+1", "-1", "@sum", "\tx", "\0x", "plain", 'a "b", c'];
    await file.append(
      Float64Array.of(Date.UTC(2026, 0, 2, 3, 4, 5, 6)),
      texts.map((text, i) => seriesOf({ i: String(i), "=label": text }, [-1.5])),
    );
    await file.finish();
    file.close();
    const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(head).toBe("time,'=label,i,value");
    expect(lines).toHaveLength(texts.length);
    expect(lines[0]).toBe("2026-01-02T03:04:05.006Z,'=1+1,0,-1.5");
    const cells = lines.map((line) => line.split(",").slice(1, -2).join(","));
    expect(cells).toEqual(["'=1+1", "'+1", "'-1", "'@sum", "'\tx", "'\0x", "plain", '"a ""b"", c"']);
  });

  it("keeps names as names, whatever they hold", async () => {
    const path = join(dir, "x.parquet");
    const file = await openExportFile({ path, format: "parquet" });
    const evil = "a\" FROM samples) TO '/tmp/elsewhere'; --";
    await file.append(Float64Array.of(0), [seriesOf({ [evil]: "1", Time: "2", time: "3", "\0": "4" }, [1])]);
    await file.finish();
    file.close();
    expect((await rowsOf(path))[0]).toEqual(["time", "\ufffd", "Time_2", evil, "time_3", "value"]);
  });

  it("is written in order over parts of many rows", async () => {
    const path = join(dir, "x.parquet");
    const file = await openExportFile({ path, format: "parquet" });
    const [steps, count] = [500, 21];
    for (let part = 0; part < 2; part++) {
      const timesMs = Float64Array.from({ length: steps }, (_, i) => (part * steps + i) * 1_000);
      const values = Array.from({ length: steps }, (_, i) => part * steps + i);
      await file.append(
        timesMs,
        Array.from({ length: count }, (_, i) => seriesOf({ i: String(100 + i) }, values)),
      );
    }
    await file.finish();
    file.close();
    const rows = (await rowsOf(path)).slice(1);
    expect(rows).toHaveLength(steps * count * 2);
    const inOrder = rows.every(
      ([time, i, value], at) =>
        Number(time) === Math.floor(at / count) * 1_000 &&
        i === String(100 + (at % count)) &&
        value === Math.floor(at / count),
    );
    expect(inOrder).toBe(true);
  });

  it("ends where it is stopped, and may be empty", async () => {
    const path = join(dir, "x.csv");
    const file = await openExportFile({ path, format: "csv" });
    await expect(file.finish(AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    await file.finish();
    file.close();
    expect(readFileSync(path, "utf8")).toBe("time,value\n");
  });
});

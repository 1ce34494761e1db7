import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Export, limits, type PromqlStore, type SeriesReader } from "@mission-control/contracts";
import { parseExpr } from "@mission-control/promql";
import { labelsOf, manualClock, type Series } from "@mission-control/series";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { exportRoutes } from "../routes/exports.ts";
import { createExports, type Exports } from "./exports.ts";

const [count, samples] = [3, 3_000];
/** Three series with a value a second. */
const all = Array.from(
  { length: count },
  (_, i): Series => ({
    labels: labelsOf([
      ["__name__", "m"],
      ["i", String(i)],
    ]),
    timesMs: Float64Array.from({ length: samples }, (_, at) => at * 1_000),
    values: Float64Array.from({ length: samples }, (_, at) => at * 10 + i),
  }),
);

const clock = manualClock(1_700_000_000_000);
const form = { query: "m", start: "0", end: "2999", step: "1" };
/** Gives one value a step: the step's time in seconds; and says no to "m - m". */
const otherStore = {
  range: async (
    text: string,
    { startMs, endMs, stepMs }: { startMs: number; endMs: number; stepMs: number },
  ) => {
    if (text === "m - m") return { status: "error", errorType: "execution", error: "main says no" };
    const timesMs = Float64Array.from(
      { length: (endMs - startMs) / stepMs + 1 },
      (_, i) => startMs + i * stepMs,
    );
    const series = [
      {
        labels: labelsOf([["of", text]]),
        values: timesMs.map((ms) => ms / 1_000),
        present: new Uint8Array(timesMs.length).fill(1),
      },
    ];
    return { timesMs, series, warnings: [], infos: [] };
  },
} as unknown as PromqlStore;
let dir: string;
let exports: Exports;
let app: Hono;
/** Called for each part that is read; what it returns is waited for. */
let onRead: () => unknown = () => {};
let asked: [number, number][] = [];
let faults: unknown[] = [];

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "exports-")), "exports");
  mkdirSync(dir);
  writeFileSync(join(dir, "left-behind.csv"), "of a process that was killed");
  [onRead, asked, faults] = [() => {}, [], []];
  const reader: SeriesReader = {
    async select(_matchers, startMs, endMs) {
      asked.push([startMs, endMs]);
      await onRead();
      return all.map((one) => ({ ...one, timesMs: one.timesMs.slice(), values: one.values.slice() }));
    },
    series: async () => [],
  };
  exports = createExports({
    evaluate: createEvaluate({ reader, clock }),
    clock,
    dir,
    onError: (error) => faults.push(error),
  });
  const proxied = (name: string | undefined) => (name === "main" ? otherStore : undefined);
  const routes = exportRoutes({ exports, proxied });
  app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  app.route("/api/export", routes.export);
  app.route("/api/exports", routes.exports);
});
afterEach(async () => {
  await exports.close();
  expect(existsSync(dir)).toBe(false);
  rmSync(join(dir, ".."), { recursive: true });
  expect(faults).toEqual([]);
});

const filesIn = () => (existsSync(dir) ? readdirSync(dir) : []);
const begin = async (more: Record<string, string> = {}) => {
  const answer = await app.request("/api/exports", {
    method: "POST",
    body: new URLSearchParams({ ...form, ...more }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const codeOf = async (answer: Response | Promise<Response>) =>
  ((await (await answer).json()) as { code: string }).code;
const inOneGo = (more: Record<string, string>, init: RequestInit = {}) =>
  app.request(`/api/export?${new URLSearchParams({ ...form, ...more })}`, init);

describe("GET /api/export", () => {
  it("gives every value of the range as a file to keep, and leaves none here", async () => {
    expect(filesIn()).toEqual([]);
    const answer = await inOneGo({ format: "csv" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="export-19700101T0000Z-19700101T0049Z.csv"',
    );
    const text = await answer.text();
    expect(Number(answer.headers.get("content-length"))).toBe(Buffer.byteLength(text));
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(1 + count * samples);
    expect(lines.slice(0, 3)).toEqual([
      "time,__name__,i,value",
      "1970-01-01T00:00:00.000Z,m,0,0.0",
      "1970-01-01T00:00:00.000Z,m,1,1.0",
    ]);
    expect(lines.at(-1)).toBe("1970-01-01T00:49:59.000Z,m,2,29992.0");
    await expect.poll(filesIn).toEqual([]);
  });

  it("asks the store that is named, part by part, and tells what that says against it", async () => {
    const lines = (await (await inOneGo({ store: "main", format: "csv" })).text()).trimEnd().split("\n");
    expect(lines).toHaveLength(1 + samples);
    expect(lines[1]).toBe("1970-01-01T00:00:00.000Z,m,0.0");
    expect(lines.at(-1)).toBe("1970-01-01T00:49:59.000Z,m,2999.0");
    expect(asked).toEqual([]);
    const refused = await inOneGo({ store: "main", query: "m - m" });
    expect(await refused.json()).toMatchObject({ code: "not_evaluated", detail: "main says no" });
  });

  it("is Parquet where nothing else is asked for, of more steps than a query may have", async () => {
    const answer = await inOneGo({ query: "vector(1)", end: String(limits.stepsPerQuery * 2) });
    expect(answer.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 4).toString() + bytes.subarray(-4).toString()).toBe("PAR1PAR1");
  });

  it("evaluates in one piece what would be another thing in parts", async () => {
    const answer = await inOneGo({ query: "m @ end()", format: "csv" });
    const values = new Set(
      (await answer.text())
        .trimEnd()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[3]),
    );
    expect(values).toEqual(new Set(["29990.0", "29991.0", "29992.0"]));
    expect(asked).toHaveLength(1);
  });

  it("ends with whoever asked", async () => {
    const asker = new AbortController();
    onRead = () => {
      if (asked.length === 3) asker.abort();
    };
    const answer = inOneGo({}, { signal: asker.signal });
    expect((await answer).status).not.toBe(200);
    expect(asked).toHaveLength(3);
    await expect.poll(filesIn).toEqual([]);
    onRead = () => {};
    expect((await inOneGo({})).status).toBe(200);
  });

  it("says what is wrong with what was asked", async () => {
    expect(await codeOf(inOneGo({ format: "xlsx" }))).toBe("invalid_query");
    expect(await codeOf(inOneGo({ query: "sum(" }))).toBe("invalid_query");
    expect(await codeOf(inOneGo({ query: "m[5m]" }))).toBe("invalid_query");
    expect(await codeOf(inOneGo({ end: "-1" }))).toBe("invalid_query");
    expect(await codeOf(inOneGo({ step: "0.001" }))).toBe("invalid_query");
    expect(await codeOf(inOneGo({ query: "m @ start()", end: "20000" }))).toBe("invalid_query");
    const failed = await inOneGo({ query: "m + on () m" });
    expect(failed.status).toBe(422);
    expect(await codeOf(failed)).toBe("not_evaluated");
    expect((await app.request("/api/export", { method: "POST" })).status).toBe(405);
    expect(filesIn()).toEqual([]);
  });
});

describe("POST /api/exports", () => {
  it("begins a job that says how far it is, then gives its file for ten minutes", async () => {
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    onRead = () => (asked.length === 11 ? held : undefined);
    const begun = await begin({ format: "csv" });
    expect(begun.status).toBe(202);
    const { id } = begun.body as Export;
    expect(begun.headers.get("location")).toBe(`/api/exports/${id}`);
    const find = async () => (await (await app.request(`/api/exports/${id}`)).json()) as Export;
    await expect.poll(async () => (await find()).done).toBe(1_000);
    expect(await find()).toMatchObject({ state: "running", total: samples, rows: 1_000 * count });
    const early = await app.request(`/api/exports/${id}/file`);
    expect([early.status, await codeOf(early)]).toEqual([409, "not_ready"]);

    const second = await begin();
    expect([second.status, second.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(second.body.code).toBe("overloaded");

    go();
    await expect.poll(async () => (await find()).state).toBe("ready");
    const ready = await find();
    expect(ready).toMatchObject({ done: samples, rows: samples * count });
    expect(ready.file?.keptUntilMs).toBe(clock.now() + 600_000);
    for (let times = 0; times < 2; times++) {
      const file = await app.request(ready.file?.path ?? "");
      expect((await file.text()).split("\n")).toHaveLength(samples * count + 2);
    }
    clock.advance(600_000);
    expect((await app.request(`/api/exports/${id}`)).status).toBe(404);
    await expect.poll(filesIn).toEqual([]);
  });

  it("is ended by DELETE, while it runs and when it is ready", async () => {
    let reads = 0;
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    onRead = () => (++reads === 2 ? held : undefined);
    const { id } = (await begin()).body as Export;
    await expect.poll(() => reads).toBe(2);
    expect((await app.request(`/api/exports/${id}`, { method: "DELETE" })).status).toBe(204);
    go();
    expect((await app.request(`/api/exports/${id}`)).status).toBe(404);
    await expect.poll(filesIn).toEqual([]);
    expect(reads).toBe(2);

    const next = (await begin()).body as Export;
    await expect.poll(() => exports.find(next.id).state).toBe("ready");
    expect(filesIn()).toHaveLength(1);
    expect((await app.request(`/api/exports/${next.id}`, { method: "DELETE" })).status).toBe(204);
    await expect.poll(filesIn).toEqual([]);
    expect((await app.request(`/api/exports/${next.id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("tells why it failed, and lets the next one begin", async () => {
    const { id } = (await begin({ query: "m + on () m" })).body as Export;
    await expect.poll(() => exports.find(id).state).toBe("failed");
    expect(exports.find(id).fault).toMatchObject({
      code: "not_evaluated",
      detail: expect.stringContaining("match"),
    });
    expect(filesIn()).toEqual([]);
    expect((await begin()).status).toBe(202);
  });

  it("keeps the newest four files", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { id } = exports.start({
        expr: parseExpr("1"),
        grid: { startMs: 0, endMs: 0, stepMs: 1 },
        format: "csv",
      });
      await exports.ended(id);
      ids.push(id);
    }
    await expect
      .poll(() => filesIn().sort())
      .toEqual(
        ids
          .slice(-4)
          .map((id) => `${id}.csv`)
          .sort(),
      );
    expect(readFileSync(join(dir, `${ids[5]}.csv`), "utf8")).toContain("1.0");
  });
});

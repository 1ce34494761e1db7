import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SeriesReader } from "@mission-control/contracts";
import { evaluateRange, parseExpr } from "@mission-control/promql";
import { labelsOf, type Series, systemClock } from "@mission-control/series";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Apart, createApart } from "./apart.ts";
import { createEvaluate } from "./evaluate.ts";

const root = join(import.meta.dirname, "../../..");
const samples = 20_000;

/** Ten series with a value a second. */
const reader: SeriesReader = {
  select: async () =>
    Array.from(
      { length: 10 },
      (_, i): Series => ({
        labels: labelsOf([
          ["__name__", "m"],
          ["i", String(i)],
        ]),
        timesMs: Float64Array.from({ length: samples }, (_, at) => at * 1_000),
        values: Float64Array.from({ length: samples }, (_, at) => Math.sin(at / 50) + i),
      }),
    ),
  series: async () => [],
};
const grid = { startMs: 0, endMs: samples * 1_000, stepMs: 10_000 };
/** A thousand windows of all samples for each series: minutes of work. */
const endless = "sum(quantile_over_time(0.5, m[6h]))";

describe("a query on another thread", () => {
  // There, so that the thread's own package is found from it.
  const folder = mkdtempSync(join(root, "node_modules", ".mission-control-apart-"));
  let apart: Apart;

  beforeAll(async () => {
    const file = join(folder, "worker.mjs");
    await build({
      absWorkingDir: root,
      entryPoints: [join(import.meta.dirname, "worker.ts")],
      outfile: file,
      bundle: true,
      external: ["piscina"],
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    apart = createApart({ file, clock: systemClock });
  });
  afterAll(async () => {
    await apart.close();
    rmSync(folder, { recursive: true });
  });

  it("gives to the bit what it gives here", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    const expr = parseExpr(
      'topk(3, avg by (i) (rate(m[1m] offset -5s))) or label_replace(m, "x", "$1", "i", "(.)")',
    );
    const there = await evaluate.longRange(expr, grid);
    const here = await evaluateRange(expr, { ...grid, select: reader.select });
    expect(there).toEqual(here);
    expect(there.series.length).toBeGreaterThan(10);
  });

  it("takes with it what a store folded", async () => {
    const folded: SeriesReader = {
      ...reader,
      select: async () =>
        (await reader.select([], 0, 0)).map((series) => ({
          ...series,
          counts: new Float64Array(samples).fill(6),
          lost: new Float64Array(samples).fill(0.5),
        })),
    };
    const evaluate = createEvaluate({ reader: folded, clock: systemClock, apart });
    for (const text of ["avg_over_time(m[1m])", "rate(m[1m])"]) {
      const expr = parseExpr(text);
      const there = await evaluate.longRange(expr, grid);
      expect(there).toEqual(await evaluateRange(expr, { ...grid, select: folded.select }));
    }
  });

  it("leaves this thread free while it runs, and ends at once when its asker leaves", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    const asker = new AbortController();
    let turns = 0;
    const counting = systemClock.every(5, () => {
      if (++turns === 20) asker.abort();
    });
    const asked = evaluate.longRange(parseExpr(endless), grid, { signal: asker.signal });
    await expect(asked).rejects.toMatchObject({ name: "PromqlError", kind: "canceled" });
    counting();
    expect(turns).toBeGreaterThanOrEqual(20);
    // The thread is free again for the next one.
    expect((await evaluate.longRange(parseExpr("sum(m)"), grid)).series).toHaveLength(1);
  });

  it("ends at its deadline, and tells a fault as it would be told here", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    await expect(evaluate.longRange(parseExpr(endless), grid, { deadlineMs: 300 })).rejects.toMatchObject({
      kind: "timeout",
    });
    await expect(evaluate.longRange(parseExpr("m + on () m"), grid)).rejects.toMatchObject({
      kind: "execution",
    });
  });
});

import type { SeriesReader } from "@mission-control/contracts";
import { evaluateInstant, evaluateRange, type PromqlError, parseExpr } from "@mission-control/promql";
import { labelsOf, type Series, systemClock } from "@mission-control/series";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Apart, createApart } from "./apart.ts";
import { builtWorker } from "./built-worker.ts";
import { createEvaluate } from "./evaluate.ts";

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
  let worker: Awaited<ReturnType<typeof builtWorker>>;
  let apart: Apart;

  beforeAll(async () => {
    worker = await builtWorker("evaluate/worker.ts");
    apart = createApart({ file: worker.file, clock: systemClock });
  });
  afterAll(async () => {
    await apart.close();
    worker.remove();
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

  it("takes what is costly at one time, too, whatever little it reads", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    const expr = parseExpr("sort_desc(quantile_over_time(0.9, m[6h:5s]))");
    const there = await evaluate.instant(expr, 20_000_000);
    expect(there).toEqual(await evaluateInstant(expr, { timeMs: 20_000_000, select: reader.select }));
    expect(there).toMatchObject({ type: "vector", series: { length: 10 } });
  });

  it("lets a short query by while a long one runs, and ends what lies in subqueries when its asker leaves", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    const asker = new AbortController();
    const nested = "max_over_time(mad_over_time(vector(time())[6h:1s])[6h:1s])";
    const long = [
      evaluate.instant(parseExpr(nested), 0, { signal: asker.signal }),
      evaluate.longRange(parseExpr(nested), { ...grid, endMs: 86_400_000 }, { signal: asker.signal }),
    ];
    let ended = 0;
    const ends = long.map((one) =>
      one.then(
        () => "answered",
        (error: PromqlError) => {
          ended++;
          return error.kind;
        },
      ),
    );
    // One that is little is answered here, one that is more on a thread of its own; both long ones are still there.
    expect(await evaluate.instant(parseExpr("count(m)"), 5_000)).toMatchObject({ series: [{ value: 10 }] });
    const short = await evaluate.longRange(parseExpr("sum(quantile_over_time(0.5, m[1m]))"), grid);
    expect(short.series).toHaveLength(1);
    expect(ended).toBe(0);
    expect(apart.waiting()).toBe(1);
    asker.abort();
    expect(await Promise.all(ends)).toEqual(["canceled", "canceled"]);
    expect(apart.waiting()).toBe(0);
  });

  it("tells who waited in vain that the query did not begin", async () => {
    const evaluate = createEvaluate({ reader, clock: systemClock, apart });
    const asker = new AbortController();
    const first = evaluate.longRange(parseExpr(endless), grid, { signal: asker.signal });
    const second = evaluate.longRange(parseExpr(endless), grid, { waitMs: 50 });
    await expect(second).rejects.toMatchObject({ name: "Refusal", code: "overloaded" });
    asker.abort();
    await expect(first).rejects.toMatchObject({ kind: "canceled" });
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

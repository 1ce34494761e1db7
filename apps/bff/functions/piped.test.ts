import { dirname, join } from "node:path";
import {
  type CustomFunction,
  columnsType,
  customFunctionSchema,
  decodeColumns,
  type RangeAnswer,
  type SeriesReader,
} from "@mission-control/contracts";
import { readyMade } from "@mission-control/functions";
import { labelsKey, labelsOf, type Series, systemClock } from "@mission-control/series";
import { startStubStore } from "@mission-control/store/real";
import fc from "fast-check";
import { Hono } from "hono";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createExports } from "../export/exports.ts";
import { createBroadcast } from "../live/broadcast.ts";
import { openStream } from "../live/open-stream.ts";
import { createPast } from "../past.ts";
import { exportRoutes } from "../routes/exports.ts";
import { queryRoutes } from "../routes/query.ts";
import { createStores } from "../stores/stores.ts";
import { createPiped, isPiped, type PipedQueries, uses } from "./piped.ts";
import { createFunctionThread, type FunctionThread } from "./thread.ts";

const STEP_MS = 10_000;
const startMs = 1_790_000_000_000;
const timesMs = Float64Array.from({ length: 2_000 }, (_, i) => startMs - 1_000 * STEP_MS + i * STEP_MS);

/** Three series of `m` with gaps, and one of `n`. */
const reader: SeriesReader = {
  async select(matchers) {
    const name = matchers.find((matcher) => matcher.name === "__name__")?.value;
    return Array.from({ length: name === "m" ? 3 : name === "n" ? 1 : 0 }, (_, i): Series => {
      const there = timesMs.filter((_, at) => at % (31 + i) > 7);
      return {
        labels: labelsOf([
          ["__name__", name ?? ""],
          ["i", String(i)],
        ]),
        timesMs: there,
        values: there.map((timeMs) => Math.sin(timeMs / 77_000 + i) * 100),
      };
    });
  },
  series: async () => [],
};

const made = (name: string, code: string, more: Partial<CustomFunction> = {}) =>
  customFunctionSchema.parse({ name, kind: "aggregate", code, ...more });
const functions = new Map(
  [
    ...readyMade,
    made("loop", "() => { for (;;); }"),
    // A loop of the engine's own, which it does not interrupt.
    made("hang", "() => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)"),
    made("grow", "() => { const all = []; for (;;) all.push(new Float64Array(100_000)); }"),
  ].map((one) => [one.name, one] as const),
);

describe("a query that functions follow", () => {
  let worker: Awaited<ReturnType<typeof builtWorker>>;
  let thread: FunctionThread;
  let piped: PipedQueries;
  let stub: Awaited<ReturnType<typeof startStubStore>>;
  const evaluate = createEvaluate({ reader, clock: systemClock });
  const readerOf = () => piped.readerOf({ store: undefined, thread, stepMs: STEP_MS });
  const grid = { startMs, endMs: startMs + 200 * STEP_MS, stepMs: STEP_MS };

  beforeAll(async () => {
    worker = await builtWorker("functions/functions-worker.ts");
    thread = createFunctionThread({ file: worker.file, clock: systemClock });
    piped = createPiped({ evaluate, functions: () => functions });
    stub = await startStubStore();
  });
  afterAll(async () => {
    await thread.close();
    await stub.close();
    worker.remove();
  });

  /** Each series' values by its labels, steps without one as NaN. */
  function valuesOf({ series }: Pick<RangeAnswer, "series">): Map<string, number[]> {
    return new Map(series.map(({ labels, values }) => [labelsKey(labels), [...values]]));
  }

  it("is told from one that none follow", () => {
    expect(isPiped("m |> smooth")).toBe(true);
    expect(isPiped('m{a="|> smooth"}')).toBe(false);
    expect(uses("m |> smooth(1m) |> clip(0, 1)", "clip")).toBe(true);
    expect(uses('m{a="|> clip"} |> smooth', "clip")).toBe(false);
  });

  it("gives live, step by step, what it gives as history, however that is asked for", async () => {
    const texts = [
      "m |> smooth(3m)",
      "m |> drop_outliers(0.6, 5m) |> smooth(95s)",
      "m |> derivative(1m) |> zscore(4m)",
      "m |> shift(17m3s) |> ratio(n) |> percent_of_total()",
      "m |> clip(-50, 50)",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.integer({ min: 1, max: 199 }),
        fc.integer({ min: 0, max: 200 }),
        async (text, cut, step) => {
          const whole = valuesOf(await readerOf().range(text, grid));
          expect(whole.size).toBeGreaterThan(0);
          const cutMs = startMs + cut * STEP_MS;
          const parts = [
            valuesOf(await readerOf().range(text, { ...grid, endMs: cutMs - STEP_MS })),
            valuesOf(await readerOf().range(text, { ...grid, startMs: cutMs })),
          ];
          const live = await readerOf().instant(text, startMs + step * STEP_MS);
          if (live.type !== "vector") return expect.fail("no vector");
          const liveBy = new Map(live.series.map(({ labels, value }) => [labelsKey(labels), value]));
          for (const [key, values] of whole) {
            const joined = parts.flatMap(
              (part, i) => part.get(key) ?? Array(i === 0 ? cut : 201 - cut).fill(Number.NaN),
            );
            expect(joined, text).toEqual(values);
            expect(liveBy.get(key) ?? Number.NaN, `${text}, step ${step}`).toBe(values[step]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("leaves a scalar's one series without labels, and nothing where there was nothing", async () => {
    const { series, timesMs: shown } = await readerOf().range("vector(5) |> clip(0, 2)", {
      ...grid,
      endMs: startMs + STEP_MS,
    });
    expect([...shown]).toEqual([startMs, startMs + STEP_MS]);
    expect(series.map(({ values, present }) => [[...values], [...present]])).toEqual([
      [
        [2, 2],
        [1, 1],
      ],
    ]);
    expect((await readerOf().range("absent |> smooth(5m)", grid)).series).toEqual([]);
  });

  it("says what is wrong before anything is read", async () => {
    const said: [string, string][] = [
      ["m |> smoth", 'there is no function "smoth"; did you mean "smooth"?'],
      ["m |>", "a function is expected"],
      ["m[5m] |> smooth", 'invalid expression type "range vector"'],
      ["m |> ratio(sum()", "parse error: unclosed left parenthesis"],
      ["m |> ratio(n[5m])", 'invalid expression type "range vector"'],
      ["m + |> smooth", "parse error"],
    ];
    for (const [text, words] of said) {
      expect(() => piped.check(text), text).toThrow(words);
      await expect(readerOf().range(text, grid), text).rejects.toMatchObject({ kind: "bad_data" });
    }
    expect(() => piped.check("whatever the store knows |> smooth", false)).not.toThrow();
  });

  it("ends with what loops or allocates, and the next one runs", async () => {
    for (const [text, words] of [
      ["m |> loop", /^loop timed out: 50 ms/],
      ["m |> grow", /^grow (ran out of memory: 32 MiB|timed out)/],
    ] as const) {
      await expect(readerOf().range(text, grid)).rejects.toMatchObject({
        kind: "execution",
        message: expect.stringMatching(words),
      });
      expect((await readerOf().range("m |> clip(0, 1)", grid)).series).toHaveLength(3);
    }
  });

  it("ends with its thread where the engine itself hangs: at its deadline, or when its asker leaves", async () => {
    await expect(readerOf().range("m |> hang", grid, { deadlineMs: 500 })).rejects.toMatchObject({
      kind: "execution",
      message: "the functions timed out: there were 500 ms for all of their calls",
    });
    const asker = new AbortController();
    const asked = readerOf().range("m |> hang", grid, { signal: asker.signal });
    systemClock.after(100, () => asker.abort());
    await expect(asked).rejects.toMatchObject({ kind: "canceled" });
    expect((await readerOf().range("m |> clip(0, 1)", grid)).series).toHaveLength(3);
  });

  it("holds up nobody for longer than a second where the engine hangs, and not again for a minute", async () => {
    const hung = {
      kind: "execution",
      message: expect.stringContaining("hang timed out: nothing was heard of it"),
    };
    const [first, other] = await Promise.allSettled([
      readerOf().range("m |> hang", grid),
      readerOf().range("m |> clip(0, 1)", grid),
    ]);
    expect(first).toMatchObject({ status: "rejected", reason: hung });
    expect(other.status).toBe("fulfilled");
    // Asked to run, it would end at its deadline instead.
    await expect(readerOf().range("m |> hang", grid, { deadlineMs: 500 })).rejects.toMatchObject(hung);
  });

  it("is asked of another store as that answers it, on as much more as it needs", async () => {
    const stores = createStores({
      clock: systemClock,
      settings: [
        {
          name: "main",
          url: stub.url,
          kind: "victoriametrics",
          headers: {},
          timeout: 2_000,
          write: false,
          default: false,
        },
      ],
    });
    const values = Array.from({ length: 7 }, (_, i) => [startMs / 1_000 - 20 + i * 10, String(i)]);
    stub.json({
      status: "success",
      data: { resultType: "matrix", result: [{ metric: { a: "b" }, values }] },
    });
    const store = stores.proxied("main");
    const from = piped.readerOf({ store, thread, stepMs: STEP_MS });
    const answer = await from.range("their own words |> smooth(20s)", {
      ...grid,
      endMs: startMs + 4 * STEP_MS,
    });
    const sent = new URLSearchParams(String(stub.requests.at(-1)!.body));
    expect(Object.fromEntries(sent)).toMatchObject({
      query: "their own words",
      start: String(startMs / 1_000 - 20),
      end: String(startMs / 1_000 + 40),
    });
    expect([...answer.series[0]!.values]).toEqual([1.5, 2.5, 3.5, 4.5, 5.5]);
  });

  it("is answered by the query routes, and kept by a browser until a function it uses is another", async () => {
    const clock = systemClock;
    const app = queryRoutes({
      reader,
      evaluate,
      clock,
      version: "1",
      past: createPast(clock),
      stores: createStores({ clock, settings: [] }),
      metadata: () => new Map(),
      onError: (error) => {
        throw error;
      },
      piped: { readerOf, versionOf: (text) => piped.versionOf(text) },
    });
    const ask = (query: string, accept = "application/json") =>
      app.request(
        `/query_range?${new URLSearchParams({ query, start: String(startMs / 1_000), end: String(startMs / 1_000 + 20), step: "10" })}`,
        { headers: { accept } },
      );
    expect(await (await ask("vector(5) |> clip(0, 2)")).json()).toEqual({
      status: "success",
      data: {
        resultType: "matrix",
        result: [{ metric: {}, values: [0, 10, 20].map((s) => [startMs / 1_000 + s, "2"]) }],
      },
    });
    const at = await app.request(
      `/query?${new URLSearchParams({ query: "vector(5) |> clip(0, 2)", time: "1790000000" })}`,
    );
    expect(await at.json()).toMatchObject({
      data: { resultType: "vector", result: [{ value: [1_790_000_000, "2"] }] },
    });
    const wrong = await ask("m |> smoth(5m)");
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      status: "error",
      errorType: "bad_data",
      error: expect.stringContaining('did you mean "smooth"?'),
    });
    const loops = await ask("m |> loop");
    expect(loops.status).toBe(422);
    expect(await loops.json()).toMatchObject({
      errorType: "execution",
      error: "loop timed out: 50 ms are the most for one call",
    });

    const generationOf = async () => {
      const answer = await ask("m |> twice |> smooth(1m)", columnsType);
      const columns = decodeColumns(await answer.arrayBuffer());
      return "generation" in columns ? columns.generation : expect.fail(columns.message);
    };
    functions.set("twice", made("twice", "(value) => value * 2", { kind: "map" }));
    const before = await generationOf();
    functions.set("other", made("other", "(value) => value", { kind: "map" }));
    expect(await generationOf()).toBe(before);
    functions.set("twice", made("twice", "(value) => value * 3", { kind: "map" }));
    expect(await generationOf()).not.toBe(before);
  });

  it("is exported as it is shown, in parts that do not show", async () => {
    const dir = join(dirname(worker.file), "exports");
    const exports = createExports({
      evaluate,
      clock: systemClock,
      dir,
      onError: (error) => expect.fail(String(error)),
    });
    const routes = exportRoutes({ exports, piped: readerOf });
    const export_ = new Hono().route("/", routes.export).onError(problemHandler(pino({ level: "silent" })));
    const text = "sum(m) |> smooth(3m)";
    const endMs = startMs + 700 * STEP_MS;
    const form = {
      query: text,
      format: "csv",
      start: String(startMs / 1_000),
      end: String(endMs / 1_000),
      step: "10",
    };
    const answer = await export_.request(`/?${new URLSearchParams(form)}`);
    expect(answer.status).toBe(200);
    const rows = (await answer.text()).trimEnd().split("\n").slice(1);
    const whole = await readerOf().range(text, { startMs, endMs, stepMs: STEP_MS });
    const wanted = [...whole.series[0]!.values].filter((value) => !Number.isNaN(value));
    expect(wanted.length).toBeGreaterThan(500);
    expect(rows.map((row) => Number(row.split(",").at(-1)))).toEqual(wanted);
    const wrong = await export_.request(`/?${new URLSearchParams({ ...form, query: "m |>" })}`);
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ detail: expect.stringContaining("a function is expected") });
    await exports.close();
  });

  it("is told in its own lane where it fails, and its neighbours go on", async () => {
    const broadcast = createBroadcast({
      clock: systemClock,
      evaluate,
      baseStepMs: STEP_MS,
      graceMs: 0,
      piped: ({ expr, stepMs }) => {
        if (!isPiped(expr)) return undefined;
        piped.check(expr);
        return piped.readerOf({ store: undefined, thread, stepMs });
      },
    });
    const stop = broadcast.start();
    const stream = await openStream();
    try {
      await broadcast.connect("0123456789abcdef", stream.response, undefined);
      const exprs = ["vector(7)", "m |> loop", "vector(5) |> clip(0, 2)", "vector(5) |> smoth"];
      const lanes = exprs.map((expr, i) => ({ key: String(i), expr, stepMs: STEP_MS }));
      const subscribed = broadcast.subscribe("0123456789abcdef", lanes);
      expect(subscribed?.lanes.map(({ error }) => error)).toEqual([
        undefined,
        undefined,
        undefined,
        'there is no function "smoth"; did you mean "smooth"?',
      ]);
      await broadcast.seal(Math.ceil(systemClock.now() / STEP_MS) * STEP_MS);
      await vi.waitFor(() => expect(stream.text()).toMatch(/^id: /m));
      const told = [...stream.text().matchAll(/^data: (\{"sealedMs".*)$/gm)].map((match) =>
        JSON.parse(match[1]!),
      );
      const byExpr = (step: { lanes: { expr: string; error?: string; values: number[] }[] }) =>
        new Map(step.lanes.map((lane) => [lane.expr, lane]));
      // What is ours goes out at once; what waits for functions follows.
      expect([...byExpr(told[0]).keys()]).toEqual(["vector(7)"]);
      const whole = byExpr(told.at(-1));
      expect(whole.get("m |> loop")).toMatchObject({
        error: "loop timed out: 50 ms are the most for one call",
        values: [],
      });
      expect(whole.get("vector(5) |> clip(0, 2)")).toMatchObject({ values: [2] });
    } finally {
      stop();
      stream.close();
    }
  });
});

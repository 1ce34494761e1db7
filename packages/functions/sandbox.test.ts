import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { manualClock, metric, systemClock } from "@mission-control/series";
import { beforeAll, describe, expect, it } from "vitest";
import { type Code, createSandbox, type Given, type Sandbox } from "./sandbox.ts";

const wasmFile = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");

function codeOf(code: string, more: Partial<Code> = {}): Code {
  return { name: "f", kind: "aggregate", per: "query", code, ...more };
}

function givenOf(...columns: number[][]): Given {
  const steps = columns[0]?.length ?? 3;
  return {
    timesMs: Float64Array.from({ length: steps }, (_, i) => 1_000 + i * 500),
    stepMs: 500,
    series: columns.map((values, i) => ({
      labels: metric("up", { i: String(i) }),
      values: Float64Array.from(values),
    })),
    args: new Map(),
  };
}

describe("the sandbox", () => {
  /** Its clock stands still, so that a slow machine is no fault of a function. */
  let sandbox: Sandbox;
  let timed: Sandbox;
  beforeAll(async () => {
    const wasm = await WebAssembly.compile(readFileSync(wasmFile));
    sandbox = createSandbox({ wasm, clock: manualClock(0) });
    timed = createSandbox({ wasm, clock: systemClock });
  });
  const fault = (code: string, more?: Partial<Code>, within = sandbox) =>
    within.run(codeOf(code, more), givenOf([1, 2, 3])).then(
      () => expect.fail("it gave something"),
      (error: { kind: string; message: string; line: number }) => error,
    );

  it("maps each value that is there, by its time, labels and arguments; a gap stays one", async () => {
    const given = { ...givenOf([1, Number.NaN, 3], [4, 5, 6]), args: new Map([["by", 10]]) };
    const code = codeOf("(value, timeMs, labels, args) => value * args.by + timeMs + Number(labels.i);", {
      kind: "map",
    });
    const [a, b] = await sandbox.run(code, given);
    expect([...a!.values]).toEqual([1_010, Number.NaN, 2_030]);
    expect([...b!.values]).toEqual([1_041, 1_551, 2_061]);
    expect(a!.labels).toEqual(given.series[0]!.labels);
  });

  it("gives an aggregate columns, and queries as arguments", async () => {
    const other = givenOf([7, 8, 9]).series;
    const code = `({ timesMs, stepMs, series }, { other, __proto__: p }) => [
      { labels: { n: String(series.length), step: String(stepMs), empty: "" }, values: timesMs },
      { labels: other[0].labels, values: [...other[0].values].map((v, i) => v + series[1].values[i]) },
    ]`;
    const made = await sandbox.run(codeOf(code), {
      ...givenOf([1, 2, 3], [4, 5, 6]),
      args: new Map([["other", other]]),
    });
    expect(made.map(({ labels, values }) => [Object.fromEntries(labels), [...values]])).toEqual([
      [{ n: "2", step: "500" }, [1_000, 1_500, 2_000]],
      [{ __name__: "up", i: "0" }, [11, 13, 15]],
    ]);
  });

  it("ends what loops, in its time", async () => {
    for (const code of [
      "() => { for (;;); }",
      "() => { for (;;) try { for (;;); } catch {} finally { for (;;); } }",
      "() => { const f = (n) => (n === 0 ? 0 : f(n - 1) + f(n - 1)); return f(60); }",
      "() => /^(a+)+$/.test('a'.repeat(40) + 'b')",
      "() => ({ get length() { for (;;); } }).length",
    ]) {
      const startMs = performance.now();
      expect(await fault(code, {}, timed), code).toMatchObject({
        kind: "timed_out",
        message: expect.stringContaining("f timed out: 50 ms"),
      });
      expect(performance.now() - startMs).toBeLessThan(2_000);
    }
  });

  it("ends what allocates", async () => {
    for (const code of [
      "() => { const a = []; for (;;) a.push(new Float64Array(100_000)); }",
      "() => { const a = []; for (let i = 0; ; i++) a.push(new Array(10_000).fill(i)); }",
      "() => 'x'.repeat(40_000_000)",
      "() => { let s = 'ab'; for (;;) s += s + 1; }",
      "() => new ArrayBuffer(64_000_000)",
    ])
      expect(await fault(code), code).toMatchObject({ kind: "out_of_memory" });
  });

  it("is whole again after what broke", async () => {
    const good = codeOf("({ series }) => series");
    for (const [code, within] of [
      ["() => { for (;;); }", timed],
      ["() => { const a = []; for (;;) a.push({}); }", sandbox],
    ] as const) {
      await fault(code, {}, within);
      expect((await sandbox.run(good, givenOf([1, 2, 3]))).map(({ values }) => [...values])).toEqual([
        [1, 2, 3],
      ]);
    }
  });

  it("says what was thrown, and where", async () => {
    const thrown = await fault(
      "() => {\n  const a = 1;\n  throw new RangeError('no such \\u202e\\n thing');\n}",
    );
    expect(thrown).toMatchObject({
      kind: "threw",
      line: 3,
      message: "f threw RangeError: no such thing (line 3)",
    });
    expect(await fault("() => nothing.there")).toMatchObject({ kind: "threw", line: 1 });
    expect(await fault("() => { throw null; }")).toMatchObject({
      kind: "threw",
      message: "f threw nothing to read",
    });
    expect(await fault("() => { throw 'x'.repeat(5_000_000); }")).toMatchObject({ kind: "threw" });
    expect((await fault("() => { throw 'x'.repeat(5_000_000); }")).message.length).toBeLessThan(400);
    expect(await fault("function f() { return f() + 1; }")).toMatchObject({
      kind: "threw",
      message: expect.stringContaining("stack"),
    });
    expect(await fault("(value) =>\n  value *")).toMatchObject({ kind: "threw", line: 2 });
    expect(await fault("() => [[[[")).toMatchObject({
      kind: "threw",
      message: expect.stringContaining("SyntaxError"),
    });
    expect(await fault("42")).toMatchObject({ kind: "bad_result" });
  });

  it("has nothing to reach out with, and nothing that changes from run to run", async () => {
    for (const name of [
      "require",
      "process",
      "fetch",
      "setTimeout",
      "console",
      "WebAssembly",
      "performance",
      "eval",
      "Promise",
      "WeakRef",
      "SharedArrayBuffer",
      "Atomics",
    ])
      expect(
        await fault(`() => { if (typeof ${name} !== "undefined") return []; throw new Error("none"); }`),
        name,
      ).toMatchObject({ kind: "threw" });
    expect((await fault("() => Math.random()")).message).toContain("random is not allowed");
    expect((await fault("() => Date.now()")).message).toContain("Date is not allowed");
    expect((await fault("() => (() => {}).constructor('return this')().process.exit()")).kind).toBe("threw");
  });

  it("keeps nothing from one run to the next, whatever was done to it", async () => {
    const spoil = `({ series }) => {
      globalThis.kept = 1;
      for (const proto of [Array.prototype, Object.prototype, Float64Array.prototype.__proto__, Function.prototype])
        for (const name of Object.getOwnPropertyNames(proto))
          if (name !== "constructor") try { proto[name] = () => { throw new Error("spoilt"); }; } catch {}
      JSON.stringify = () => "[{}]";
      return series;
    }`;
    await sandbox.run(codeOf(spoil), givenOf([1, 2, 3])).catch(() => {});
    const made = await sandbox.run(
      codeOf("({ series }) => { if (globalThis.kept) throw 1; return series; }"),
      givenOf([1, 2, 3]),
    );
    expect(made.map(({ values }) => [...values])).toEqual([[1, 2, 3]]);
  });

  it("says exactly what a function gave that it may not", async () => {
    const said: [string, string][] = [
      ["() => 5", "f gave back a number, not a list of { labels, values }"],
      ["() => [1]", "f series 1 of 1 is a number, not { labels, values }"],
      [
        "() => [{ labels: {}, values: [1, 2] }]",
        "f series 1 of 1: values has 2 numbers, not 3, one for each of timesMs",
      ],
      ["() => [{ labels: { a: 1 }, values: [1, 2, 3] }]", "f series 1 of 1: label a is a number, not a text"],
      [
        "() => [{ labels: {}, values: [1, null, 3] }]",
        "f series 1 of 1: value 2 is null, not a number (a gap is NaN)",
      ],
      ["({ series: [a] }) => [a, a]", "two series with the labels"],
      [
        "() => Array.from({ length: 10_001 }, (_, i) => ({ labels: { i: String(i) }, values: [1, 2, 3] }))",
        "f gave back 10001 series; 10000 are the most",
      ],
      [
        "() => [{ labels: Object.fromEntries(Array.from({ length: 41 }, (_, i) => ['l' + i, 'x'])), values: [1, 2, 3] }]",
        "gave back 41 labels on a series; 40 are the most",
      ],
    ];
    for (const [code, words] of said) {
      const told = await fault(code);
      expect(told.kind, code).toBe("bad_result");
      expect(told.message).toContain(words);
    }
    expect((await fault("() => 'x'", { kind: "map" })).message).toBe(
      "f gave back a string for the value 1, not a number",
    );
  });

  it("gives the same bits each time", async () => {
    const values = Array.from({ length: 2_000 }, (_, i) => Math.sin(i) * 1e3);
    const code = codeOf("(v, t) => Math.exp(Math.sin(v) * Math.cbrt(t)) / Math.log1p(Math.abs(v))", {
      kind: "map",
    });
    const [first] = await sandbox.run(code, givenOf(values));
    const [again] = await sandbox.run(code, givenOf(values));
    expect(again).toEqual(first);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";

const { at, over, instant } = createFixture(`
load 10s
  x{a="1",b="p"} 1 1 NaN
  x{a="1",b="q"} 3 _ 3
  x{a="2",b="p"} 8 8 8
  k 1 2 3
`);

describe("an aggregation", () => {
  it("folds the series of each group into one", async () => {
    expect(await at("sum by (a) (x)", 0)).toEqual({ '{a="1"}': 4, '{a="2"}': 8 });
    expect(await at("avg without (a) (x)", 0)).toEqual({ '{b="p"}': 4.5, '{b="q"}': 3 });
    expect(await at("count(x)", 0)).toEqual({ "{}": 3 });
    expect(await at("group by (b) (x)", 0)).toEqual({ '{b="p"}': 1, '{b="q"}': 1 });
    expect(await at("stdvar by (a) (x)", 0)).toEqual({ '{a="1"}': 1, '{a="2"}': 0 });
    expect(await at("quantile by (a) (0.5, x)", 0)).toEqual({ '{a="1"}': 2, '{a="2"}': 8 });
    expect(await at("sum by (nope) (x)", 0)).toEqual({ "{}": 12 });
  });

  it("takes at each step what is there at that step", async () => {
    const short = createFixture('load 10s\n  x{a="1"} 1 _ 3\n  x{a="2"} 10 stale _', { lookbackMs: 10_000 });
    expect(await short.over("sum(x)", 0, 20, 10)).toEqual({ "{}": [11, undefined, 3] });
    expect(await short.over("count(x)", 0, 20, 10)).toEqual({ "{}": [2, undefined, 1] });
  });

  it("passes NaN over in min and max only, where there is a number", async () => {
    expect(await at("max by (a) (x)", 20)).toEqual({ '{a="1"}': 3, '{a="2"}': 8 });
    expect(await at("min(x)", 20)).toEqual({ "{}": 3 });
    expect(await at("sum(x)", 20)).toEqual({ "{}": Number.NaN });
  });

  it("adds up in parts to what it adds up to at once, without loss", async () => {
    const values = fc.array(fc.constantFrom(1, -1, 1e100, -1e100, 0.1, 1e-9), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(values, async (all) => {
        const both = [...all, ...all.map((value) => -value)];
        const lines = both.map((value, i) => `  v{i="${i}"} ${value}`);
        const sums = await createFixture(`load 10s\n${lines.join("\n")}`).at("sum(v)", 0);
        expect(Math.abs(sums["{}"]!)).toBeLessThan(1e-6);
      }),
    );
  });

  it("averages large numbers that would overflow as a sum", async () => {
    const big = createFixture('load 10s\n  x{a="1"} 1e308\n  x{a="2"} 1.6e308');
    expect((await big.at("avg(x)", 0))["{}"]! / 1e308).toBeCloseTo(1.3, 12);
    const both = createFixture('load 10s\n  x{a="1"} 1e308\n  x{a="2"} 1.6e308\n  x{a="3"} -Inf');
    expect(await both.at("avg(x)", 0)).toEqual({ "{}": Number.NEGATIVE_INFINITY });
    expect(await big.at("sum(x)", 0)).toEqual({ "{}": Number.POSITIVE_INFINITY });
  });
});

describe("of equal values, as real Prometheus answers", () => {
  const ties = createFixture(`
load 10s
  tie{a="1"} 5
  tie{a="2"} 5
  tie{a="3"} 5
  tie{a="4"} 3
  tie{a="5"} 7
`);
  const order = async (text: string) => Object.keys(await ties.at(text, 0)).map((key) => key.match(/\d/)![0]);

  it.each([
    ["bottomk(1, tie)", "4"],
    ["bottomk(2, tie)", "4 2"],
    ["bottomk(3, tie)", "4 3 2"],
    ["bottomk(4, tie)", "4 1 2 3"],
    ["bottomk(100, tie)", "4 1 3 2 5"],
    ["topk(2, tie)", "5 2"],
    ["topk(3, tie)", "5 3 2"],
    ["topk(4, tie)", "5 2 1 3"],
    ["topk(100, tie)", "5 1 3 2 4"],
    ["topk(2, tie < 6)", "1 2"],
    ["topk(9, tie == 5)", "1 2 3"],
    ["topk(100, tie * NaN)", "3 1 2 4 5"],
    ["topk(2, tie * NaN)", "1 5"],
    ["bottomk(3, tie * NaN or tie)", "2 1 5"],
  ])("%s gives %s", async (text, expected) => {
    expect((await order(text)).join(" ")).toBe(expected);
  });

  it("count_values makes its label before it groups, so that `without` takes it away", async () => {
    expect(await ties.at('count_values without (a) ("a", tie)', 0)).toEqual({ "{}": 5 });
    expect(await ties.at('count_values without (b) ("a", tie)', 0)).toEqual({
      '{a="5"}': 3,
      '{a="3"}': 1,
      '{a="7"}': 1,
    });
    expect(await ties.at('count_values by (b) ("a", tie)', 0)).toEqual({
      '{a="5"}': 3,
      '{a="3"}': 1,
      '{a="7"}': 1,
    });
  });
});

describe("topk and bottomk", () => {
  it("choose whole series with their labels, best first", async () => {
    expect(Object.entries(await at("topk(2, x)", 0))).toEqual([
      ['x{a="2",b="p"}', 8],
      ['x{a="1",b="q"}', 3],
    ]);
    expect(Object.entries(await at("bottomk by (a) (1, x)", 0))).toEqual([
      ['x{a="1",b="p"}', 1],
      ['x{a="2",b="p"}', 8],
    ]);
  });

  it("choose anew at each step, as many as the parameter says there", async () => {
    expect(await over("count(topk(scalar(k), x))", 0, 20, 10)).toEqual({ "{}": [1, 2, 3] });
  });

  it("choose what sorting would, however many", async () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN));
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        async (all, k) => {
          const fixture = createFixture(`load 10s\n${all.map((v, i) => `  v{i="${i}"} ${v}`).join("\n")}`);
          const sorted = Object.values(await fixture.at("sort_desc(v)", 0));
          expect(Object.values(await fixture.at(`topk(${k}, v)`, 0))).toEqual(sorted.slice(0, k));
        },
      ),
    );
  });

  it("put NaN last", async () => {
    expect(Object.values(await at("topk(9, x)", 20))).toEqual([8, 3, Number.NaN]);
    expect(Object.values(await at("bottomk(9, x)", 20))).toEqual([3, 8, Number.NaN]);
  });

  it("choose nothing for 0 and less, and refuse NaN", async () => {
    expect(await at("topk(-1, x)", 0)).toEqual({});
    await expect(at("topk(NaN, x)", 0)).rejects.toMatchObject({ kind: "execution", column: 6 });
  });
});

describe("limitk and limit_ratio", () => {
  it("keep some series and leave the rest to the opposite", async () => {
    expect(Object.keys(await at("limitk(2, x)", 0))).toHaveLength(2);
    for (const ratio of [0.1, 0.5, 0.9]) {
      const kept = Object.keys(await at(`limit_ratio(${ratio}, x)`, 0));
      const left = Object.keys(await at(`limit_ratio(-${1 - ratio}, x)`, 0));
      expect([...kept, ...left].sort()).toEqual(Object.keys(await at("x", 0)).sort());
    }
  });
});

describe("count_values", () => {
  it("makes a label of each value", async () => {
    const { at: ask } = createFixture(
      'load 10s\n  v{i="1"} 0.1\n  v{i="2"} 1e21\n  v{i="3"} 0.1\n  v{i="4"} NaN',
    );
    expect(await ask('count_values("value", v)', 0)).toEqual({
      '{value="0.1"}': 2,
      '{value="1000000000000000000000"}': 1,
      '{value="NaN"}': 1,
    });
  });

  it("refuses what cannot be a label", async () => {
    await expect(at('count_values("", x)', 0)).rejects.toMatchObject({ kind: "bad_data" });
  });
});

describe("a quantile", () => {
  it("outside 0 to 1 is infinite, with a warning", async () => {
    expect(await at("quantile(1.5, x)", 0)).toEqual({ "{}": Number.POSITIVE_INFINITY });
    expect((await instant("quantile(-1, x)", 0)).warnings).toEqual([
      "PromQL warning: quantile value should be between 0 and 1, got -1 (1:10)",
    ]);
  });
});

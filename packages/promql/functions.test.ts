import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";
import { SIGNATURES } from "./signatures.ts";

const { at, over, instant, range } = createFixture(`
load 10s
  x{a="v-1",b="q"} 1.5 -2.5
  x{a="v-20",b="q"} 30 NaN
  one 7
`);

describe("functions", () => {
  it("are all there that can be called", async () => {
    for (const [name, { args }] of SIGNATURES) {
      const given = args.map((type) => ({ scalar: "1", vector: "x", matrix: "x[1m]", string: '"a"' })[type]);
      const failure = await instant(`${name}(${given.join(", ")})`, 5).then(
        () => undefined,
        (error: { kind?: string }) => error.kind ?? error,
      );
      // Nonsense arguments may be refused, by PromQL's own errors only.
      expect([undefined, "execution"], name).toContain(failure);
    }
  });

  it("of one number go value by value and take the name away", async () => {
    expect(await at('floor(x{a="v-1"})', 10)).toEqual({ '{a="v-1",b="q"}': -3 });
    expect(await at('abs(x{a="v-1"})', 10)).toEqual({ '{a="v-1",b="q"}': 2.5 });
    expect(await at('round(x{a="v-1"})', 10)).toEqual({ '{a="v-1",b="q"}': -2 });
    expect(await at("round(one, 5)", 0)).toEqual({ "{}": 5 });
    expect(await at("sgn(-one) + log2(one + 1) + deg(pi() * one) - 1260", 0)).toEqual({ "{}": 2 });
  });

  it("clamp between bounds, and to nothing where these cross", async () => {
    expect(await at("clamp(x, 0, 10)", 0)).toEqual({ '{a="v-1",b="q"}': 1.5, '{a="v-20",b="q"}': 10 });
    expect(await at("clamp(x, 10, 0)", 0)).toEqual({});
    expect(await over("clamp_max(one, time())", 0, 10, 5)).toEqual({ "{}": [0, 5, 7] });
  });

  it("make a scalar of the only series, and NaN of several or none", async () => {
    expect(await at("scalar(one) + 1", 0)).toEqual({ "": 8 });
    expect(await at("scalar(x)", 0)).toEqual({ "": Number.NaN });
    expect(await at("scalar(nothing)", 0)).toEqual({ "": Number.NaN });
  });

  it("give a sample's own time, and the time of evaluation for what was computed", async () => {
    expect(await over("timestamp(one)", 0, 20, 10)).toEqual({ "{}": [0, 0, 0] });
    expect(await over("timestamp(one + 0)", 0, 20, 10)).toEqual({ "{}": [0, 10, 20] });
  });

  it("read the calendar in UTC", async () => {
    const parts = "year month day_of_month day_of_week day_of_year days_in_month hour minute".split(" ");
    const values = await Promise.all(
      parts.map(async (part) => (await at(`${part}(vector(1709164800 + 3661))`, 0))["{}"]),
    );
    expect(values).toEqual([2024, 2, 29, 4, 60, 29, 1, 1]);
    expect(await at("minute()", 3_720)).toEqual({ "{}": 2 });
  });
});

describe("label functions", () => {
  it("rewrite a label that matches as a whole, and leave others", async () => {
    expect(await at('label_replace(x, "c", "$1/$n", "a", "v-(?P<n>1)")', 0)).toEqual({
      'x{a="v-1",b="q",c="1/1"}': 1.5,
      'x{a="v-20",b="q"}': 30,
    });
    expect(await at('label_replace(one, "__name__", "two", "", "")', 0)).toEqual({ two: 7 });
  });

  it("take a label away where its new value is empty", async () => {
    expect(await at('label_replace(x{a="v-1"}, "b", "", "a", ".*")', 0)).toEqual({ 'x{a="v-1"}': 1.5 });
  });

  it("join labels", async () => {
    expect(await at('label_join(x{a="v-1"}, "c", "+", "a", "nope", "b")', 0)).toEqual({
      'x{a="v-1",b="q",c="v-1++q"}': 1.5,
    });
  });

  it("may not make two series one", async () => {
    await expect(at('label_replace(x, "a", "", "a", ".*")', 0)).rejects.toMatchObject({ kind: "execution" });
    await expect(at('label_replace(x, "a", "", "a", "(")', 0)).rejects.toMatchObject({
      kind: "execution",
      column: 32,
    });
  });

  it("match in linear time", async () => {
    const evil = `label_replace(one, "c", "$1", "d", "(a+)+$") + on () vector(1)`;
    expect(await at(evil, 0)).toEqual({ "{}": 8 });
  });
});

describe("made labels", () => {
  const nested = (levels: number, wrap: (inner: string) => string): string =>
    levels === 0 ? "one" : wrap(nested(levels - 1, wrap));
  const grown = { kind: "execution", message: expect.stringContaining("at most 4096 are allowed") };

  it("do not grow without end where calls are nested", async () => {
    const replaced = (inner: string) => `label_replace(${inner}, "a", "1${"$1".repeat(10)}", "a", "(.*)")`;
    const joined = (inner: string) => `label_join(${inner}, "a", "1", "a", "a", "a")`;
    await expect(at(nested(12, replaced), 0)).rejects.toMatchObject(grown);
    await expect(at(nested(12, joined), 0)).rejects.toMatchObject(grown);
  });

  it("may have 4096 characters and no more, as may their names and templates", async () => {
    const replaced = (value: string, name = "a") => `label_replace(one, "${name}", "${value}", "", "")`;
    expect(await at(replaced("v".repeat(4096)), 0)).toEqual({ [`one{a="${"v".repeat(4096)}"}`]: 7 });
    const long = "v".repeat(4097);
    for (const text of [
      replaced(long),
      replaced("v", long),
      replaced("$1".repeat(2049)),
      `label_join(one, "${long}", "", "a")`,
      `label_join(one, "a", "${long}", "b", "c")`,
      `count_values("${long}", one)`,
    ]) {
      await expect(at(text, 0), text.slice(0, 30)).rejects.toMatchObject(grown);
    }
  });

  it("count as what an evaluation makes, character by character", async () => {
    const bounded = (maxSamples: number) => createFixture("load 10s\n  one 7", { limits: { maxSamples } });
    const query = `label_replace(one, "a", "${"v".repeat(4000)}", "", "")`;
    expect(Object.keys(await bounded(5_000).at(query, 0))).toHaveLength(1);
    await expect(bounded(4_000).at(query, 0)).rejects.toMatchObject({ kind: "too_costly" });
  });

  it("end with the deadline between one series and the next", async () => {
    let asked = 0;
    const clock = { ...manualClock(), monotonicMs: () => asked++ };
    const series = Array.from({ length: 100 }, (_, i) => `  many{a="${i}"} 1`).join("\n");
    const late = createFixture(`load 10s\n${series}`, {
      limits: { maxSamples: 1e9, deadlineMs: 250, clock },
    });
    const query = 'label_join(label_join(many, "b", "", "a"), "c", "", "a")';
    await expect(late.at(query, 0)).rejects.toMatchObject({ kind: "timeout" });
    expect(asked).toBeLessThan(260);
  });
});

describe("sorting", () => {
  it("orders a vector by value or by labels, numbers in labels by size", async () => {
    expect(Object.values(await at("sort(x)", 0))).toEqual([1.5, 30]);
    expect(Object.values(await at("sort_desc(x)", 0))).toEqual([30, 1.5]);
    expect(Object.values(await at('sort_by_label_desc(x, "a")', 0))).toEqual([30, 1.5]);
  });

  it("says over a range that it is of no use", async () => {
    expect((await range("sum(sort(x))", 0, 10, 10)).warnings).toEqual([
      "PromQL warning: sort is ineffective for range queries since results are always ordered by labels (1:5)",
    ]);
  });
});

describe("absent", () => {
  it("is 1 at the steps where there is nothing", async () => {
    const short = createFixture("load 10s\n  x 1 stale", { lookbackMs: 10_000 });
    expect(await short.over("absent(x)", 0, 10, 10)).toEqual({ "{}": [undefined, 1] });
    expect(await at('absent(nothing{a="1",b!="2",c="3",c="4"})', 0)).toEqual({ '{a="1"}': 1 });
  });
});

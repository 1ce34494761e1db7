import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";

const { at, over } = createFixture(
  `
load 10s
  left{k="a",x="1"} 1 2
  left{k="b",x="1"} 10 _
  right{k="a"} 4 5
  right{k="b"} 20 20
  right{k="c"} 30 30
  twin{k="a",t="1"} 1 _
  twin{k="a",t="2"} _ 2
`,
  { lookbackMs: 10_000 },
);

describe("numbers", () => {
  it("reckon as IEEE 754 and Go do", async () => {
    for (const [query, value] of [
      ["7 % -3", 1],
      ["-7 % 3", -1],
      ["1 / 0", Number.POSITIVE_INFINITY],
      ["2 ^ 3 ^ 2", 512],
      ["1 ^ NaN", 1],
      ["-(1 ^ Inf)", -1],
      ["1 atan2 1", Math.PI / 4],
      ["1 < bool 2", 1],
      ["NaN == bool NaN", 0],
    ] as const) {
      expect(await at(query, 0)).toEqual({ "": value });
    }
  });
});

describe("a vector and a number", () => {
  it("lose the metric's name to arithmetic, and keep it where they are compared", async () => {
    expect(await at('left{k="a"} * 3', 0)).toEqual({ '{k="a",x="1"}': 3 });
    expect(await at('2 ^ right{k="a"}', 0)).toEqual({ '{k="a"}': 16 });
    expect(await at("right > 10", 0)).toEqual({ 'right{k="b"}': 20, 'right{k="c"}': 30 });
    expect(await at("10 > right", 0)).toEqual({ 'right{k="a"}': 4 });
    expect(await at("right > bool 10", 0)).toEqual({ '{k="a"}': 0, '{k="b"}': 1, '{k="c"}': 1 });
  });

  it("are compared step by step", async () => {
    expect(await over("right >= 5", 0, 10, 10)).toEqual({
      'right{k="a"}': [undefined, 5],
      'right{k="b"}': [20, 20],
      'right{k="c"}': [30, 30],
    });
  });
});

describe("two vectors", () => {
  it("meet where their labels agree, by all, by some or by all but some", async () => {
    expect(await at("left + right", 0)).toEqual({});
    expect(await at("left + on (k) right", 0)).toEqual({ '{k="a"}': 5, '{k="b"}': 30 });
    expect(await at("left + ignoring (x) right", 0)).toEqual({ '{k="a"}': 5, '{k="b"}': 30 });
    expect(await at("left > on (k) right - 5", 0)).toEqual({ '{k="a"}': 1 });
    expect(await at("left == bool on (k) right", 0)).toEqual({ '{k="a"}': 0, '{k="b"}': 0 });
  });

  it("meet only at the steps where both are", async () => {
    expect(await over("left + on (k) right", 0, 10, 10)).toEqual({
      '{k="a"}': [5, 7],
      '{k="b"}': [30, undefined],
    });
    expect(await over("right + on (k) twin", 0, 10, 10)).toEqual({ '{k="a"}': [5, 7] });
  });

  it("meet one to many where it is said which side is many", async () => {
    expect(await at("left / on (x) group_left () sum by (x) (left)", 0)).toEqual({
      '{k="a",x="1"}': 1 / 11,
      '{k="b",x="1"}': 10 / 11,
    });
    expect(await at("sum by (x) (left) - on (x) group_right () left", 0)).toEqual({
      '{k="a",x="1"}': 10,
      '{k="b",x="1"}': 1,
    });
    expect(await at("right * on (k) group_left (x) left", 0)).toEqual({
      '{k="a",x="1"}': 4,
      '{k="b",x="1"}': 200,
    });
  });

  it("are refused where a series has two partners", async () => {
    await expect(at("left + on (x) left", 0)).rejects.toMatchObject({
      kind: "execution",
      message: expect.stringContaining(
        'found duplicate series for the match group {x="1"} on the right hand-side',
      ),
    });
    await expect(at("left + on (x) sum by (x) (left)", 0)).rejects.toMatchObject({
      message: expect.stringContaining("many-to-one matching must be explicit (group_left/group_right)"),
    });
    await expect(at("left > on (x) sum by (x) (left)", 0)).rejects.toMatchObject({ kind: "execution" });
    await expect(at("left * on () group_left (k) vector(1)", 0)).rejects.toMatchObject({
      message: expect.stringContaining("grouping labels must ensure unique matches"),
    });
  });

  it("are not refused where nothing is on the other side", async () => {
    expect(await at("nothing + on (x) left", 0)).toEqual({});
  });

  it("may stand in for a missing partner", async () => {
    expect(await at("left + on (k) fill (0) right", 0)).toEqual({
      '{k="a"}': 5,
      '{k="b"}': 30,
      '{k="c"}': 30,
    });
    expect(await at("right + on (k) fill_right (1) twin", 0)).toEqual({
      '{k="a"}': 5,
      '{k="b"}': 21,
      '{k="c"}': 31,
    });
  });
});

describe("set operators", () => {
  it("keep what has, has not, or where either has", async () => {
    expect(await at("right and on (k) left", 0)).toEqual({ 'right{k="a"}': 4, 'right{k="b"}': 20 });
    expect(await at("right unless on (k) left", 0)).toEqual({ 'right{k="c"}': 30 });
    expect(await at("left or on (k) right", 0)).toEqual({
      'left{k="a",x="1"}': 1,
      'left{k="b",x="1"}': 10,
      'right{k="c"}': 30,
    });
  });

  it("join what is one series at different steps", async () => {
    const query = 'max_over_time((right{k="b"} < 5 or right{k="a"} > 4 or right{k="a"} offset 10s)[30s:10s])';
    expect(await over(query, 10, 20, 10)).toEqual({ '{k="a"}': [5, 5] });
  });

  it("decide step by step", async () => {
    expect(await over('right{k="b"} unless on (k) left', 0, 10, 10)).toEqual({
      'right{k="b"}': [undefined, 20],
    });
    expect(await over("-left or -right", 0, 10, 10)).toHaveProperty(['{k="b"}'], [-20, -20]);
  });
});

describe("a result", () => {
  it("may not hold two series of one name and time", async () => {
    const twice = createFixture("load 10s\n  x 1 _\n  y 2 2");
    await expect(twice.at('abs({__name__=~"x|y"})', 0)).rejects.toMatchObject({
      kind: "execution",
      message: "vector cannot contain metrics with the same labelset",
    });
    expect(await twice.at('sum(abs({__name__=~"x|y"}))', 0)).toEqual({ "{}": 3 });
  });
});

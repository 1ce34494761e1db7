import { labelsOf, metric } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Column, compareLabels, mergeEqual, settleNames, sortedByLabels } from "./column.ts";

const column = (labels: Column["labels"], values: (number | undefined)[], dropName = false): Column => ({
  labels,
  dropName,
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
  present: Uint8Array.from(values, (value) => (value === undefined ? 0 : 1)),
});

describe("labels", () => {
  const labels = fc
    .array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2", "10")))
    .map((pairs) => labelsOf(pairs));

  it("have one order, in which only equal ones are equal", () => {
    fc.assert(
      fc.property(labels, labels, labels, (a, b, c) => {
        expect(Math.sign(compareLabels(a, b))).toBe(0 - Math.sign(compareLabels(b, a)));
        expect(compareLabels(a, b) === 0).toBe(JSON.stringify([...a]) === JSON.stringify([...b]));
        if (compareLabels(a, b) <= 0 && compareLabels(b, c) <= 0)
          expect(compareLabels(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe("a list sorted by labels", () => {
  it("is in the order of its labels, whatever they hold", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\0", "\u{1f600}", "\uffff"), maxLength: 3 });
    const labels = fc
      .array(fc.tuple(text, text), { maxLength: 3 })
      .map((pairs) => ({ labels: labelsOf(pairs) }));
    fc.assert(
      fc.property(fc.array(labels), (list) => {
        const expected = [...list].sort((a, b) => compareLabels(a.labels, b.labels));
        expect(sortedByLabels(list)).toEqual(expected);
      }),
    );
  });
});

describe("columns", () => {
  it("of equal labels join where they do not overlap", () => {
    const [joined, ...rest] = mergeEqual([
      column(metric("x"), [1, undefined]),
      column(metric("x"), [undefined, 2]),
    ]);
    expect(rest).toEqual([]);
    expect([...joined!.values]).toEqual([1, 2]);
  });

  it("of equal labels are refused where they overlap", () => {
    const twice = [column(metric("x"), [1]), column(metric("x"), [1])];
    expect(() => mergeEqual(twice)).toThrow("same labelset");
  });

  it("that were to lose their name lose it at the end", () => {
    const settled = settleNames([
      column(metric("x"), [1, undefined], true),
      column(metric("y"), [undefined, 2], true),
    ]);
    expect(settled.map(({ labels, values }) => [[...labels], [...values]])).toEqual([[[], [1, 2]]]);
  });
});

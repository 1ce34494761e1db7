import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLabels, labelsKey, labelsOf, labelsToJson, METRIC_NAME, metric, nameOf } from "./labels.ts";

const pairs = fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), {
  maxLength: 6,
});

describe("labels", () => {
  test("are sorted, and each name has its last value; an empty value is no label", () => {
    fc.assert(
      fc.property(pairs, (pairs) => {
        const labels = labelsOf(pairs);
        const names = [...labels.keys()];
        expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
        for (const [name] of pairs) {
          const last = pairs.findLast(([other]) => other === name)![1];
          expect(labels.get(name) ?? "").toBe(last);
        }
        expect([...labels.values()]).not.toContain("");
      }),
    );
  });

  test("have equal keys when they are equal, in whatever order they came, and else different ones", () => {
    fc.assert(
      fc.property(pairs, pairs, (left, right) => {
        const [a, b] = [labelsOf(left), labelsOf(right)];
        expect(labelsKey(labelsOf([...a].reverse()))).toBe(labelsKey(a));
        const equal = JSON.stringify([...a]) === JSON.stringify([...b]);
        expect(labelsKey(a) === labelsKey(b)).toBe(equal);
      }),
    );
  });

  test("that only look alike when joined have different keys", () => {
    const keys = [
      labelsOf([
        ["a", "b"],
        ["c", "d"],
      ]),
      labelsOf([["a", "b1:c1:d"]]),
      labelsOf([
        ["a", "b"],
        ["c1", "d"],
      ]),
      labelsOf([["ab", "1:c"]]),
    ].map(labelsKey);
    expect(new Set(keys).size).toBe(4);
  });

  test("called __proto__ and constructor are only labels, in JSON too", () => {
    const labels = labelsOf(JSON.parse('[["__proto__", "x"], ["constructor", "y"]]') as [string, string][]);
    expect(JSON.parse(JSON.stringify(labelsToJson(labels)))).toEqual(
      JSON.parse('{"__proto__": "x", "constructor": "y"}'),
    );
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("carry the metric name, which no other label can replace", () => {
    expect(nameOf(metric("up", { job: "api", [METRIC_NAME]: "down" }))).toBe("up");
    expect(nameOf(labelsOf([["job", "api"]]))).toBe("");
  });

  test("are shown as PromQL writes them", () => {
    expect(formatLabels(metric("up"))).toBe("up");
    expect(formatLabels(metric("up", { job: 'a "b"\n', az: "1" }))).toBe('up{az="1",job="a \\"b\\"\\n"}');
    expect(formatLabels(labelsOf([["job", "api"]]))).toBe('{job="api"}');
    expect(formatLabels(labelsOf([]))).toBe("{}");
  });
});

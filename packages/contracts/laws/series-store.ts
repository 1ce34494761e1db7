import {
  createMatcher,
  createSamplesBuilder,
  labelsKey,
  labelsOf,
  type Matcher,
  metric,
  type Point,
  type Series,
  samplesOf,
} from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SeriesStore, StoreSupport } from "../ports.ts";
import { createSeriesModel, show } from "./series-model.ts";
import { type Made, lawHourMs as t0, withStore } from "./subject.ts";

const up = metric("up", { job: "api" });
const named = (name: string): Matcher[] => [createMatcher("__name__", "=", name)];
const all: Matcher[] = [createMatcher("__name__", "!=", "no such metric")];
const lastMs = t0 + 3_600_000 - 1;

const points = (labels: Point["labels"], ...pairs: [number, number][]): Point[] =>
  pairs.map(([offsetMs, value]) => ({ labels, timeMs: t0 + offsetMs, value }));
const only = (labels: Point["labels"], ...pairs: [number, number][]) =>
  new Map([[labelsKey(labels), pairs.map(([offsetMs, value]): [number, number] => [t0 + offsetMs, value])]]);
const keysOf = (found: readonly Point["labels"][]) => found.map(labelsKey).sort();

/** What our own stores can. */
const everything: StoreSupport = {
  dropBefore: true,
  overwriting: true,
  exactValues: true,
  exactSeriesTimes: true,
  anyLabelNames: true,
};

/**
 * The laws of every SeriesStore. `make` gives a fresh, empty one that forgets nothing from `lawHourMs` on, and in which what
 * was appended can be read at once. Laws of what it says it does not support are skipped, and say so.
 */
export function seriesStoreLaws(
  name: string,
  make: () => Promise<Made<SeriesStore>>,
  supports: StoreSupport = everything,
): void {
  const law = (title: string, check: (store: SeriesStore) => Promise<void>, needs?: keyof StoreSupport) =>
    needs === undefined || supports[needs]
      ? test(title, () => withStore(make, check))
      : test.skip(`${title} (not supported: ${needs})`, () => {});

  describe(`${name} keeps series`, () => {
    law(
      "what was appended is selected, exact to the bit",
      async (store) => {
        const values = [
          0,
          -0,
          1 / 3,
          Number.MAX_VALUE,
          Number.MIN_VALUE,
          2 ** 53 + 2,
          Infinity,
          -Infinity,
          NaN,
        ];
        const pairs = values.map((value, i): [number, number] => [i * 1000, value]);
        await store.append(samplesOf(points(up, ...pairs)));
        const [found] = await store.select(named("up"), t0, lastMs);
        expect(found?.labels).toEqual(up);
        expect([...found!.values].map((value, i) => Object.is(value, values[i]))).not.toContain(false);
        expect(found?.values).toHaveLength(values.length);
      },
      "exactValues",
    );

    law("both bounds are part of a selection", async (store) => {
      await store.append(samplesOf(points(up, [1, 1], [2, 2], [3, 3], [4, 4])));
      expect(show(await store.select(all, t0 + 2, t0 + 3))).toEqual(only(up, [2, 2], [3, 3]));
      expect(show(await store.select(all, t0 + 4, t0 + 4))).toEqual(only(up, [4, 4]));
      expect(await store.select(all, t0 + 5, lastMs)).toEqual([]);
      expect(await store.select(all, t0 + 3, t0 + 2)).toEqual([]);
    });

    law("late and unsorted samples land in their place", async (store) => {
      await store.append(samplesOf(points(up, [30, 3], [10, 1])));
      await store.append(samplesOf(points(up, [20, 2], [40, 4], [0, 0])));
      const expected = only(up, [0, 0], [10, 1], [20, 2], [30, 3], [40, 4]);
      expect(show(await store.select(all, t0, lastMs))).toEqual(expected);
    });

    law(
      "of equal series and time the last counts",
      async (store) => {
        await store.append(samplesOf(points(up, [10, 1], [10, 2], [5, 0])));
        expect(show(await store.select(all, t0, lastMs))).toEqual(only(up, [5, 0], [10, 2]));
        await store.append(samplesOf(points(up, [20, 9], [10, 3])));
        await store.append(samplesOf(points(up, [10, 4])));
        expect(show(await store.select(all, t0, lastMs))).toEqual(only(up, [5, 0], [10, 4], [20, 9]));
      },
      "overwriting",
    );

    law("what is appended twice counts once", async (store) => {
      const samples = samplesOf([...points(up, [1, 1], [2, 2]), ...points(metric("down"), [1, 7])]);
      await store.append(samples);
      await store.append(samples);
      expect(show(await store.select(named("up"), t0, lastMs))).toEqual(only(up, [1, 1], [2, 2]));
      expect(await store.series([all], t0, lastMs)).toHaveLength(2);
    });

    law("a time that is no number is passed over, and the rest is kept", async (store) => {
      await store.append(samplesOf([{ labels: up, timeMs: NaN, value: 1 }, ...points(up, [1, 1])]));
      expect(show(await store.select(all, t0, lastMs))).toEqual(only(up, [1, 1]));
    });

    law("all four kinds of matchers hold, an absent label counting as empty", async (store) => {
      const a = metric("m", { env: "prod", host: "a1" });
      const b = metric("m", { env: "test" });
      const c = metric("n", { host: "b2" });
      await store.append(samplesOf([a, b, c].flatMap((labels) => points(labels, [0, 1]))));
      const find = async (...matchers: Matcher[]) =>
        (await store.select(matchers, t0, lastMs)).map((one) => labelsKey(one.labels)).sort();
      const m = createMatcher;
      expect(await find(...named("m"))).toEqual(keysOf([a, b]));
      expect(await find(m("env", "=", "prod"))).toEqual(keysOf([a]));
      expect(await find(m("env", "!=", "prod"))).toEqual(keysOf([b, c]));
      expect(await find(m("host", "=~", "[ab]\\d"))).toEqual(keysOf([a, c]));
      expect(await find(m("host", "!~", "a.*"))).toEqual(keysOf([b, c]));
      expect(await find(m("host", "=", ""))).toEqual(keysOf([b]));
      expect(await find(m("host", "=~", "a1|"))).toEqual(keysOf([a, b]));
      expect(await find(m("host", "!=", ""), m("env", "=~", ".+"))).toEqual(keysOf([a]));
      expect(await find(m("__name__", "=~", "m|n"), m("env", "!~", "prod|test"))).toEqual(keysOf([c]));
      expect(await find(m("__name__", "=", "o"))).toEqual([]);
    });

    law("an empty store and an empty batch are no fault", async (store) => {
      await store.append(samplesOf([]));
      expect(await store.select(all, t0, lastMs)).toEqual([]);
      expect(await store.series([all], t0, lastMs)).toEqual([]);
    });

    law("series() unites matcher sets, and names each series once", async (store) => {
      const [a, b, c] = [metric("a", { x: "1" }), metric("b", { x: "1" }), metric("c")];
      await store.append(samplesOf([a, b, c].flatMap((labels) => points(labels, [0, 1], [10, 1]))));
      const x1 = [createMatcher("x", "=", "1")];
      expect(keysOf(await store.series([x1], t0, lastMs))).toEqual(keysOf([a, b]));
      expect(keysOf(await store.series([x1, named("a"), named("c")], t0, lastMs))).toEqual(keysOf([a, b, c]));
      expect(await store.series([named("d")], t0, lastMs)).toEqual([]);
      expect(await store.series([], t0, lastMs)).toEqual([]);
    });

    law(
      "series() names what has a sample in the time",
      async (store) => {
        const [a, b, c] = [metric("a"), metric("b"), metric("c")];
        await store.append(
          samplesOf([...points(a, [0, 1], [10, 1]), ...points(b, [10, 1]), ...points(c, [20, 1])]),
        );
        expect(keysOf(await store.series([all], t0, t0 + 9))).toEqual(keysOf([a]));
        expect(keysOf(await store.series([all], t0 + 11, t0 + 20))).toEqual(keysOf([c]));
        expect(keysOf(await store.series([named("a")], t0 + 1, t0 + 9))).toEqual([]);
      },
      "exactSeriesTimes",
    );

    law("a label's value may be any text, and asking for it finds it alone", async (store) => {
      const texts = [
        `it's a \\ "te{st"} or vector(1) #`,
        "\r\n\t\u0001",
        "日本語 🚀 \u{10ffff} \ufffd",
        "$(x).*|[a-",
        "__proto__",
      ];
      const odd = texts.map((text) => metric("m", { text, constructor: "x" }));
      await store.append(samplesOf(odd.flatMap((labels, i) => points(labels, [i, i]))));
      for (const [i, text] of texts.entries()) {
        const found = await store.select([...named("m"), createMatcher("text", "=", text)], t0, lastMs);
        expect(keysOf(found.map((one) => one.labels))).toEqual(keysOf([odd[i]!]));
        const series = await store.series([[...named("m"), createMatcher("text", "!=", text)]], t0, lastMs);
        expect(keysOf(series)).toEqual(keysOf(odd.filter((labels) => labels !== odd[i])));
      }
    });

    law(
      "a label may be called __proto__, and any text is only text",
      async (store) => {
        const odd = [
          labelsOf([
            ["__name__", "m"],
            ["__proto__", "polluted"],
            ["constructor", "x"],
          ]),
          labelsOf([
            ["__name__", "m"],
            ['"quoted"', `it's a \\ "test"`],
            ["new\nline", "\u0000\r\n\t"],
          ]),
          labelsOf([
            ["__name__", "m"],
            ["größe", "日本語 🚀 \u{10ffff} \ufffd"],
            ["'; DROP TABLE samples; --", "$(x)"],
          ]),
          labelsOf([["no_name", "1"]]),
        ];
        await store.append(samplesOf(odd.flatMap((labels, i) => points(labels, [i, i]))));
        const found = await store.select([], t0, lastMs);
        expect(keysOf(found.map((one) => one.labels))).toEqual(keysOf(odd));
        expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
        const proto = await store.select([createMatcher("__proto__", "=", "polluted")], t0, lastMs);
        expect(keysOf(proto.map((one) => one.labels))).toEqual(keysOf([odd[0]!]));
      },
      "anyLabelNames",
    );

    law(
      "labels of any Unicode come back as they were",
      async (store) => {
        const text = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
        const labelSets = fc.sample(fc.array(fc.tuple(text, text), { maxLength: 4 }), {
          numRuns: 200,
          seed: 7,
        });
        const labels = labelSets.map((pairs, i) => labelsOf([...pairs, ["n", String(i)]]));
        await store.append(samplesOf(labels.flatMap((one) => points(one, [1, 1]))));
        expect(keysOf(await store.series([[]], t0, lastMs))).toEqual(keysOf(labels));
      },
      "anyLabelNames",
    );

    law(
      "dropBefore forgets all before a time and nothing else",
      async (store) => {
        const old = metric("old");
        await store.append(samplesOf([...points(up, [1, 1], [2, 2], [3, 3]), ...points(old, [1, 1])]));
        await store.dropBefore(t0 + 2);
        expect(show(await store.select([], t0, lastMs))).toEqual(only(up, [2, 2], [3, 3]));
        expect(keysOf(await store.series([[]], t0, lastMs))).toEqual(keysOf([up]));
        await store.append(samplesOf(points(old, [5, 5])));
        expect(show(await store.select(named("old"), t0, lastMs))).toEqual(only(old, [5, 5]));
      },
      "dropBefore",
    );

    law(
      "told what samples are read for, it gives as many as it likes from which that comes out the same",
      async (store) => {
        const minuteMs = 60_000;
        const [rangeMs, endMs] = [10 * minuteMs, t0 + 60 * minuteMs];
        const pairs = Array.from({ length: 300 }, (_, i): [number, number] => [(i * i * 41) % 3_600_001, i]);
        await store.append(samplesOf(points(up, ...pairs)));
        const hint = (func: string) => ({ func, startMs: t0 + rangeMs, stepMs: 5 * minuteMs, rangeMs });
        const select = async (func?: string) =>
          (await store.select(all, t0, endMs, undefined, func === undefined ? undefined : hint(func)))[0]!;
        const [plain, last, counted] = [
          await select(),
          await select("last_over_time"),
          await select("count_over_time"),
        ];
        for (let stepMs = t0 + rangeMs; stepMs <= endMs; stepMs += 5 * minuteMs) {
          const within = ({ timesMs }: Series) =>
            [...timesMs.keys()].filter((i) => timesMs[i]! > stepMs - rangeMs && timesMs[i]! <= stepMs);
          const lastIn = (series: Series) => series.values[within(series).at(-1)!];
          const countIn = (series: Series) =>
            within(series).reduce((sum, i) => sum + (series.counts?.[i] ?? 1), 0);
          expect(lastIn(last)).toBe(lastIn(plain));
          expect(countIn(counted)).toBe(countIn(plain));
        }
      },
    );

    law("many series fit in one batch", async (store) => {
      const builder = createSamplesBuilder();
      const count = 5_000;
      for (let i = 0; i < count; i++) {
        const ref = builder.ref(metric("wide", { i: String(i) }));
        builder.add(ref, t0, i);
        builder.add(ref, t0 + 1000, -i);
      }
      await store.append(builder.take());
      const found = await store.select(named("wide"), t0, lastMs);
      expect(found).toHaveLength(count);
      const wrong = found.filter(({ labels, values }) => {
        const i = Number(labels.get("i"));
        return values.length !== 2 || values[0] !== i || values[1] !== -i;
      });
      expect(wrong).toEqual([]);
    });

    law(
      "a selection while samples are appended never shows half a batch",
      async (store) => {
        const lanes = Array.from({ length: 50 }, (_, i) => metric("torn", { i: String(i) }));
        const appends: Promise<void>[] = [];
        const torn: number[][] = [];
        for (let round = 1; round <= 20; round++) {
          appends.push(
            store.append(samplesOf(lanes.flatMap((labels) => points(labels, [0, round], [1000, round])))),
          );
          const seen = await store.select(named("torn"), t0, lastMs);
          const values = new Set(seen.flatMap((one) => [...one.values]));
          if (values.size > 1 || (seen.length !== 0 && seen.length !== lanes.length)) torn.push([...values]);
        }
        await Promise.all(appends);
        expect(torn).toEqual([]);
        expect((await store.select(named("torn"), t0, lastMs)).flatMap((one) => [...one.values])).toEqual(
          Array.from({ length: 100 }, () => 20),
        );
      },
      "overwriting",
    );

    test("any sequence of appends, drops and selections agrees with the simplest model", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(stepFor(supports), { minLength: 1, maxLength: 12 }), (steps) =>
          withStore(make, async (store) => {
            const model = createSeriesModel();
            for (const one of steps) {
              if (one.kind === "append") {
                model.append(one.points);
                await store.append(samplesOf(one.points));
              } else if (one.kind === "drop") {
                model.dropBefore(one.beforeMs);
                await store.dropBefore(one.beforeMs);
              } else {
                const expected = model.select(one.matchers, one.fromMs, one.toMs);
                expect(show(await store.select(one.matchers, one.fromMs, one.toMs))).toEqual(expected);
                const found = keysOf(await store.series([one.matchers], one.fromMs, one.toMs));
                if (supports.exactSeriesTimes) expect(found).toEqual([...expected.keys()].sort());
                else expect(found).toEqual(expect.arrayContaining([...expected.keys()]));
              }
            }
            expect(show(await store.select([], t0, lastMs))).toEqual(model.select([], t0, lastMs));
          }),
        ),
        { numRuns: 25 },
      );
    });
  });
}

const someLabels = fc
  .tuple(fc.constantFrom("a", "b"), fc.constantFrom("", "x", "y"))
  .map(([name, tag]) => metric(name, { tag }));
const someTime = fc.integer({ min: 0, max: 12 }).map((offsetMs) => t0 + offsetMs);
const someMatcher = fc.oneof(
  fc.constantFrom("a", "b", "c").map((value) => createMatcher("__name__", "=", value)),
  fc.constantFrom("x", "").map((value) => createMatcher("tag", "!=", value)),
  fc.constantFrom("x|", ".+", "y").map((value) => createMatcher("tag", "=~", value)),
);
const someAppend = ({ overwriting, exactValues }: StoreSupport) => {
  const somePoint = fc
    .record({ labels: someLabels, timeMs: someTime, value: exactValues ? fc.double() : fc.integer() })
    .map((point) => (overwriting ? point : { ...point, value: point.timeMs - t0 }));
  return fc.record({ kind: fc.constant("append" as const), points: fc.array(somePoint) });
};
const someDrop = fc.record({ kind: fc.constant("drop" as const), beforeMs: someTime });
const someSelect = fc.record({
  kind: fc.constant("select" as const),
  matchers: fc.array(someMatcher, { maxLength: 2 }),
  fromMs: someTime,
  toMs: someTime,
});
const stepFor = (supports: StoreSupport) =>
  fc.oneof(
    { weight: 3, arbitrary: someAppend(supports) },
    { weight: supports.dropBefore ? 1 : 0, arbitrary: someDrop },
    { weight: 2, arbitrary: someSelect },
  );

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupRows, scatterRows } from "./group.ts";

/** Rows of some series on some days, each day's in order of series and time; the days in whatever order. */
const days = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 6 })
  .chain((order) =>
    fc.tuple(
      ...order.map((day) =>
        fc
          .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 9 })), {
            selector: ([id, offset]) => id * 10 + offset,
            maxLength: 12,
          })
          .map((rows) =>
            rows
              .map(([id, offset]) => [id, day * 10 + offset] as const)
              .sort((a, b) => a[0] - b[0] || a[1] - b[1]),
          ),
      ),
    ),
  )
  .map((parts) => parts.flat());

describe("rows of several files", () => {
  it("become one group for each series, in order of time, in whatever order the files were read", async () => {
    await fc.assert(
      fc.asyncProperty(days, async (rows) => {
        const groups = new Map<number, Float64Array[]>();
        const given = {
          ids: Int32Array.from(rows, ([id]) => id),
          columns: [
            Float64Array.from(rows, ([, at]) => at),
            Float64Array.from(rows, ([id, at]) => id * 1_000 + at),
          ],
        };
        for await (const [id, columns] of groupRows(given)) groups.set(id, columns);
        for (const id of new Set(rows.map(([one]) => one))) {
          const times = rows.filter(([one]) => one === id).map(([, at]) => at);
          const sorted = [...times].sort((a, b) => a - b);
          expect([...groups.get(id)![0]!]).toEqual(sorted);
          expect([...groups.get(id)![1]!]).toEqual(sorted.map((at) => id * 1_000 + at));
        }
        expect(groups.size).toBe(new Set(rows.map(([id]) => id)).size);
      }),
    );
  });
});

describe("rows as they were written", () => {
  const written = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 30 })), {
    maxLength: 12,
  });

  it("become columns of each series where its times ascend, and else are given back to be sorted", async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.boolean(), async (rows, isOrdered) => {
        const once = new Map(rows.map((row) => [`${row}`, row]));
        const given = isOrdered ? [...once.values()].sort((a, b) => a[1] - b[1]) : rows;
        const bySeries = new Map<number, number[]>();
        for (const [id, at] of given) bySeries.set(id, [...(bySeries.get(id) ?? []), at]);
        const ascends = [...bySeries.values()].every((times) =>
          times.every((at, i) => i === 0 || at > times[i - 1]!),
        );
        const found = await scatterRows({
          ids: Int32Array.from(given, ([id]) => id),
          columns: [
            Float64Array.from(given, ([, at]) => at),
            Float64Array.from(given, ([id, at]) => id + at),
          ],
        });
        expect(found !== undefined).toBe(ascends);
        if (found === undefined) return;
        expect(new Map([...found].map(([id, { timesMs }]) => [id, [...timesMs]]))).toEqual(bySeries);
        for (const [id, { timesMs, values }] of found)
          expect([...values]).toEqual([...timesMs].map((at) => id + at));
      }),
    );
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import type { Reader } from "./collector.ts";
import { createCollector } from "./create-collector.ts";

const reader = (name: string, read: Reader["read"], optional = false): Reader => ({
  name,
  metadata: [[name, "gauge", `${name}.`]],
  optional,
  read,
});
const absent = Object.assign(new Error("no such file"), { code: "ENOENT" });

function open(...readers: Reader[]) {
  return createCollector({
    clock: manualClock(7),
    name: "test",
    address: "here",
    labels: { job: "t" },
    readers,
  });
}

async function valuesOf(collector: ReturnType<typeof open>): Promise<number[]> {
  const values: number[] = [];
  await collector.collect(1_000, (_labels, _timeMs, value) => values.push(value));
  return values;
}

describe("a collector", () => {
  it("reads on when one reader throws or rejects", async () => {
    const collector = open(
      reader("a", (put) => put("a", 1)),
      reader("b", () => {
        throw new Error("broken");
      }),
      reader("c", () => Promise.reject(new Error("late"))),
      reader("d", (put) => put("d", 4)),
    );
    expect(await valuesOf(collector)).toEqual([1, 4]);
    expect(collector.status()).toMatchObject({
      received: 2,
      rejected: 2,
      lastReceivedMs: 7,
      bad: [
        { timeMs: 7, line: "c", reason: "late" },
        { timeMs: 7, line: "b", reason: "broken" },
      ],
    });
  });

  it("holds it against nobody that a system lacks something optional", async () => {
    const gone = () => Promise.reject(absent);
    const collector = open(reader("a", gone, true), reader("b", gone, false));
    expect(await valuesOf(collector)).toEqual([]);
    expect(collector.status().bad.map(({ line }) => line)).toEqual(["b"]);
  });

  it("passes on no value that is not finite", async () => {
    const collector = open(
      reader("a", (put) => {
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 3]) put("a", value);
      }),
    );
    expect(await valuesOf(collector)).toEqual([3]);
  });

  it("adds nothing while it still reads", async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const collector = open(
      reader("a", async (put) => {
        await slow;
        put("a", 1);
      }),
    );
    const first = valuesOf(collector);
    expect(await valuesOf(collector)).toEqual([]);
    finish();
    expect(await first).toEqual([1]);
    expect(await valuesOf(collector)).toEqual([1]);
  });
});

import { describe, expect, it } from "vitest";
import { numberOf, pastOf } from "./history.ts";
import { createTurns } from "./turns.ts";

const query = { expr: "up", stepMs: 5_000, startMs: 100_000, endMs: 120_000 };

describe("the past", () => {
  it("lies on the grid that was asked for, with gaps where there is no value", () => {
    const values: [number, string][] = [
      [100, "1"],
      [110.0, "2.5"],
      [120, "+Inf"],
    ];
    const [series] = pastOf({ resultType: "matrix", result: [{ metric: { job: "a" }, values }] }, query);
    expect(series!.labels).toEqual(new Map([["job", "a"]]));
    expect([...series!.values]).toEqual([1, Number.NaN, 2.5, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it("passes over what lies outside", () => {
    const values: [number, string][] = [
      [95, "1"],
      [125, "2"],
    ];
    const [series] = pastOf({ resultType: "matrix", result: [{ metric: {}, values }] }, query);
    expect([...series!.values]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it("reads numbers as Prometheus writes them", () => {
    expect(["1e3", "-0.5", "+Inf", "-Inf", "NaN"].map(numberOf)).toEqual([
      1000,
      -0.5,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]);
  });
});

describe("turns", () => {
  it("run no more than so many at once, in order, also past one that fails", async () => {
    const turn = createTurns(2);
    const done: (() => void)[] = [];
    const order: number[] = [];
    const tasks = [0, 1, 2, 3].map((n) =>
      turn(async () => {
        order.push(n);
        await new Promise<void>((resolve) => done.push(resolve));
        if (n === 0) throw new Error("no");
        return n;
      }).catch(() => -1),
    );
    await Promise.resolve();
    expect(order).toEqual([0, 1]);
    done[0]!();
    await tasks[0];
    await Promise.resolve();
    expect(order).toEqual([0, 1, 2]);
    done[1]!();
    await tasks[1];
    await Promise.resolve();
    done[2]!();
    done[3]!();
    expect(await Promise.all(tasks)).toEqual([-1, 1, 2, 3]);
  });
});

import { describe, expect, it } from "vitest";
import { createTurns } from "./turns.ts";

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

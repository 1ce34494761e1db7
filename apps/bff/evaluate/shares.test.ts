import fc from "fast-check";
import { expect, it } from "vitest";
import { createShares } from "./shares.ts";

const MOST = 10;

it("jobs begin in their order, at once while their weights allow it, and the heaviest alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 30 }), async (weights) => {
      const pass = createShares(MOST);
      const running = new Map<number, { weight: number; end: () => void }>();
      const begun: number[] = [];
      const all = weights.map((weight, i) =>
        pass(weight, () => {
          begun.push(i);
          return new Promise<void>((end) => running.set(i, { weight, end }));
        }),
      );
      while (begun.length < weights.length || running.size > 0) {
        await new Promise(setImmediate);
        const sum = [...running.values()].reduce((total, { weight }) => total + Math.max(1, weight), 0);
        expect(running.size === 1 || sum <= MOST).toBe(true);
        const next = weights[begun.length];
        if (next !== undefined) expect(sum + Math.max(1, next)).toBeGreaterThan(MOST);
        const [first] = running;
        if (first === undefined) continue;
        running.delete(first[0]);
        first[1].end();
      }
      await Promise.all(all);
      expect(begun).toEqual(weights.map((_, i) => i));
    }),
  );
});

it("a job that fails makes room for the next", async () => {
  const pass = createShares(1);
  const failed = pass(1, async () => {
    throw new Error("broken");
  });
  await expect(failed).rejects.toThrow("broken");
  await expect(pass(1, async () => "done")).resolves.toBe("done");
});

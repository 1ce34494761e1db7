import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createLine } from "./line.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

it("jobs run one at a time in their order, whoever leaves or waits too long never begins, and none is lost", async () => {
  const someone = fc.record({
    waitMs: fc.integer({ min: 1, max: 50 }),
    leavesMs: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
    takesMs: fc.integer({ min: 0, max: 30 }),
    fails: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(someone, { maxLength: 12 }), async (people) => {
      const clock = manualClock();
      const line = createLine({ clock, what: "queries" });
      const begun: number[] = [];
      let running = 0;
      const ends = people.map(({ waitMs, leavesMs, takesMs, fails }, i) => {
        const asker = new AbortController();
        if (leavesMs !== undefined) clock.after(leavesMs, () => asker.abort());
        return line
          .run({ waitMs, signal: asker.signal }, async () => {
            begun.push(i);
            expect(++running).toBe(1);
            await new Promise<void>((done) => clock.after(takesMs, done));
            running--;
            if (fails) throw new Error("failed");
            return "done";
          })
          .catch(
            (error: { code?: string; kind?: string; message: string }) =>
              error.code ?? error.kind ?? error.message,
          );
      });
      const known = Promise.all(ends);
      for (let ms = 0; ms < 500; ms++) {
        clock.advance(1);
        await settled();
      }
      const told = await known;
      expect(line.waiting()).toBe(0);
      expect(begun).toEqual([...begun].sort((a, b) => a - b));
      for (const [i, end] of told.entries()) {
        if (begun.includes(i)) expect(end).toBe(people[i]!.fails ? "failed" : "done");
        else expect(["overloaded", "canceled"]).toContain(end);
        if (end === "canceled") expect(people[i]!.leavesMs).toBeDefined();
      }
      await expect(line.run({ waitMs: 1 }, async () => "free")).resolves.toBe("free");
    }),
    { numRuns: 30 },
  );
});

it("who waited in vain is told that the query did not begin, not that it was too costly", async () => {
  const clock = manualClock();
  const line = createLine({ clock, what: "long queries" });
  const endless = new AbortController();
  const running = line.run(
    { waitMs: 1 },
    () => new Promise<void>((done) => endless.signal.addEventListener("abort", () => done())),
  );
  const asked = line.run({ waitMs: 15_000 }, async () => "done");
  const refused = expect(asked).rejects.toMatchObject({
    code: "overloaded",
    message: expect.stringContaining("did not begin"),
  });
  clock.advance(15_000);
  await refused;
  endless.abort();
  await running;
});

import { manualClock } from "@mission-control/series";
import { expect, test } from "vitest";
import { createGather } from "./gather.ts";

/** A gather whose runs end when they are told to. */
function started() {
  const clock = manualClock(0);
  const ends: (() => void)[] = [];
  const gather = createGather({
    clock,
    restMs: 250,
    run: () => new Promise<void>((end) => ends.push(end)),
  });
  const end = async () => {
    ends.at(-1)?.();
    // What follows a run that ended comes after it.
    await new Promise<void>((done) => setImmediate(done));
  };
  return { clock, gather, runs: () => ends.length, end };
}

test("a storm is one run, a rest after its beginning", () => {
  const { clock, gather, runs } = started();
  for (let i = 0; i < 1_000; i++) gather.tell();
  clock.advance(249);
  expect(runs()).toBe(0);
  clock.advance(1);
  expect(runs()).toBe(1);
});

test("what is told during a run is another one after it, however long it takes; never two at once", async () => {
  const { clock, gather, runs, end } = started();
  gather.tell();
  clock.advance(250);
  gather.tell();
  gather.tell();
  clock.advance(60_000);
  expect(runs()).toBe(1);
  await end();
  clock.advance(250);
  expect(runs()).toBe(2);
  await end();
  clock.advance(60_000);
  expect(runs()).toBe(2);
});

test("nothing runs once it is over, not what was told before either", async () => {
  const { clock, gather, runs, end } = started();
  gather.tell();
  clock.advance(250);
  gather.tell();
  gather.end();
  await end();
  gather.tell();
  clock.advance(1_000);
  expect(runs()).toBe(1);
});

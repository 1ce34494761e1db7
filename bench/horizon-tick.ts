import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./ground/bench.ts";
import { tableOf, textOf } from "./ground/table.ts";
import { between, type Spent, type Wall, withWall, workerScript } from "./horizon/browser.ts";
import { framesWhile, quantile } from "./horizon/frames.ts";

const STEPS = 60;
const FRAMES_MS = 5_000;
/** As far as one can drag: a window's width. */
const DRAGGED_MS = 1_440_000;
const HOURS = 8;
/** Eight hours in a minute and a half. */
const FACTOR = 320;

const ABOUT =
  "The first row is a page that takes all values of a step at once and leaves the drawing, and the values' texts, to a worker. The app's wall tells its metrics one by one, and has its values as elements of the page, which this does not count.";

/** 500 lanes x 1,440 columns with one new step a second, beside Cubism 1.6: the main thread's time for a step. */
export const horizonTick: Bench = async ({ scale }) => {
  const seconds = Math.max(5, Math.round(STEPS * scale));
  // Both stand on the same plain page; the other one is where Cubism does best.
  const peer = await peerMoved(seconds, "plain");
  const peerAtBest = await peerMoved(seconds, "left out");
  const script = { workerScript: await workerScript() };
  const ours = await moved({ ...script, keepMs: DRAGGED_MS }, seconds);
  const work = await workOf({ workerScript: await workerScript({ measured: true }), keepMs: DRAGGED_MS });
  const here = await moved({ keepMs: DRAGGED_MS }, seconds);
  const apart = await moved({ apart: true, keepMs: DRAGGED_MS }, seconds);
  const oneByOne = await tickWith("ours", seconds, { ...script, keepMs: DRAGGED_MS, oneByOne: true });
  const fixed = {
    ours: await tickWith("ours", seconds, { ...script, isFixed: true }),
    peer: await tickWith("peer", seconds, { isFixed: true }),
  };
  // All on the page's own thread, so that nothing is left out.
  const heaps = await withWall("ours", (wall) => heapOver(wall, HOURS * Math.min(1, scale)));
  const row = (name: string, us: number, them: number) => [name, us, them, us / them];
  const no = ["it cannot", "-"];
  const table = tableOf(
    ["500 lanes x 1,440 columns", "ours", "Cubism 1.6", "ratio"],
    [
      row("main thread a step, ms (a stack, drawn by a worker)", ours.tick.task, peer.tick.task),
      row("of it script, ms", ours.tick.script, peer.tick.script),
      row("of it style and layout, ms", ours.tick.layout, peer.tick.layout),
      row(
        "beside Cubism where the browser leaves out rows out of sight, ms",
        ours.tick.task,
        peerAtBest.tick.task,
      ),
      ["the worker at work a step, ms", work.stepMs, "-", "-"],
      row("frame p95 while scrolling, ms", ours.scrolling, peer.scrolling),
      ["from a message to its pixels while scrolling, p95, ms", work.scrollingMs, "-", "-"],
      ["frame p95 while dragging through time, ms", ours.dragging, ...no],
      ["from a message to its pixels while dragging, p95, ms", work.draggingMs, "-", "-"],
      // A lane never has to be painted whole then: Cubism's best case.
      row("main thread a step where scales are given, ms", fixed.ours.task, fixed.peer.task),
      row(
        "metrics told one by one, drawn in animation frames, as on the app's wall, ms",
        oneByOne.task,
        peer.tick.task,
      ),
      row("a stack without a worker: main thread a step, ms", here.tick.task, peer.tick.task),
      row("its frame p95 while scrolling, ms", here.scrolling, peer.scrolling),
      ["its frame p95 while dragging, ms", here.dragging, ...no],
      row("a canvas to each lane: main thread a step, ms", apart.tick.task, peer.tick.task),
      row("their frame p95 while scrolling, ms", apart.scrolling, peer.scrolling),
      ["their frame p95 while dragging, ms", apart.dragging, ...no],
    ],
  );
  return {
    table: `${table}\n\n${ABOUT}\n\nHeap after a collection, MB, at each simulated hour: ${heaps.map((bytes) => textOf(bytes / 1e6)).join(", ")}.`,
    ours: `${textOf(ours.tick.task)} ms`,
    peer: `${textOf(peer.tick.task)} ms`,
    ratio: ours.tick.task / peer.tick.task,
    target: "at most 0.02; frames of 16.7 ms at p95; heap flat over 8 hours",
  };
};

/** Cubism's wall: its steps, then under a wheel. */
const peerMoved = (seconds: number, rows: "plain" | "left out") =>
  withWall(
    "peer",
    async (wall) => {
      await wall.call("build");
      await wall.call("run");
      const tick = await tickFor(wall, seconds);
      return { tick, scrolling: await scroll(wall) };
    },
    rows,
  );

/** What the worker does of our wall: how long it is at work for a step, and how far behind while lanes move. */
const workOf = (options: object) =>
  withWall("ours", async (wall) => {
    const worked = async () => (await wall.call("worked")) as { workedMs: number; lagsMs: number[] };
    const lag = async () =>
      quantile(
        (await worked()).lagsMs.sort((a, b) => a - b),
        0.95,
      );
    await wall.call("build", options);
    await wall.call("run");
    await sleep(3_000);
    await worked();
    await sleep(10_000);
    const stepMs = (await worked()).workedMs / 10;
    await scroll(wall);
    const scrollingMs = await lag();
    await drag(wall);
    return { stepMs, scrollingMs, draggingMs: await lag() };
  });

/** Our wall, built so: its steps, then under a wheel and under a hand. */
const moved = (options: object, seconds: number) =>
  withWall("ours", async (wall) => {
    await wall.call("build", options);
    await wall.call("run");
    const tick = await tickFor(wall, seconds);
    return { tick, scrolling: await scroll(wall), dragging: await drag(wall) };
  });

/** As `tickFor` on a wall built otherwise. */
const tickWith = (whose: "ours" | "peer", seconds: number, options: object) =>
  withWall(whose, async (wall) => {
    await wall.call("build", options);
    await wall.call("run");
    return tickFor(wall, seconds);
  });

/** The main thread's time for a step, over so many of them. */
async function tickFor(wall: Wall, seconds: number): Promise<Spent> {
  // The first steps compile what they run.
  await sleep(3_000);
  const before = await wall.spent();
  await sleep(seconds * 1_000);
  const all = between(before, await wall.spent());
  return { task: all.task / seconds, script: all.script / seconds, layout: all.layout / seconds };
}

/** Frames at p95 while the wheel turns, ms. */
async function scroll({ page, cdp }: Wall): Promise<number> {
  const frames = await framesWhile(page, async () => {
    for (const yDistance of [-6_000, 6_000]) {
      await cdp.send("Input.synthesizeScrollGesture", {
        x: 700,
        y: 450,
        yDistance,
        speed: (6_000 / FRAMES_MS) * 2_000,
        gestureSourceType: "mouse",
      });
    }
  });
  return quantile(frames, 0.95);
}

/** Frames at p95 while a hand drags the lanes through time and back, ms. */
async function drag({ page }: Wall): Promise<number> {
  const frames = await framesWhile(page, async () => {
    await page.mouse.move(300, 450);
    await page.mouse.down();
    const untilMs = performance.now() + FRAMES_MS;
    for (let i = 0; performance.now() < untilMs; i++) {
      const turn = (i / 120) * 2 * Math.PI;
      await page.mouse.move(700 - 400 * Math.cos(turn), 450);
    }
    await page.mouse.up();
  });
  return quantile(frames, 0.95);
}

/** What is held at the beginning and after each hour, bytes; each of the hours' steps is taken in, and drawn where a frame comes. */
async function heapOver(wall: Wall, hours: number): Promise<number[]> {
  await wall.call("build");
  await wall.call("run", FACTOR);
  const heaps: number[] = [];
  // From a quarter of an hour on, everything that is compiled is compiled.
  for (const hour of [0.25, ...Array.from({ length: Math.floor(hours) }, (_, i) => i + 1)]) {
    while (((await wall.call("stepsFed")) as number) < hour * 3_600) await sleep(100);
    heaps.push(await wall.heapBytes());
  }
  return heaps;
}

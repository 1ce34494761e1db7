import type { Bench } from "./ground/bench.ts";
import { median, tableOf } from "./ground/table.ts";
import { between, withWall, workerScript } from "./horizon/browser.ts";

const TIMES = 5;

/** The wall of `horizon-tick` from nothing to drawn, beside Cubism 1.6: the main thread's time. */
export const horizonDraw: Bench = async () => {
  const walls: readonly Drawn[] = [
    {
      name: "ours, a stack, drawn by a worker: lanes in sight",
      options: { workerScript: await workerScript() },
    },
    { name: "ours, a stack: lanes in sight" },
    { name: "ours, a canvas to each lane: lanes in sight", options: { apart: true } },
    { name: "ours, a canvas to each lane: all 500", options: { apart: true, everyLane: true } },
    { name: "Cubism 1.6, all 500 (it knows no other way)", whose: "peer" },
    { name: "Cubism 1.6 where rows out of sight are left out", whose: "peer", rows: "left out" },
  ];
  const medians: number[] = [];
  const rows: (string | number)[][] = [];
  for (const wall of walls) {
    const { name } = wall;
    const drawn = [];
    // The first one warms the machine's caches and is thrown away.
    for (let time = 0; time <= TIMES; time++) drawn.push(await draw(wall));
    const counted = drawn.slice(1);
    const task = median(counted.map((each) => each.task));
    medians.push(task);
    rows.push([
      name,
      task,
      median(counted.map((each) => each.layout)),
      median(counted.map((each) => each.wallMs)),
    ]);
  }
  const [ours = Number.NaN] = medians;
  // On the same plain page; the last one is where Cubism does best.
  const peer = medians.at(-2) ?? Number.NaN;
  return {
    table: `${tableOf(
      ["500 lanes x 1,440 columns", "main thread, ms", "style and layout, ms", "by the clock, ms"],
      rows,
    )}\n\nEverything is given its history. Of lanes out of sight ours takes it in when they are asked, and draws them when they are seen.`,
    ours: `${ours.toFixed(0)} ms`,
    peer: `${peer.toFixed(0)} ms`,
    ratio: ours / peer,
    target: "at most 0.1 of Cubism's main-thread time from nothing to drawn",
  };
};

interface Drawn {
  readonly name: string;
  readonly whose?: "ours" | "peer";
  readonly options?: object;
  readonly rows?: "plain" | "left out";
}

const draw = ({ whose = "ours", options = {}, rows }: Drawn) =>
  withWall(
    whose,
    async (wall) => {
      const before = await wall.spent();
      const startMs = performance.now();
      await wall.call("build", options);
      const wallMs = performance.now() - startMs;
      return { ...between(before, await wall.spent()), wallMs };
    },
    rows,
  );

import { join } from "node:path";
import type { Clock } from "@mission-control/series";
import { stayAwake } from "./awake.ts";
import { loadInWords } from "./load/load-words.ts";
import type { DemoOptions } from "./options.ts";
import type { Surroundings, Written } from "./past.ts";
import { type RunningDemo, runDemo } from "./run.ts";
import { findScenario } from "./scenario/registry.ts";

/** Mission Control's built program, beside the demo's. */
const missionControlIn = (dist: string) => join(dist, "..", "..", "bff", "dist", "main.js");

/** So long the end may take; then it is forced, and what is left ends because we are gone. */
const END_MS = 1_900;

/**
 * Runs the demo until Ctrl+C or SIGTERM, and tells on the terminal what goes on.
 * @throws Error in words where it cannot start.
 */
export async function playDemo(
  options: DemoOptions,
  { clock, dist }: { clock: Clock; dist: string },
): Promise<void> {
  let demo: RunningDemo | undefined;
  let isEnding = false;

  function end(signal: NodeJS.Signals): void {
    if (isEnding || demo === undefined) process.exit(isEnding ? 1 : 0);
    isEnding = true;
    console.log(`\n${signal}: the company closes`);
    clock.after(END_MS, () => process.exit(0));
    demo.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

  stayAwake();
  console.log("Mock production opens: instances, balancer, edge, load …");
  const tell = (words: string) => console.log(words);
  demo = await runDemo(options, { clock, dist, program: missionControlIn(dist), tell });
  console.log(welcome(options, demo, clock.now()));
}

function welcome(options: DemoOptions, demo: RunningDemo, nowMs: number): string {
  const { title, about, seeIt } = findScenario(options.scenario);
  const load = loadInWords({ rate: options.rate, isSteady: options.steady }, nowMs);
  return [
    "",
    `  wall       ${demo.wall}${demo.ownsMissionControl ? " (Mission Control was started, too)" : ""}`,
    `  scenarios  ${demo.page}`,
    `  the shop   ${demo.shop}`,
    `  load       ${load}, behind ${demo.balancer}`,
    ...(options.speed === 1 ? [] : [`  time       ${options.speed} times as fast for what happens`]),
    "",
    `${title}. ${about}`,
    `On the wall: ${seeIt}.`,
    "Stop with Ctrl+C.",
    "",
  ].join("\n");
}

/** Runs a work that writes the past, tells how far it is on one line and what came of it, and ends early on Ctrl+C. */
export async function writePast(
  work: (surroundings: Surroundings) => Promise<Written>,
  { clock, dist }: { clock: Clock; dist: string },
): Promise<void> {
  const sleep = stayAwake();
  const ending = new AbortController();
  const isTerminal = process.stdout.isTTY;
  const stop = () => ending.abort(new Error("Stopped before anything was written."));
  process.on("SIGINT", () => (ending.signal.aborted ? process.exit(1) : stop()));
  process.on("SIGTERM", stop);
  try {
    const { words, look } = await work({
      clock,
      program: missionControlIn(dist),
      signal: ending.signal,
      onProgress: (progress) => isTerminal && process.stdout.write(`\r${progress.padEnd(60)}`),
    });
    if (isTerminal) process.stdout.write("\r");
    console.log(words);
    console.log(look);
  } finally {
    sleep();
  }
}

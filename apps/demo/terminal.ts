import type { Clock } from "@mission-control/series";
import type { DemoOptions } from "./options.ts";
import { type RunningDemo, runDemo } from "./run.ts";
import { findScenario } from "./scenario/registry.ts";

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
  process.on("SIGINT", end);
  process.on("SIGTERM", end);

  console.log("Mock production opens: instances, balancer, edge, load …");
  demo = await runDemo(options, { clock, dist, tell: (words) => console.log(words) });
  console.log(welcome(options, demo));
}

function welcome(options: DemoOptions, demo: RunningDemo): string {
  const { title, about, seeIt } = findScenario(options.scenario);
  const day = options.steady ? "" : " at the busiest time of day";
  return [
    "",
    `  wall       ${demo.wall}${demo.ownsMissionControl ? " (Mission Control was started, too)" : ""}`,
    `  scenarios  ${demo.page}`,
    `  the shop   ${demo.shop}`,
    `  load       ${options.rate} requests/s${day}, behind ${demo.balancer}`,
    ...(options.speed === 1 ? [] : [`  time       ${options.speed} times as fast for what happens`]),
    "",
    `${title}. ${about}`,
    `See it at ${seeIt}.`,
    "Stop with Ctrl+C.",
    "",
  ].join("\n");
}

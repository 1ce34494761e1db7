import { MessageChannel } from "node:worker_threads";
import type { Clock } from "@mission-control/series";
import { createRandom } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { createHammer } from "./hammer.ts";
import type { HammerOptions } from "./hammer-options.ts";
import { createMix } from "./mix.ts";
import { createPopulation } from "./population.ts";
import type { Outcome } from "./report.ts";
import { mixes } from "./shares.ts";

const SHORTEST_SPREAD_MS = 1_000;
const LONGEST_SPREAD_MS = 5_000;

/** The hammer of the command line, whose rate does not follow the day. The mix `api` goes to the same address as pages do. */
export function createCommandHammer(
  options: HammerOptions,
  { clock, telemetry }: { clock: Clock; telemetry: Pick<Telemetry, "count" | "gauge"> },
) {
  const { url, rate, amount, for: forMs, connections, users, seed } = options;
  const random = createRandom(seed);
  const population = createPopulation({ random: random.fork("population"), size: users });
  return createHammer({
    clock,
    url: () => url,
    ...(options.mix === "api" ? { apiUrl: url } : {}),
    rate,
    mix: createMix({ random: random.fork("mix"), population, shares: mixes[options.mix] }),
    telemetry,
    curve: () => 1,
    connections,
    // A short run is not to last much longer than it was told.
    spreadMs: Math.min(LONGEST_SPREAD_MS, Math.max(SHORTEST_SPREAD_MS, (forMs ?? LONGEST_SPREAD_MS * 4) / 4)),
    ...(amount === undefined ? {} : { amount }),
    ...(forMs === undefined ? {} : { forMs }),
  });
}

/** Runs it to its end, or until it is stopped. The clock's timers keep no process alive, so a port that waits does. */
export async function runToEnd(hammer: ReturnType<typeof createHammer>): Promise<void> {
  const awake = new MessageChannel();
  awake.port1.on("message", () => {});
  hammer.start();
  await hammer.ended;
  awake.port1.close();
}

const words: readonly (readonly [Outcome, string])[] = [
  ["ok", "well"],
  ["client_error", "refused with 4xx"],
  ["server_error", "failed with 5xx"],
  ["timeout", "too late"],
  ["refused", "not answered"],
];

/** What came of it, in a line: `6000 requests: 5990 well, 10 failed with 5xx`. */
export function hammerInWords(status: ReturnType<ReturnType<typeof createHammer>["status"]>): string {
  const { requests, outcomes, heldBack, givenUp } = status;
  const parts = words.filter(([outcome]) => outcomes[outcome] > 0);
  const told = parts.map(([outcome, how]) => `${outcomes[outcome]} ${how}`);
  if (heldBack > 0) told.push(`${heldBack} not made for want of connections`);
  if (givenUp > 0) told.push(`${givenUp} not made, as nobody answered`);
  return `${requests} requests: ${told.join(", ") || "no answer yet"}`;
}

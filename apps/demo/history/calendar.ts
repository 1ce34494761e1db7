import type { Random } from "../company/random.ts";
import { CERTIFICATE_DAYS } from "../company/roster.ts";
import type { Scenario } from "../company/stage.ts";
import { scenarios } from "../scenario/registry.ts";
import { hours, minutes } from "../scenario/step.ts";
import { aftermathOf, countdownTo, releaseAt, scenarioAt, type Tale } from "./tale.ts";

const DAY_MS = 86_400_000;
/** From here on a history has days with office hours; a shorter one has a scenario in each of its blocks. */
const LONG_MS = 3 * DAY_MS;
/** Of three workdays so many have a scenario. */
const [OF, HAVE] = [3, 2];

/** What can go wrong on a day: not the quiet day, nor the tour through all. */
const trouble = scenarios.filter((scenario) => scenario.lengthMs <= hours(1));

/**
 * What happens from `startMs` to `endMs`, in order of its begin and one thing at a time, the same for the same random and
 * start. A long history has releases on workdays and each scenario at least once in a month; a short one a scenario each
 * hour or three.
 */
export function planTales(options: { random: Random; startMs: number; endMs: number }): Tale[] {
  const { startMs, endMs } = options;
  const tales = endMs - startMs >= LONG_MS ? longHistory(options) : shortHistory(options);
  return tales.sort((one, other) => one.beginMs - other.beginMs);
}

interface Stretch {
  readonly random: Random;
  readonly startMs: number;
  readonly endMs: number;
}

function shortHistory({ random, startMs, endMs }: Stretch): Tale[] {
  const cycle = shuffled(random.fork("order"), trouble);
  const blockMs = endMs - startMs <= hours(8) ? hours(1) : hours(3);
  const tales: Tale[] = [];
  for (let k = 0; startMs + (k + 1) * blockMs <= endMs; k++) {
    const chance = random.fork(`block ${k}`);
    const beginMs = startMs + k * blockMs + minutes(chance.int(3, 20));
    tales.push(...withAftermath(scenarioAt(beginMs, cycle[k % cycle.length]!, chance), minutes(5), endMs));
  }
  return tales;
}

function longHistory({ random, startMs, endMs }: Stretch): Tale[] {
  const cycle = shuffled(random.fork("order"), trouble);
  const tales: Tale[] = [];
  let [workdays, troubled, isRenewed] = [0, 0, false];
  for (let dayMs = startMs; dayMs < endMs; dayMs += DAY_MS) {
    if (isWeekend(dayMs)) continue;
    const chance = random.fork(`day ${dayMs / DAY_MS}`);
    if (chance.chance(0.85))
      tales.push(releaseAt(dayMs + hours(9) + minutes(chance.int(0, 100)), "web", chance));
    if (chance.chance(0.7))
      tales.push(releaseAt(dayMs + hours(16.5) + minutes(chance.int(0, 60)), "api", chance));
    if (workdays++ % OF >= HAVE) continue;
    const scenario = cycle[troubled++ % cycle.length]!;
    const beginMs = dayMs + hours(11.5) + minutes(chance.int(0, 150));
    if (scenario.name !== "certificate")
      tales.push(...withAftermath(scenarioAt(beginMs, scenario, chance), minutes(75), endMs));
    else if (!isRenewed) {
      tales.push(countdownTo(beginMs, startMs, CERTIFICATE_DAYS));
      isRenewed = true;
    }
  }
  return tales;
}

function withAftermath(tale: Tale, waitMs: number, endMs: number): Tale[] {
  const after = aftermathOf(tale, waitMs);
  return after === undefined || after.beginMs + after.lengthMs > endMs ? [tale] : [tale, after];
}

/** The epoch was a Thursday. */
const isWeekend = (dayMs: number): boolean => [2, 3].includes(Math.floor(dayMs / DAY_MS) % 7);

function shuffled(random: Random, list: readonly Scenario[]): Scenario[] {
  return [...list]
    .map((item) => [random.next(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}

import type { ReplayStats, Rule, RuleWhen, Tuning } from "@mission-control/contracts";
import { conditionOf } from "./condition.ts";
import { createFirings, type KnownDeploy, statsOf } from "./firings.ts";
import { createJudge } from "./judge.ts";
import { createPlayer, type PlayedPart } from "./play.ts";
import { ruleWords } from "./rule-words.ts";
import { roundedAway, type TunedLevel, tunedLevelOf } from "./tune-level.ts";

const MINUTE_MS = 60_000;
/** Times that are tried, longer than the rule's own. */
const TIMES_MS = [0.5, 1, 2, 3, 5, 10, 15, 30, 60, 120].map((minutes) => minutes * MINUTE_MS);
/** Levels that are tried: values that were bad, evenly taken from all of them, and the values that are looked through for them. */
const LEVELS = 24;
const MOST_LOOKED = 200_000;
const PROPOSALS = 4;

/** What of a rule is tried otherwise. */
interface Trial {
  readonly when: RuleWhen;
  readonly forMs: number;
  readonly clearForMs: number;
}

/**
 * Looks for what would wake people at most so often, by trying it on what was with the judge that is live: a level further away, a
 * longer time, a longer time until it is over, or a little of two. Gives what is nearest to the rule first; nothing where
 * the rule is quiet enough as it is, or where nothing helps. It pauses every few milliseconds of work.
 */
export function* tune(options: {
  rule: Rule;
  grid: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
  parts: readonly PlayedPart[];
  deploys: readonly KnownDeploy[];
  atMostPerWeek: number;
}): Generator<void, Tuning> {
  const { rule, grid, parts, deploys, atMostPerWeek } = options;

  function* statsFor({ when, forMs, clearForMs }: Trial): Generator<void, ReplayStats> {
    const condition = conditionOf(when);
    const tried = { ...rule, forMs, clearForMs, everyMs: grid.stepMs };
    const firings = createFirings();
    const player = createPlayer(createJudge({ rule: tried, condition }), firings.take);
    for (const part of parts) {
      yield* player.play(part);
      yield;
    }
    const fromMs = condition.levels === null ? grid.startMs : (player.beganMs() ?? grid.startMs);
    return statsOf(firings.all(), { fromMs, toMs: grid.endMs, deploys });
  }

  /** The first of trials, each firing less than the one before, that is quiet enough. */
  function* firstOf(
    trials: readonly Trial[],
  ): Generator<void, { trial: Trial; stats: ReplayStats } | undefined> {
    let [low, high] = [0, trials.length];
    let best: { trial: Trial; stats: ReplayStats } | undefined;
    while (low < high) {
      const middle = (low + high) >> 1;
      const trial = trials[middle]!;
      const stats = yield* statsFor(trial);
      if (stats.perWeek <= atMostPerWeek) {
        best = { trial, stats };
        high = middle;
      } else low = middle + 1;
    }
    return best;
  }

  const { when, forMs, clearForMs } = rule;
  const asIs: Trial = { when, forMs, clearForMs };
  const now = yield* statsFor(asIs);
  if (now.perWeek <= atMostPerWeek) return { now, proposals: [] };

  const level = tunedLevelOf(when);
  const levels = level === undefined ? [] : levelsOf(level, when, parts);
  const whens = levels.map((at) => level!.with(at));
  const found: { trial: Trial; stats: ReplayStats }[] = [];
  const longer = TIMES_MS.filter((ms) => ms > forMs && ms >= grid.stepMs);
  const longerClear = TIMES_MS.filter((ms) => ms > clearForMs && ms >= grid.stepMs && ms <= 30 * MINUTE_MS);
  const rows: Trial[][] = [
    whens.map((other) => ({ ...asIs, when: other })),
    longer.map((ms) => ({ ...asIs, forMs: ms })),
    longerClear.map((ms) => ({ ...asIs, clearForMs: ms })),
  ];
  for (const row of rows) {
    const best = yield* firstOf(row);
    if (best !== undefined) found.push(best);
  }
  // A little of two: half of the way to the longer time, then as much of a level as is still needed.
  const byTime = found.find(({ trial }) => trial.forMs !== forMs)?.trial.forMs ?? longer.at(-1);
  const half = longer.filter((ms) => byTime !== undefined && ms < byTime);
  const halfMs = half[Math.floor(half.length / 2)];
  const mixes: Trial[][] = [
    ...(halfMs === undefined ? [] : [whens.map((other) => ({ ...asIs, when: other, forMs: halfMs }))]),
    whens.map((other) => ({ ...asIs, when: other, clearForMs: Math.max(clearForMs, 5 * MINUTE_MS) })),
    longer.map((ms) => ({ ...asIs, forMs: ms, clearForMs: Math.max(clearForMs, 5 * MINUTE_MS) })),
  ];
  for (const row of mixes) {
    if (found.length >= PROPOSALS) break;
    const best = yield* firstOf(row);
    if (best !== undefined) found.push(best);
  }

  const farthest = level === undefined ? 1 : Math.abs((levels.at(-1) ?? level.at) - level.at) || 1;
  const distanceOf = (trial: Trial): number => {
    const at = tunedLevelOf(trial.when)?.at;
    const byLevel = level === undefined || at === undefined ? 0 : Math.abs(at - level.at) / farthest;
    return byLevel + timeDistance(forMs, trial.forMs) + timeDistance(clearForMs, trial.clearForMs);
  };
  const proposals = found
    .map(({ trial, stats }) => ({ ...trial, stats, words: ruleWords(trial), distance: distanceOf(trial) }))
    // What never fires is quiet, but no rule.
    .sort((a, b) => Number(a.stats.firings === 0) - Number(b.stats.firings === 0) || a.distance - b.distance)
    .filter((one, i, all) => all.findIndex(({ words }) => words === one.words) === i)
    .slice(0, PROPOSALS)
    .map(({ distance, ...proposal }) => proposal);
  return { now, proposals };
}

/** Ten times as long is as far as the whole way of a level. */
const timeDistance = (fromMs: number, toMs: number): number =>
  Math.abs(Math.log10((toMs + MINUTE_MS) / (fromMs + MINUTE_MS)));

/** Levels that fire less and less: from the rule's own to just beyond the worst value there was. */
function levelsOf(level: TunedLevel, when: RuleWhen, parts: readonly PlayedPart[]): number[] {
  const { fires } = conditionOf(when);
  const all = parts.reduce((sum, { timesMs, series }) => sum + timesMs.length * series.length, 0);
  const every = Math.max(1, Math.ceil(all / MOST_LOOKED));
  const bad: number[] = [];
  let worst: number | undefined;
  let at = 0;
  const sign = level.lessIs === "higher" ? 1 : -1;
  for (const { series } of parts)
    for (const { values, present } of series)
      for (const [i, value] of values.entries()) {
        if (present[i] !== 1 || !Number.isFinite(value) || !fires(value)) continue;
        const number = level.numberFor(value);
        if (worst === undefined || sign * number > sign * worst) worst = number;
        if (at++ % every === 0) bad.push(number);
      }
  if (worst === undefined) return [];
  bad.sort((a, b) => sign * (a - b));
  const taken = Array.from(
    { length: LEVELS },
    (_, i) => bad[Math.floor((i * bad.length) / LEVELS)] ?? level.at,
  );
  const levels = [...taken, worst].map((value) => roundedAway(value, level));
  return [...new Set(levels)].filter((one) => sign * one > sign * level.at);
}

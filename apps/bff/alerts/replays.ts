import { type Condition, conditionOf, createReplay, type KnownDeploy, tune } from "@mission-control/alerts";
import {
  deployType,
  Refusal,
  type Replay,
  type ReplayQuestion,
  type Tuning,
} from "@mission-control/contracts";
import { type Clock, ceilToStep, floorToStep } from "@mission-control/series";
import { createShares } from "../evaluate/shares.ts";
import type { StepGrid } from "../evaluate/task.ts";
import { isPiped } from "../functions/piped.ts";
import { createTurns } from "../live/turns.ts";
import { canBeHeld, createHeldParts, type HeldParts } from "./held-parts.ts";
import type { FindEvents } from "./replay-events.ts";
import { type ReplayReaders, readParts } from "./replay-source.ts";

/** Deploys that are held against firings: so many pages of the newest ones. */
const DEPLOY_PAGES = 10;
/** A deploy before the range can be near a firing within it, ms. */
const BEFORE_MS = 600_000;
/** Replays that run at once; others wait. */
const AT_ONCE = 2;

/** How a replay is followed and ended. */
export interface ReplayAsked {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: number) => void) | undefined;
}

/**
 * Replays rules over what was: see `createReplay`. Both reject with PromqlError as an evaluation, Refusal `too_costly`,
 * `not_evaluated` or `store_away`, or the signal's reason.
 */
export function createReplays(
  options: ReplayReaders & { clock: Clock; baseStepMs: number; graceMs: number },
) {
  const { clock, baseStepMs, graceMs, find } = options;
  const held = createHeldParts(clock);
  const pass = createShares(AT_ONCE);

  /** Reads what a rule looks at, or takes what was read for the same a moment ago; each part is handed on as it comes. */
  async function read(
    question: ReplayQuestion,
    condition: Condition,
    { signal, onProgress }: ReplayAsked,
    begin: (
      grid: StepGrid,
      deploys: readonly KnownDeploy[],
    ) => (part: HeldParts["parts"][number]) => Generator<void>,
  ): Promise<HeldParts> {
    const key = keyOf(question, condition, baseStepMs);
    const known = key === undefined ? undefined : held.find(key);
    const turns = createTurns(clock);
    const hand = async (pieces: Generator<void>) => {
      for (const _ of pieces) {
        await turns.mayPass();
        signal.throwIfAborted();
      }
    };
    if (known !== undefined) {
      const take = begin(known.grid, known.deploys);
      for (const [i, part] of known.parts.entries()) {
        await hand(take(part));
        onProgress?.((i + 1) / known.parts.length);
      }
      return known;
    }
    const grid = gridOf(question, { nowMs: clock.now() - graceMs, baseStepMs });
    const deploys = await deploysIn(grid, find, signal);
    const take = begin(grid, deploys);
    const parts: HeldParts["parts"][number][] = [];
    const warnings: string[] = [];
    let isHeld = true;
    for await (const { part, progress, warning } of readParts(condition, grid, options, signal)) {
      if (warning !== undefined) warnings.push(warning);
      parts.push(part);
      isHeld &&= canBeHeld(parts);
      if (!isHeld) parts.length = 0;
      await hand(take(part));
      onProgress?.(progress);
    }
    const all = { grid, parts, deploys, warnings };
    if (isHeld && key !== undefined) held.keep(key, all);
    return isHeld ? all : { ...all, parts: [] };
  }

  return {
    /** What a rule would have done. */
    replay: (question: ReplayQuestion, asked: ReplayAsked): Promise<Replay> =>
      pass(1, async () => {
        asked.signal.throwIfAborted();
        const beganMs = clock.monotonicMs();
        const condition = conditionOf(question.rule.when);
        let replay: ReturnType<typeof createReplay> | undefined;
        const { warnings } = await read(question, condition, asked, (grid, deploys) => {
          const rule = { ...question.rule, everyMs: grid.stepMs };
          const begun = createReplay({ rule, condition, grid, deploys });
          replay = begun;
          return begun.take;
        });
        const found = replay!.finish();
        const tookMs = Math.round(clock.monotonicMs() - beganMs);
        return { ...found, warnings: [...warnings, ...found.warnings], tookMs };
      }),
    /** What would wake people at most so often: see `tune`. */
    tune: (question: ReplayQuestion & { atMostPerWeek: number }, asked: ReplayAsked): Promise<Tuning> =>
      pass(1, async () => {
        asked.signal.throwIfAborted();
        const { rule, atMostPerWeek } = question;
        const all = await read(question, conditionOf(rule.when), asked, () => nothing);
        if (all.parts.length === 0)
          throw new Refusal(
            "too_costly",
            "There are too many values to try the rule on again and again; choose a shorter time.",
          );
        const turns = createTurns(clock);
        const tuning = tune({ ...all, rule, atMostPerWeek });
        for (;;) {
          const { done, value } = tuning.next();
          if (done === true) return value;
          await turns.mayPass();
          asked.signal.throwIfAborted();
        }
      }),
    close: held.clear,
  };
}
export type Replays = ReturnType<typeof createReplays>;

function* nothing(): Generator<void> {}

/** The name of what is looked at. A function may be another the next time; what follows one is not held. */
function keyOf(
  { rule, rangeMs, toMs }: ReplayQuestion,
  { source }: Condition,
  baseStepMs: number,
): string | undefined {
  if (source.kind === "promql" && isPipedSafely(source.expr)) return undefined;
  return JSON.stringify([source, ceilToStep(rule.everyMs, baseStepMs), rangeMs, toMs ?? "now"]);
}

function isPipedSafely(text: string): boolean {
  try {
    return isPiped(text);
  } catch {
    return true;
  }
}

/** The steps at which a rule is evaluated live: multiples of its interval, which is one of the process' own step. */
function gridOf(
  { rule, rangeMs, toMs }: ReplayQuestion,
  { nowMs, baseStepMs }: { nowMs: number; baseStepMs: number },
): StepGrid {
  const stepMs = ceilToStep(rule.everyMs, baseStepMs);
  const endMs = floorToStep(Math.min(toMs ?? nowMs, nowMs), stepMs);
  return { startMs: endMs - ceilToStep(rangeMs, stepMs), endMs, stepMs };
}

async function deploysIn(grid: StepGrid, find: FindEvents, signal: AbortSignal): Promise<KnownDeploy[]> {
  const deploys: KnownDeploy[] = [];
  let before: string | undefined;
  for (let pages = 0; pages < DEPLOY_PAGES; pages++) {
    const more = before === undefined ? {} : { before };
    const page = await find({
      type: deployType,
      from: grid.startMs - BEFORE_MS,
      to: grid.endMs,
      limit: 1_000,
      ...more,
    });
    signal.throwIfAborted();
    for (const { timeMs, service } of page.events) deploys.push({ timeMs, service });
    if (page.next === null) break;
    before = page.next;
  }
  return deploys;
}

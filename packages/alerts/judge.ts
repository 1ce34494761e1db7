import { type AlertState, limits, type Rule } from "@mission-control/contracts";
import { formatLabels, type Labels, labelsKey, labelsOf, labelsToJson } from "@mission-control/series";
import { alertIdOf } from "./alert-id.ts";
import type { Condition } from "./condition.ts";
import { ownLabels } from "./own-labels.ts";

/** Longer than so many intervals without an evaluation, nobody looked: of that time one interval counts, as of any evaluation. */
const GAP_INTERVALS = 3;
/** A label set is over that has been without data for so long while others of its rule have some. */
const GONE_AFTER_MS = 86_400_000;

/** How one label set of a rule stands, and what has to be known to go on from there: plain JSON. */
export interface JudgeState {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  state: AlertState;
  /** Since when it is in this state. */
  sinceMs: number;
  /** Since when it fires, also while there are no data or the evaluation fails. */
  firingMs: number | null;
  /** Its newest value. */
  value: number | null;
  /** Why the last evaluation failed. */
  error: string | null;
  /** When it was judged last. */
  stepMs: number;
  /** From when on its being bad (pending) or good (recovering) counts, and its having no value: later by what does not count. */
  heldFromMs: number;
  absentFromMs: number | null;
  /** Whether it ever had a value. One that never had stands for the rule as a whole. */
  seen: boolean;
}

/** A change of a label set's state. */
export interface Judged {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: AlertState;
  readonly to: AlertState;
  readonly atMs: number;
  readonly value: number | null;
}

/** What an evaluation gave: a value for each label set, or why there is none. */
export type JudgeInput =
  | readonly { readonly labels: Labels; readonly value: number }[]
  | { readonly error: string };

/** What of a rule the judge goes by. */
export type JudgedRule = Pick<
  Rule,
  "slug" | "everyMs" | "forMs" | "clearForMs" | "noData" | "noDataAfterMs" | "onError"
>;

/** A label set that was found, in the turn given; without a state while it never had a value. */
interface Entry {
  readonly key: string;
  state: JudgeState | undefined;
  turn: number;
  isDropped: boolean;
}

/**
 * Turns what a rule's evaluations give into states, one for each label set: the same for what is live and for a replay. It
 * knows no time but the one it is told, and goes on from states that were kept as if it had never stopped. After a pause, or where a
 * clock is set, an evaluation counts for one interval: neither fires nor clears by the time that passed, and what is seldom
 * evaluated does in the end. What is without a value or in error meanwhile is held for no time.
 *
 * A metric's name is no label of an alert, as Prometheus has it; label sets that are the same without it are an error.
 */
export function createJudge(options: {
  rule: JudgedRule;
  condition: Pick<Condition, "fires" | "clears" | "whenAbsent">;
  kept?: readonly JudgeState[] | undefined;
  /** When it was stepped last, where that is later than what the kept states know. */
  keptMs?: number | undefined;
}) {
  const { rule, condition, kept = [], keptMs = Number.NEGATIVE_INFINITY } = options;
  const { forMs, clearForMs, noDataAfterMs } = rule;
  const entries = new Map<string, Entry>();
  for (const state of kept) {
    const key = labelsKey(labelsOf(Object.entries(state.labels)));
    entries.set(key, { key, state: { ...state }, turn: 0, isDropped: false });
  }
  /** So that the same labels need not be made into a key at each step. */
  const known = new WeakMap<Labels, Entry>();
  let lastMs = kept.reduce((most, { stepMs }) => Math.max(most, stepMs), keptMs);
  let turn = 0;
  let changes: Judged[] = [];

  function entryOf(labels: Labels): Entry {
    let entry = known.get(labels);
    if (entry !== undefined && !entry.isDropped) return entry;
    const key = labelsKey(ownLabels(labels));
    entry = entries.get(key);
    if (entry === undefined) {
      entry = { key, state: undefined, turn: 0, isDropped: false };
      entries.set(key, entry);
    }
    known.set(labels, entry);
    return entry;
  }

  function drop(entry: Entry): void {
    entry.isDropped = true;
    entries.delete(entry.key);
  }

  function begin(labels: Labels, timeMs: number): JudgeState {
    const own = ownLabels(labels);
    return {
      id: alertIdOf(rule.slug, own),
      labels: labelsToJson(own),
      state: "normal",
      sinceMs: timeMs,
      firingMs: null,
      value: null,
      error: null,
      stepMs: timeMs,
      heldFromMs: timeMs,
      absentFromMs: null,
      seen: false,
    };
  }

  function become(one: JudgeState, to: AlertState, atMs: number): void {
    const { id, labels, state: from, value } = one;
    if (from === to) return;
    one.state = to;
    one.sinceMs = atMs;
    one.heldFromMs = atMs;
    if (to === "firing") one.firingMs ??= atMs;
    if (to === "normal" || to === "pending") one.firingMs = null;
    changes.push({ id, labels, from, to, atMs, value });
  }

  /** What it becomes now that its value is bad, good or between the two levels. */
  function verdict(one: JudgeState, is: "bad" | "between" | "good", atMs: number): AlertState {
    const heldMs = atMs - one.heldFromMs;
    if (one.firingMs === null) {
      if (is !== "bad") return "normal";
      const isLong = one.state === "pending" && heldMs >= forMs;
      return isLong || forMs === 0 ? "firing" : "pending";
    }
    if (is !== "good") return "firing";
    const isLong = one.state === "recovering" && heldMs >= clearForMs;
    return isLong || clearForMs === 0 ? "normal" : "recovering";
  }

  function takeValue(one: JudgeState, value: number, atMs: number): void {
    one.value = value;
    one.error = null;
    one.absentFromMs = null;
    one.seen = true;
    const is = condition.fires(value) ? "bad" : condition.clears(value) ? "good" : "between";
    become(one, verdict(one, is, atMs), atMs);
  }

  /** Has it been without a value for long enough that this counts, it becomes what the rule says. */
  function miss(one: JudgeState, as: Rule["noData"] | Rule["onError"], atMs: number): void {
    one.absentFromMs ??= one.stepMs;
    // Nobody knows whether it was bad, or good, since it was judged last.
    one.heldFromMs += atMs - one.stepMs;
    if (atMs - one.absentFromMs >= noDataAfterMs && as !== "keep") become(one, as, atMs);
  }

  const isNormalWhenAbsent = ({ firingMs }: JudgeState) =>
    condition.whenAbsent === "normal" ||
    (condition.whenAbsent === "normal-unless-firing" && firingMs === null);

  function takeAbsence(entry: Entry, one: JudgeState, othersAreThere: boolean, atMs: number): void {
    one.error = null;
    if (isNormalWhenAbsent(one)) {
      become(one, verdict(one, "good", atMs), atMs);
      if (one.state === "normal") drop(entry);
      return;
    }
    one.absentFromMs ??= one.stepMs;
    const absentMs = atMs - one.absentFromMs;
    // What stands for the whole rule is over with its first label set. Another is over when it is not to be missed, when it is
    // gone for good, or when there are too many.
    const overAfterMs = rule.noData === "normal" ? noDataAfterMs : Math.max(noDataAfterMs, GONE_AFTER_MS);
    const isOver = !one.seen || absentMs >= overAfterMs || entries.size > limits.labelSetsPerRule;
    if (!othersAreThere || !isOver) {
      miss(one, rule.noData, atMs);
      return;
    }
    become(one, "normal", atMs);
    drop(entry);
  }

  function takeFound(
    found: readonly { readonly labels: Labels; readonly value: number }[],
    atMs: number,
  ): void {
    let there = 0;
    for (const { labels, value } of found) {
      const entry = entryOf(labels);
      if (Number.isNaN(value) && !condition.fires(value)) {
        entry.turn = 0;
        continue;
      }
      entry.state ??= begin(labels, atMs);
      takeValue(entry.state, value, atMs);
      entry.state.stepMs = atMs;
      there++;
    }
    if (there < entries.size) {
      for (const entry of entries.values()) {
        if (entry.turn === turn) continue;
        if (entry.state === undefined) drop(entry);
        else {
          takeAbsence(entry, entry.state, there > 0, atMs);
          entry.state.stepMs = atMs;
        }
      }
    }
    // Nothing was ever found: the rule as a whole is without data.
    if (entries.size > 0 || condition.whenAbsent !== "no-data") return;
    const one = begin(NO_LABELS, atMs);
    entryOf(NO_LABELS).state = one;
    miss(one, rule.noData, atMs);
  }

  function takeError(error: string, atMs: number): void {
    if (![...entries.values()].some(({ state }) => state !== undefined))
      entryOf(NO_LABELS).state = begin(NO_LABELS, atMs);
    for (const { state: one } of entries.values()) {
      if (one === undefined) continue;
      one.error = error;
      miss(one, rule.onError, atMs);
      one.stepMs = atMs;
    }
  }

  /** After a pause what was counted goes on where it was, later by the pause. */
  function pause(byMs: number): void {
    for (const { state: one } of entries.values()) {
      if (one === undefined) continue;
      one.heldFromMs += byMs;
      one.stepMs += byMs;
      if (one.absentFromMs !== null) one.absentFromMs += byMs;
    }
  }

  /** Marks what is found in this turn. @returns why it cannot be judged */
  function faultOf(found: readonly { readonly labels: Labels }[]): string | undefined {
    const most = limits.labelSetsPerRule;
    if (found.length > most)
      return `it gives ${found.length} label sets; a rule may have ${most}: leave labels out, by sum by (…)`;
    for (const { labels } of found) {
      const entry = entryOf(labels);
      if (entry.turn === turn)
        return `several series have the labels ${formatLabels(ownLabels(labels))} but for their names: leave out one, or sum them`;
      entry.turn = turn;
    }
    return undefined;
  }

  return {
    /**
     * Takes what an evaluation at `timeMs` gave, a value that is NaN and does not fire being none; gives what became
     * different by it. Of a label set that is over the last change leads to `normal`.
     */
    step(timeMs: number, found: JudgeInput): Judged[] {
      changes = [];
      turn++;
      const passedMs = timeMs - lastMs;
      if (passedMs < 0 || (passedMs > GAP_INTERVALS * rule.everyMs && passedMs < Number.POSITIVE_INFINITY))
        pause(passedMs - rule.everyMs);
      lastMs = timeMs;
      const fault = "error" in found ? found.error : faultOf(found);
      if ("error" in found || fault !== undefined) {
        takeError(fault ?? "", timeMs);
        return changes;
      }
      takeFound(found, timeMs);
      return changes;
    },
    /** Ends all of them: for a rule that is removed, turned off or about something else now. */
    end(timeMs: number): Judged[] {
      changes = [];
      for (const entry of [...entries.values()]) {
        if (entry.state !== undefined) become(entry.state, "normal", timeMs);
        drop(entry);
      }
      return changes;
    },
    /** How each label set stands, also the normal ones. They are the judge's own and change with its next step. */
    states(): readonly JudgeState[] {
      const states: JudgeState[] = [];
      for (const { state } of entries.values()) if (state !== undefined) states.push(state);
      return states;
    },
  };
}
export type Judge = ReturnType<typeof createJudge>;

const NO_LABELS: Labels = new Map();

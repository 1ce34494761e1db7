import type { Plan, PlanInput } from "@mission-control/alerts";
import type { Alert, AlertGroup, KeptRule, NewNotice, Quiet, Status } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { AlertRecords, AlertTurn, Released } from "@mission-control/store";
import type { RuleTurn } from "./live-rule.ts";
import { createUnkept } from "./unkept.ts";

/** While many rules are evaluated, what has come of them is kept and told this often at least, ms. */
const SETTLE_MS = 200;
/** Neither sooner nor later than this after one plan comes the next that a plan itself asked for, ms: timers have an end. */
const LEAST_PLAN_MS = 50;
const MOST_PLAN_MS = 3_600_000;

/** What people said of who is told, as it is now. */
export type Wishes = Pick<PlanInput, "silences" | "muteTimes" | "inhibitions" | "acknowledgements">;

/** What has been kept: what became different, who is to be told, and whose acknowledgement is over. */
export interface Settled {
  readonly turns: readonly AlertTurn[];
  readonly notices: readonly NewNotice[];
  readonly released: readonly Released[];
}

/**
 * Gathers what becomes of alerts, plans who is told of it, and keeps both in one transaction before anybody is told; one at a time.
 * What cannot be kept waits, and is planned again at the next step.
 */
export function createSettling(options: {
  clock: Clock;
  records: Pick<AlertRecords, "commit">;
  plan: (input: PlanInput) => Plan;
  wishes: () => Wishes;
  rules: ReadonlyMap<string, KeptRule>;
  groups: readonly AlertGroup[];
  /** What is not normal. */
  alerts: () => readonly Alert[];
  kept: (settled: Settled) => void;
  onError: (error: unknown) => void;
}) {
  const { clock, records, plan, wishes, rules, alerts, kept, onError } = options;
  const groups = new Map(options.groups.map((group) => [group.key, group]));
  const unkept = createUnkept();
  /** What was not normal and is now, until that was planned. */
  let over = new Map<string, Alert>();
  let quiet: ReadonlyMap<string, readonly Quiet[]> = new Map();
  /** At the start at once: what was told before may be over, though no rule is evaluated. */
  let nextPlanMs: number | null = clock.now();
  let cancelPlan: Undo = () => {};
  let settling: Promise<void> | undefined;
  let settleAgain = false;
  let settledAtMs = clock.monotonicMs();
  let tookMs = 0;
  let fault: string | undefined;
  let stopped = false;

  function settle(): Promise<void> {
    if (settling !== undefined) {
      settleAgain = true;
      return settling;
    }
    settling = (async () => {
      do {
        settleAgain = false;
        await settleOnce();
      } while (settleAgain);
    })()
      .catch(onError)
      .finally(() => {
        settling = undefined;
      });
    return settling;
  }
  const settleSoon = () => void settle();

  async function settleOnce(): Promise<void> {
    const startMs = clock.monotonicMs();
    const wished = wishes();
    const planned = plan({
      nowMs: clock.now(),
      alerts: [...alerts(), ...over.values()],
      rules,
      groups: [...groups.values()],
      ...wished,
    });
    // Somebody may acknowledge it anew while this is kept.
    const released = planned.released.flatMap((alert) => {
      const atMs = wished.acknowledgements.get(alert)?.atMs;
      return atMs === undefined ? [] : { alert, atMs };
    });
    const ended = over;
    over = new Map();
    const made = unkept.take();
    const settled = { turns: made.changes, notices: planned.notices, released };
    const parts = [...Object.values(settled), made.states, made.removed, planned.groups, planned.ended];
    const isNothing = parts.every((part) => part.length === 0);
    try {
      const { notices, ended: endedGroups } = planned;
      if (!isNothing)
        await records.commit({ ...made, notices, groups: planned.groups, ended: endedGroups, released });
      fault = undefined;
    } catch (error) {
      unkept.giveBack(made);
      for (const [id, alert] of ended) if (!over.has(id)) over.set(id, alert);
      fault = error instanceof Error ? error.message : String(error);
      nextPlanMs = clock.now();
      return;
    } finally {
      settledAtMs = clock.monotonicMs();
      tookMs = settledAtMs - startMs;
    }
    for (const group of planned.groups) groups.set(group.key, group);
    for (const key of planned.ended) groups.delete(key);
    quiet = planned.quiet;
    planAt(planned.nextMs);
    if (!isNothing) kept(settled);
  }

  function planAt(timeMs: number | null): void {
    cancelPlan();
    nextPlanMs = timeMs;
    if (timeMs === null || stopped) return;
    const waitMs = Math.max(LEAST_PLAN_MS, timeMs - clock.now());
    cancelPlan = clock.after(Math.min(MOST_PLAN_MS, waitMs), settleSoon);
  }

  return {
    /** Takes what a step of a rule made different; it is kept when it settles next. */
    note(slug: string, turn: RuleTurn): void {
      unkept.add(slug, turn);
      for (const { alert } of turn.changes) {
        if (alert.state === "normal") over.set(alert.id, alert);
        else over.delete(alert.id);
      }
    },
    /** States that are to be forgotten. */
    forget: unkept.forget,
    settle,
    settleSoon,
    /** Whether there is something to keep or to plan, also after the clock was set. */
    isDue: (): boolean => !unkept.isEmpty || (nextPlanMs !== null && nextPlanMs <= clock.now()),
    /** Whether something has waited to be kept for so long that the other rules have to wait now. */
    isOverdue: (): boolean =>
      !unkept.isEmpty && clock.monotonicMs() - settledAtMs > Math.max(SETTLE_MS, 4 * tookMs),
    /** Why nobody is told of an alert. */
    quietOf: (alert: string): readonly Quiet[] => quiet.get(alert) ?? [],
    /** What is under way, where something is. */
    underWay: (): Promise<void> | undefined => settling,
    problems: (): Status["problems"] =>
      fault === undefined
        ? []
        : [
            {
              code: "alerts_not_kept",
              message: `What became of alerts cannot be kept, so that nobody is told: ${fault}`,
            },
          ],
    /** Settles a last time. */
    async stop(): Promise<void> {
      stopped = true;
      cancelPlan();
      await settle();
    },
  };
}

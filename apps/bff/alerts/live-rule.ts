import {
  conditionOf,
  createJudge,
  type Judge,
  type Judged,
  type JudgeInput,
  type JudgeState,
} from "@mission-control/alerts";
import type { Alert, KeptRule, RuleHealth } from "@mission-control/contracts";
import { ceilToStep, floorToStep } from "@mission-control/series";
import { alertOf } from "./alert-of.ts";

/** The gravest first: how a rule stands is how the gravest of its alerts does. */
const GRAVEST = ["firing", "error", "no-data", "recovering", "pending", "normal"] as const;

/** What one step made different. */
export interface RuleTurn {
  /** States to be kept, and ids of those that are gone. */
  readonly states: readonly JudgeState[];
  readonly gone: readonly string[];
  readonly changes: readonly { readonly judged: Judged; readonly alert: Alert }[];
}

/** A rule as it is evaluated: its machine, what it has given so far, and how it is doing. */
export function createLiveRule(options: {
  rule: KeptRule;
  baseStepMs: number;
  kept?: readonly JudgeState[] | undefined;
}) {
  const { rule, baseStepMs, kept = [] } = options;
  const condition = conditionOf(rule.when);
  const stepMs = ceilToStep(rule.everyMs, baseStepMs);
  const saysValue = /\{\{[^}]*value/.test(rule.title + rule.description);
  const judge: Judge = createJudge({ rule: { ...rule, everyMs: stepMs }, condition, kept });
  /** The states that are kept on disk. */
  const known = new Set(kept.map(({ id }) => id));
  /** What is not normal. */
  const alerts = new Map<string, Alert>();
  for (const state of kept)
    if (state.state !== "normal") alerts.set(state.id, alertOf(rule, condition, state));
  let dueMs: number | undefined = kept.length === 0 ? undefined : Math.max(...kept.map((one) => one.stepMs));
  /** When the last evaluation was due by the clock that is never set. */
  let dueAtMs: number | undefined;
  const health = {
    lastMs: dueMs ?? null,
    tookMs: null as number | null,
    missed: 0,
    error: null as string | null,
  };

  /** What is as it was but for its value is not put into words anew: of thousands of alerts that would take its time. */
  function alertNow(state: JudgeState): Alert {
    const known = alerts.get(state.id);
    const { sinceMs, firingMs, error } = state;
    const isAsBefore =
      known?.state === state.state &&
      known.sinceMs === sinceMs &&
      known.firingMs === firingMs &&
      known.error === error;
    const value = finite(state.value);
    if (!isAsBefore || (saysValue && known.value !== value)) return alertOf(rule, condition, state);
    return known.value === value ? known : { ...known, value };
  }

  function after(judged: readonly Judged[], states: readonly JudgeState[]): RuleTurn {
    const turned = new Map<string, Alert>();
    const keep = new Set(judged.map(({ id }) => id));
    const gone = new Set(known);
    for (const state of states) {
      gone.delete(state.id);
      if (!known.has(state.id)) {
        known.add(state.id);
        keep.add(state.id);
      }
      if (state.state !== "normal") alerts.set(state.id, alertNow(state));
      else if (alerts.delete(state.id)) turned.set(state.id, alertOf(rule, condition, state));
    }
    for (const id of gone) {
      known.delete(id);
      const alert = alerts.get(id);
      if (alert === undefined) continue;
      alerts.delete(id);
      turned.set(id, alert);
    }
    const changes = judged.map((one) => {
      const { id, to, atMs, value } = one;
      const alert = alerts.get(id) ?? turned.get(id) ?? alertOf(rule, condition, stateOf(one));
      const firingMs = to === "normal" ? null : alert.firingMs;
      return { judged: one, alert: { ...alert, state: to, sinceMs: atMs, firingMs, value: finite(value) } };
    });
    return {
      states: states.filter(({ id }) => keep.has(id)).map((state) => ({ ...state })),
      gone: [...gone],
      changes,
    };
  }

  return {
    rule,
    condition,
    stepMs,
    /** What is not normal, by id. */
    alerts: alerts as ReadonlyMap<string, Alert>,
    /**
     * The time at which it is to be evaluated now that `sealedMs` is sealed; undefined where it was. What lies between two
     * of them was missed, but for what a clock that was set passed over.
     */
    dueAt(sealedMs: number, nowMs: number): number | undefined {
      const nextMs = floorToStep(sealedMs, stepMs);
      if (nextMs === dueMs) return undefined;
      const between = dueMs === undefined ? 0 : Math.round((nextMs - dueMs) / stepMs) - 1;
      const passed = dueAtMs === undefined ? 0 : Math.round((nowMs - dueAtMs) / stepMs) - 1;
      health.missed += Math.max(0, Math.min(between, passed));
      dueMs = nextMs;
      dueAtMs = nowMs;
      return nextMs;
    },
    /** How often it was due and did not happen. */
    missed: (): number => health.missed,
    /** It was due and did not happen. */
    miss(): void {
      health.missed++;
    },
    /** Takes what an evaluation gave. */
    take(timeMs: number, found: JudgeInput, tookMs: number): RuleTurn {
      const judged = judge.step(timeMs, found);
      health.lastMs = timeMs;
      health.tookMs = tookMs;
      health.error = "error" in found ? found.error : null;
      const states = judge.states();
      // What the machine itself finds fault with.
      if (!("error" in found) && states.length > 0) health.error = states[0]!.error;
      return after(judged, states);
    },
    /** Ends all its alerts. */
    end: (timeMs: number): RuleTurn => after(judge.end(timeMs), []),
    /** What has to be written down now and then, as it counts though nothing changes. */
    counting: (): JudgeState[] =>
      judge
        .states()
        .filter(({ state, absentFromMs }) => state !== "normal" || absentFromMs !== null)
        .map((state) => ({ ...state })),
    /** What its machine knows, to go on from with a rule that asks the same. */
    states: (): JudgeState[] => judge.states().map((state) => ({ ...state })),
    health(): RuleHealth {
      const counts = new Map<string, number>();
      for (const { state } of alerts.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
      const gravest = GRAVEST.find((state) => (counts.get(state) ?? 0) > 0) ?? "normal";
      const firing = (counts.get("firing") ?? 0) + (counts.get("recovering") ?? 0);
      const state = health.lastMs === null ? ("new" as const) : gravest;
      return { ...health, state, firing, pending: counts.get("pending") ?? 0 };
    },
  };
}

/** A rule as it is evaluated. */
export type LiveRule = ReturnType<typeof createLiveRule>;

const finite = (value: number | null) => (value === null || Number.isFinite(value) ? value : null);

/** What is known of a label set that is gone by now. */
function stateOf({ id, labels, to, atMs, value }: Judged): JudgeState {
  const counted = { stepMs: atMs, heldFromMs: atMs, absentFromMs: null, seen: true };
  return { id, labels, state: to, sinceMs: atMs, firingMs: null, value, error: null, ...counted };
}

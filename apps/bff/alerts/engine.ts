import type { JudgeState, Plan, PlanInput } from "@mission-control/alerts";
import type { Alert, AlertGroup, KeptRule, RuleHealth } from "@mission-control/contracts";
import { type Clock, floorToStep, type SamplesBuilder } from "@mission-control/series";
import type { AlertRecords, AlertTurn } from "@mission-control/store";
import { createAlertSeries } from "./alert-series.ts";
import { createDueRules } from "./due-rules.ts";
import type { EventCounts } from "./event-counts.ts";
import { keptStatesOf } from "./kept-state.ts";
import { createLiveRule, type LiveRule } from "./live-rule.ts";
import type { Asking } from "./rule-question.ts";
import { createSettling, type Settled, type Wishes } from "./settling.ts";

export type { Wishes } from "./settling.ts";

/** What counts though nothing changes is written down so often: so much a crash may take from a rule's time. */
const WRITE_DOWN_MS = 60_000;
/** After a start events of changes from so long before are said again, in case the crash came before them. */
const SAY_AGAIN_MS = 10 * 60_000;
const SAID_AGAIN = 1_000;

/**
 * Evaluates rules as steps seal, and goes on after a restart where it was. What becomes different is kept together with who is to
 * be told, in one transaction, before anybody is told.
 */
export async function createAlertEngine(options: {
  clock: Clock;
  baseStepMs: number;
  asking: Asking;
  counts: EventCounts;
  records: Pick<AlertRecords, "states" | "commit" | "turnsSince">;
  rules: readonly KeptRule[];
  groups: readonly AlertGroup[];
  plan: (input: PlanInput) => Plan;
  wishes: () => Wishes;
  /** Called once what was planned is on disk. */
  kept: (settled: Settled) => void;
  /** Called with changes that were kept shortly before the start. */
  saidBefore: (turns: readonly AlertTurn[]) => void;
  onError: (error: unknown) => void;
}) {
  const { clock, baseStepMs, records, wishes } = options;
  const live = new Map<string, LiveRule>();
  const rules = new Map<string, KeptRule>();
  const series = createAlertSeries();
  let sealedMs = floorToStep(clock.now(), baseStepMs);
  let writtenDownMs = clock.monotonicMs();
  let mayForget = false;
  let stopped = false;

  const settling = createSettling({ ...options, rules, alerts: alertsNow });
  const due = createDueRules({
    ...options,
    live,
    took: (rule, turn) => settling.note(rule.rule.slug, turn),
    between: () => (settling.isOverdue() ? settling.settle() : undefined),
    done: settling.settle,
  });

  const begun = keptStatesOf(await records.states());
  for (const rule of options.rules) if (rule.enabled) begin(rule, begun.get(rule.slug));
  for (const [slug, states] of begun) if (!live.has(slug)) settling.forget(states.map(({ id }) => id));
  options.saidBefore(await records.turnsSince(clock.now() - SAY_AGAIN_MS, SAID_AGAIN));

  function begin(rule: KeptRule, kept?: readonly JudgeState[]): LiveRule {
    const made = createLiveRule({ rule, baseStepMs, kept });
    live.set(rule.slug, made);
    rules.set(rule.slug, rule);
    return made;
  }

  function alertsNow(): Alert[] {
    const all: Alert[] = [];
    for (const { alerts } of live.values()) if (alerts.size > 0) all.push(...alerts.values());
    return all;
  }

  function writeDown(): void {
    writtenDownMs = clock.monotonicMs();
    for (const rule of live.values())
      settling.note(rule.rule.slug, { states: rule.counting(), gone: [], changes: [] });
  }

  async function whenOver(underWay: () => Promise<void> | undefined): Promise<void> {
    for (;;) {
      const busy = underWay() ?? settling.underWay();
      if (busy === undefined) return;
      await busy;
    }
  }

  return {
    /** A step is sealed: evaluates what is due, beside everything else. */
    seal(timeMs: number): void {
      if (stopped) return;
      sealedMs = timeMs;
      if (mayForget) due.forgetUnasked();
      mayForget = false;
      if (clock.monotonicMs() - writtenDownMs >= WRITE_DOWN_MS) writeDown();
      if (!due.seal(timeMs) && settling.isDue()) settling.settleSoon();
    },
    /** A rule is new, or another now; one that asks the same goes on with what it knows. Undefined removes it. */
    change(slug: string, rule: KeptRule | undefined): void {
      const before = live.get(slug);
      live.delete(slug);
      rules.delete(slug);
      const after = rule?.enabled ? begin(rule) : undefined;
      if (before !== undefined && after !== undefined && due.askTheSame(before, after))
        begin(after.rule, before.states());
      else if (before !== undefined) settling.note(slug, before.end(clock.now()));
      mayForget = true;
      settling.settleSoon();
    },
    /** What people said of who is told is another now. */
    replan: settling.settleSoon,
    /** The alerts that are not normal, with what keeps them quiet and who saw them. */
    alerts(): Alert[] {
      const { acknowledgements } = wishes();
      return alertsNow().map((alert) => ({
        ...alert,
        acknowledged: acknowledgements.get(alert.id) ?? null,
        quiet: [...settling.quietOf(alert.id)],
      }));
    },
    /** The same alerts as they are, without what keeps them quiet and who saw them: of thousands that costs nothing much. */
    standing: (): readonly Alert[] => alertsNow(),
    /** The newest step that was sealed. */
    sealedMs: (): number => sealedMs,
    health: (slug: string): RuleHealth | undefined => live.get(slug)?.health(),
    /** Writes alerts as series, at the end of a step. */
    write(timeMs: number, into: SamplesBuilder): void {
      series.write(new Map(alertsNow().map((alert) => [alert.id, alert])), timeMs, into);
    },
    /** Since the start: evaluations, those of them that failed or were missed, and how long they took. */
    totals() {
      let missed = 0;
      for (const rule of live.values()) missed += rule.missed();
      return { ...due.totals(), rules: live.size, missed };
    },
    problems: settling.problems,
    /** Resolves when what is due was evaluated and kept. */
    idle: (): Promise<void> => whenOver(due.underWay),
    /** Resolves when what is due here was, whatever others' stores and other threads still do. */
    idleHere: (): Promise<void> => whenOver(due.underWayHere),
    /** Ends it, and writes down how everything stands. */
    async stop(): Promise<void> {
      stopped = true;
      await due.stop();
      writeDown();
      await settling.stop();
    },
  };
}

/** Evaluates rules as steps seal. */
export type AlertEngine = Awaited<ReturnType<typeof createAlertEngine>>;

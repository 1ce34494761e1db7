import type { JudgeState, Plan, PlanInput } from "@mission-control/alerts";
import type {
  Alert,
  AlertGroup,
  KeptRule,
  NewNotice,
  Quiet,
  RuleHealth,
  Status,
} from "@mission-control/contracts";
import { type Clock, floorToStep, type SamplesBuilder, type Undo } from "@mission-control/series";
import type { AlertRecords, AlertTurn } from "@mission-control/store";
import { createTurns } from "../live/turns.ts";
import { createAlertSeries } from "./alert-series.ts";
import { type EventCounts, eventKeyOf } from "./event-counts.ts";
import { keptStatesOf } from "./kept-state.ts";
import { createLiveRule, type LiveRule, type RuleTurn } from "./live-rule.ts";
import { type Asking, createQuestion, questionKey, type RuleQuestion } from "./rule-question.ts";
import { createUnkept } from "./unkept.ts";

/** Questions that are asked elsewhere at once. */
const ELSEWHERE_AT_ONCE = 8;
/** How long rules may hold the process before others get a turn: what is watched live takes turns as well. */
const TURN_MS = 5;
/** While many rules are evaluated, what has come of them is kept and told this often at least, ms. */
const SETTLE_MS = 200;
/** What counts though nothing changes is written down so often: so much a crash may take from a rule's time. */
const WRITE_DOWN_MS = 60_000;
/** After a start events of changes from so long before are said again, in case the crash came before them. */
const SAY_AGAIN_MS = 10 * 60_000;
const SAID_AGAIN = 1_000;
/** Neither sooner nor later than this after one plan comes the next that a plan itself asked for, ms: timers have an end. */
const LEAST_PLAN_MS = 50;
const MOST_PLAN_MS = 3_600_000;

/** What people said of who is told, as it is now. */
export type Wishes = Pick<PlanInput, "silences" | "muteTimes" | "inhibitions" | "acknowledgements">;

/** Rules that wait for the same answer. */
interface Due {
  readonly timeMs: number;
  readonly stepMs: number;
  readonly question: RuleQuestion;
  readonly rules: LiveRule[];
}

/**
 * Evaluates rules as steps seal: what is due, each question once, from memory and in turns; what is costly or another store's
 * beside it. What becomes different is kept together with who is to be told, in one transaction, before anybody is told.
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
  kept: (made: {
    readonly turns: readonly AlertTurn[];
    readonly notices: readonly NewNotice[];
    readonly released: readonly string[];
  }) => void;
  /** Called with changes that were kept shortly before the start. */
  saidBefore: (turns: readonly AlertTurn[]) => void;
  onError: (error: unknown) => void;
}) {
  const { clock, baseStepMs, asking, counts, records, plan, wishes, onError } = options;
  const live = new Map<string, LiveRule>();
  const rules = new Map<string, KeptRule>();
  const questions = new Map<string, RuleQuestion>();
  const groups = new Map(options.groups.map((group) => [group.key, group]));
  const series = createAlertSeries();
  const unkept = createUnkept();
  /** What was not normal and is now, until that was planned. */
  let over = new Map<string, Alert>();
  let quiet: ReadonlyMap<string, readonly Quiet[]> = new Map();
  let nextPlanMs: number | null = null;
  let cancelPlan: Undo = () => {};
  let sealedMs = floorToStep(clock.now(), baseStepMs);
  const due = new Map<string, Due>();
  /** Questions that are being answered elsewhere. */
  const elsewhere = new Map<string, Promise<void>>();
  let running: Promise<void> | undefined;
  let settling: Promise<void> | undefined;
  let settleAgain = false;
  let settledAtMs = clock.monotonicMs();
  let settleTookMs = 0;
  let writtenDownMs = clock.monotonicMs();
  let fault: string | undefined;
  let mayForget = false;
  let stopped = false;
  const totals = { evaluations: 0, failures: 0, tookMs: 0 };

  const begun = keptStatesOf(await records.states());
  for (const rule of options.rules) if (rule.enabled) begin(rule, begun.get(rule.slug));
  for (const [slug, states] of begun) if (!live.has(slug)) unkept.forget(states.map(({ id }) => id));
  options.saidBefore(await records.turnsSince(clock.now() - SAY_AGAIN_MS, SAID_AGAIN));

  function begin(rule: KeptRule, kept: readonly JudgeState[] | undefined): void {
    live.set(rule.slug, createLiveRule({ rule, baseStepMs, kept }));
    rules.set(rule.slug, rule);
  }

  function note(rule: LiveRule, turn: RuleTurn): void {
    unkept.add(rule.rule.slug, turn);
    for (const { alert } of turn.changes) {
      if (alert.state === "normal") over.set(alert.id, alert);
      else over.delete(alert.id);
    }
  }

  function questionOf({ condition: { source } }: LiveRule): RuleQuestion {
    const [text, store] =
      source.kind === "promql"
        ? [source.expr, source.store]
        : [eventKeyOf(source.events, source.windowMs), EVENTS];
    const key = questionKey(text, store);
    let question = questions.get(key);
    if (question === undefined) {
      question = createQuestion(text, store);
      questions.set(key, question);
    }
    return question;
  }

  /** Puts what is due now into `due`; what still waits there for an earlier time was missed. */
  function collect(): void {
    const nowMs = clock.monotonicMs();
    for (const rule of live.values()) {
      const timeMs = rule.dueAt(sealedMs, nowMs);
      if (timeMs === undefined) continue;
      const question = questionOf(rule);
      // The answer to the last one is not there yet.
      if (elsewhere.has(question.key)) {
        rule.miss();
        continue;
      }
      const waiting = due.get(question.key);
      if (waiting !== undefined && waiting.timeMs !== timeMs) {
        for (const late of waiting.rules) late.miss();
        due.delete(question.key);
      }
      const same = due.get(question.key);
      if (same !== undefined) same.rules.push(rule);
      else due.set(question.key, { timeMs, stepMs: rule.stepMs, question, rules: [rule] });
    }
  }

  async function answer({ question, timeMs, stepMs, rules }: Due) {
    const { source } = rules[0]!.condition;
    if (source.kind === "promql") return asking.answer(question, timeMs, stepMs);
    try {
      const value = await counts.count(source.events, source.windowMs, timeMs);
      return [{ labels: new Map(Object.entries(source.labels)), value }];
    } catch {
      return { error: "the events could not be read" };
    }
  }

  async function evaluate(one: Due): Promise<void> {
    const startMs = clock.monotonicMs();
    // A question that turns out to be costly is asked again, elsewhere.
    const found = (await answer(one)) ?? (await answer(one)) ?? { error: "it is too costly" };
    const tookMs = clock.monotonicMs() - startMs;
    // What is closed meanwhile says nothing of a rule.
    if (stopped) return;
    totals.tookMs += tookMs;
    for (const rule of one.rules) {
      // It may have been changed or removed meanwhile.
      if (live.get(rule.rule.slug) !== rule) continue;
      totals.evaluations++;
      if ("error" in found) totals.failures++;
      note(rule, rule.take(one.timeMs, found, tookMs));
    }
  }

  function askElsewhere(one: Due): void {
    const { key } = one.question;
    const answered = evaluate(one)
      .catch(onError)
      .then(() => {
        elsewhere.delete(key);
        if (running === undefined) settleSoon();
      });
    elsewhere.set(key, answered);
  }

  /** Evaluates what is due, the cheapest first, and what comes up meanwhile, until nothing is. */
  async function run(): Promise<void> {
    try {
      await evaluateDue();
    } finally {
      running = undefined;
    }
    await settle();
  }

  async function evaluateDue(): Promise<void> {
    const turns = createTurns(clock, TURN_MS);
    while (due.size > 0 && !stopped) {
      const waiting = [...due.values()].sort((a, b) => a.question.costMs - b.question.costMs);
      for (const one of waiting) {
        // It has been replaced by a later one.
        if (stopped || due.get(one.question.key) !== one) continue;
        due.delete(one.question.key);
        if (asking.isElsewhere(one.question)) {
          askElsewhere(one);
          if (elsewhere.size >= ELSEWHERE_AT_ONCE) await Promise.race(elsewhere.values());
        } else await evaluate(one).catch(onError);
        if (!unkept.isEmpty && clock.monotonicMs() - settledAtMs > Math.max(SETTLE_MS, 4 * settleTookMs))
          await settle();
        await turns.mayPass();
      }
    }
  }

  /** What is not normal. */
  function alertsNow(): Alert[] {
    const all: Alert[] = [];
    for (const { alerts } of live.values()) if (alerts.size > 0) all.push(...alerts.values());
    return all;
  }

  /** Plans who is told, keeps that with all that changed, and hands it on; one at a time. */
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
    const ended = over;
    over = new Map();
    const planned = plan({
      nowMs: clock.now(),
      alerts: [...alertsNow(), ...ended.values()],
      rules,
      groups: [...groups.values()],
      ...wishes(),
    });
    const made = unkept.take();
    const turns = made.changes;
    const { notices, released } = planned;
    const isNothing =
      turns.length + made.states.length + made.removed.length + notices.length + released.length === 0 &&
      planned.groups.length + planned.ended.length === 0;
    if (!isNothing) {
      try {
        const { groups: changed, ended: endedGroups } = planned;
        await records.commit({ ...made, notices, groups: changed, ended: endedGroups, released });
        fault = undefined;
      } catch (error) {
        unkept.giveBack(made);
        for (const [id, alert] of ended) if (!over.has(id)) over.set(id, alert);
        fault = error instanceof Error ? error.message : String(error);
        return;
      } finally {
        settledAtMs = clock.monotonicMs();
        settleTookMs = settledAtMs - startMs;
      }
    }
    for (const group of planned.groups) groups.set(group.key, group);
    for (const key of planned.ended) groups.delete(key);
    quiet = planned.quiet;
    planAt(planned.nextMs);
    if (!isNothing) options.kept({ turns, notices, released });
  }

  function planAt(timeMs: number | null): void {
    cancelPlan();
    nextPlanMs = timeMs;
    if (timeMs === null || stopped) return;
    cancelPlan = clock.after(
      Math.min(MOST_PLAN_MS, Math.max(LEAST_PLAN_MS, timeMs - clock.now())),
      settleSoon,
    );
  }

  function writeDown(): void {
    writtenDownMs = clock.monotonicMs();
    for (const rule of live.values())
      unkept.add(rule.rule.slug, { states: rule.counting(), gone: [], changes: [] });
  }

  /** Forgets questions that no rule asks any more. */
  function forgetQuestions(): void {
    mayForget = false;
    const asked = new Set([...live.values()].map((rule) => questionOf(rule).key));
    for (const key of questions.keys()) if (!asked.has(key)) questions.delete(key);
    counts.keep(
      new Set(
        [...live.values()].flatMap(({ condition: { source } }) =>
          source.kind === "events" ? eventKeyOf(source.events, source.windowMs) : [],
        ),
      ),
    );
  }

  return {
    /** A step is sealed: evaluates what is due, beside everything else. */
    seal(timeMs: number): void {
      if (stopped) return;
      sealedMs = timeMs;
      if (mayForget) forgetQuestions();
      collect();
      if (clock.monotonicMs() - writtenDownMs >= WRITE_DOWN_MS) writeDown();
      if (due.size > 0) running ??= run().catch(onError);
      // Also after the clock was set.
      else if (!unkept.isEmpty || (nextPlanMs !== null && nextPlanMs <= clock.now())) settleSoon();
    },
    /** A rule is new, or another now; one that asks the same goes on with what it knows. Undefined removes it. */
    change(slug: string, rule: KeptRule | undefined): void {
      const before = live.get(slug);
      live.delete(slug);
      rules.delete(slug);
      if (rule?.enabled) {
        begin(rule, undefined);
        const goesOn = before !== undefined && questionOf(before).key === questionOf(live.get(slug)!).key;
        if (goesOn) begin(rule, before.states());
        else if (before !== undefined) note(before, before.end(clock.now()));
      } else if (before !== undefined) note(before, before.end(clock.now()));
      mayForget = true;
      settleSoon();
    },
    /** What people said of who is told is another now. */
    replan: settleSoon,
    /** The alerts that are not normal, with what keeps them quiet and who saw them. */
    alerts(): Alert[] {
      const { acknowledgements } = wishes();
      return alertsNow().map((alert) => ({
        ...alert,
        acknowledged: acknowledgements.get(alert.id) ?? null,
        quiet: [...(quiet.get(alert.id) ?? [])],
      }));
    },
    /** The newest step that was sealed. */
    sealedMs: (): number => sealedMs,
    /** The groups of alerts, as they are. */
    groups: (): readonly AlertGroup[] => [...groups.values()],
    health: (slug: string): RuleHealth | undefined => live.get(slug)?.health(),
    /** Writes alerts as series, at the end of a step. */
    write(timeMs: number, into: SamplesBuilder): void {
      series.write(new Map(alertsNow().map((alert) => [alert.id, alert])), timeMs, into);
    },
    /** Since the start: evaluations, those of them that failed or were missed, and how long they took. */
    totals: () => ({
      ...totals,
      rules: live.size,
      missed: [...live.values()].reduce((sum, rule) => sum + rule.health().missed, 0),
    }),
    problems: (): Status["problems"] =>
      fault === undefined
        ? []
        : [
            {
              code: "alerts_not_kept",
              message: `What became of alerts cannot be kept, so that nobody is told: ${fault}`,
            },
          ],
    /** Resolves when what is due was evaluated and kept. */
    async idle(): Promise<void> {
      for (;;) {
        const [asked] = elsewhere.values();
        const busy = running ?? asked ?? settling;
        if (busy === undefined) return;
        await busy;
      }
    },
    /** Ends it, and writes down how everything stands. */
    async stop(): Promise<void> {
      stopped = true;
      cancelPlan();
      await running;
      writeDown();
      await settle();
      cancelPlan();
    },
  };
}

/** The store under which counts of events are asked. */
const EVENTS = "events of this process";

/** Evaluates rules as steps seal. */
export type AlertEngine = Awaited<ReturnType<typeof createAlertEngine>>;

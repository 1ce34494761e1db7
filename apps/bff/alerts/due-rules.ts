import type { JudgeInput } from "@mission-control/alerts";
import type { Clock, Undo } from "@mission-control/series";
import { createTurns } from "../live/turns.ts";
import { type EventCounts, eventKeyOf } from "./event-counts.ts";
import type { LiveRule, RuleTurn } from "./live-rule.ts";
import { type Asking, createQuestion, questionKey, type RuleQuestion } from "./rule-question.ts";

/** Questions that are asked elsewhere at once, and how long one that reads the events of the past may take there, ms. */
const ELSEWHERE_AT_ONCE = 8;
const PAST_MS = 10_000;
/** How long rules may hold the process before others get a turn: what is watched live takes turns as well. */
const TURN_MS = 5;
/** The store under which counts of events are asked. */
const EVENTS = "events of this process";

/** Rules that wait for the same answer. */
interface Due {
  readonly key: string;
  readonly timeMs: number;
  readonly stepMs: number;
  readonly question: RuleQuestion;
  readonly rules: Set<LiveRule>;
}

/**
 * Evaluates the rules that are due, each question once, from memory and in turns, the cheapest first; what is costly or another
 * store's beside it, so many at once, and nothing waits for that. What is not done when it is due again was missed.
 */
export function createDueRules(options: {
  clock: Clock;
  asking: Asking;
  counts: EventCounts;
  /** The rules as they are now. */
  live: ReadonlyMap<string, LiveRule>;
  took: (rule: LiveRule, turn: RuleTurn) => void;
  /** Called between evaluations; what it gives is waited for. */
  between: () => Promise<void> | undefined;
  /** Called when all is done, and when one that was asked elsewhere is. */
  done: () => Promise<void>;
  onError: (error: unknown) => void;
}) {
  const { clock, asking, counts, live, took, between, done, onError } = options;
  const questions = new Map<string, RuleQuestion>();
  /** What waits for its turn here, and where each rule waits. */
  const due = new Map<string, Due>();
  const waitsIn = new Map<LiveRule, Due>();
  /** What waits for a place elsewhere, what is asked there, and the rules of both. */
  let waiting: Due[] = [];
  const asked = new Set<Promise<void>>();
  const ofElsewhere = new Set<LiveRule>();
  const totals = { evaluations: 0, failures: 0, tookMs: 0 };
  let running: Promise<void> | undefined;
  let stopped = false;

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
  function collect(sealedMs: number): void {
    const nowMs = clock.monotonicMs();
    for (const rule of live.values()) {
      const timeMs = rule.dueAt(sealedMs, nowMs);
      if (timeMs === undefined) continue;
      // The answer to its last one is not there yet.
      if (ofElsewhere.has(rule)) {
        rule.miss();
        continue;
      }
      const before = waitsIn.get(rule);
      if (before !== undefined) {
        rule.miss();
        before.rules.delete(rule);
        if (before.rules.size === 0) due.delete(before.key);
      }
      const question = questionOf(rule);
      const key = `${timeMs} ${question.key}`;
      let one = due.get(key);
      if (one === undefined) {
        one = { key, timeMs, stepMs: rule.stepMs, question, rules: new Set() };
        due.set(key, one);
      }
      one.rules.add(rule);
      waitsIn.set(rule, one);
    }
  }

  /** It waits no more. */
  function leave(one: Due): void {
    due.delete(one.key);
    for (const rule of one.rules) waitsIn.delete(rule);
  }

  const sourceOf = ({ rules: [rule] }: Due) => rule!.condition.source;

  function isElsewhere(one: Due): boolean {
    const source = sourceOf(one);
    if (source.kind === "events") return !counts.isReady(source.events, source.windowMs);
    return asking.isElsewhere(one.question);
  }

  async function answer(one: Due): Promise<JudgeInput | undefined> {
    const { question, timeMs, stepMs } = one;
    const source = sourceOf(one);
    if (source.kind === "promql") return asking.answer(question, timeMs, stepMs);
    let cancel: Undo = () => {};
    const late = new Promise<JudgeInput>((resolve) => {
      const error = "the events of the past are still being read";
      cancel = clock.after(PAST_MS, () => resolve({ error }));
    });
    const counted = counts.count(source.events, source.windowMs, timeMs).then(
      (value) => [{ labels: new Map(Object.entries(source.labels)), value }],
      () => ({ error: "the events could not be read" }),
    );
    return Promise.race([counted, late]).finally(cancel);
  }

  async function evaluateHere(one: Due): Promise<void> {
    const startMs = clock.monotonicMs();
    const found = await answer(one);
    if (found !== undefined) return take(one, found, startMs);
    // It turns out to be costly. What is due again by now is asked then.
    for (const rule of one.rules) {
      if (!waitsIn.has(rule)) continue;
      rule.miss();
      one.rules.delete(rule);
    }
    if (one.rules.size > 0) askElsewhere(one);
  }

  async function evaluateElsewhere(one: Due): Promise<void> {
    const startMs = clock.monotonicMs();
    take(one, (await answer(one)) ?? (await answer(one)) ?? { error: "it is too costly" }, startMs);
  }

  function take(one: Due, found: JudgeInput, startMs: number): void {
    const tookMs = clock.monotonicMs() - startMs;
    // What is closed meanwhile says nothing of a rule.
    if (stopped) return;
    totals.tookMs += tookMs;
    for (const rule of one.rules) {
      // It may have been changed or removed meanwhile.
      if (live.get(rule.rule.slug) !== rule) continue;
      totals.evaluations++;
      if ("error" in found) totals.failures++;
      took(rule, rule.take(one.timeMs, found, tookMs));
    }
  }

  function askElsewhere(one: Due): void {
    for (const rule of one.rules) ofElsewhere.add(rule);
    waiting.push(one);
    askWaiting();
  }

  function askWaiting(): void {
    while (asked.size < ELSEWHERE_AT_ONCE && waiting.length > 0) {
      const one = waiting.shift()!;
      const answered = evaluateElsewhere(one)
        .catch(onError)
        .then(() => {
          asked.delete(answered);
          for (const rule of one.rules) ofElsewhere.delete(rule);
          askWaiting();
          if (running === undefined && !stopped) void done();
        });
      asked.add(answered);
    }
  }

  async function run(): Promise<void> {
    try {
      await evaluateDue();
    } finally {
      running = undefined;
    }
    await done();
  }

  async function evaluateDue(): Promise<void> {
    const turns = createTurns(clock, TURN_MS);
    while (due.size > 0 && !stopped) {
      const inTurn = [...due.values()].sort((a, b) => a.question.costMs - b.question.costMs);
      for (const one of inTurn) {
        // All of its rules are due again, for a later time.
        if (stopped || due.get(one.key) !== one) continue;
        leave(one);
        if (isElsewhere(one)) askElsewhere(one);
        else await evaluateHere(one).catch(onError);
        await between();
        await turns.mayPass();
      }
    }
  }

  return {
    /** Begins to evaluate what is due now that a step is sealed; false where nothing is. */
    seal(sealedMs: number): boolean {
      collect(sealedMs);
      if (due.size === 0) return false;
      running ??= run().catch(onError);
      return true;
    },
    /** Whether two rules ask the same. */
    askTheSame: (a: LiveRule, b: LiveRule): boolean => questionOf(a) === questionOf(b),
    /** Forgets questions that no rule asks any more. */
    forgetUnasked(): void {
      const asked = new Set([...live.values()].map((rule) => questionOf(rule).key));
      for (const key of questions.keys()) if (!asked.has(key)) questions.delete(key);
      counts.keep(
        new Set(
          [...live.values()].flatMap(({ condition: { source } }) =>
            source.kind === "events" ? eventKeyOf(source.events, source.windowMs) : [],
          ),
        ),
      );
    },
    /** Since the start: evaluations, those of them that failed, and how long they took. */
    totals: () => ({ ...totals }),
    /** What is under way here, where something is. */
    underWayHere: (): Promise<void> | undefined => running,
    /** What is under way here or elsewhere, where something is. */
    underWay(): Promise<void> | undefined {
      const [first] = asked;
      return running ?? first;
    },
    /** Evaluates nothing more; resolves when what runs here is over. */
    async stop(): Promise<void> {
      stopped = true;
      waiting = [];
      await running;
    },
  };
}

import type { Clock } from "@mission-control/series";
import { createTurns } from "../live/turns.ts";
import { type EventCounts, eventKeyOf } from "./event-counts.ts";
import type { LiveRule, RuleTurn } from "./live-rule.ts";
import { type Asking, createQuestion, questionKey, type RuleQuestion } from "./rule-question.ts";

/** Questions that are asked elsewhere at once. */
const ELSEWHERE_AT_ONCE = 8;
/** How long rules may hold the process before others get a turn: what is watched live takes turns as well. */
const TURN_MS = 5;
/** The store under which counts of events are asked. */
const EVENTS = "events of this process";

/** Rules that wait for the same answer. */
interface Due {
  readonly timeMs: number;
  readonly stepMs: number;
  readonly question: RuleQuestion;
  readonly rules: LiveRule[];
}

/**
 * Evaluates the rules that are due, each question once, from memory and in turns, the cheapest first; what is costly or another
 * store's beside it. What is not done when it is due again was missed.
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
  const due = new Map<string, Due>();
  const elsewhere = new Map<string, Promise<void>>();
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
      const question = questionOf(rule);
      // The answer to the last one is not there yet.
      if (elsewhere.has(question.key)) {
        rule.miss();
        continue;
      }
      const waiting = due.get(question.key);
      if (waiting?.timeMs === timeMs) {
        waiting.rules.push(rule);
        continue;
      }
      for (const late of waiting?.rules ?? []) late.miss();
      due.set(question.key, { timeMs, stepMs: rule.stepMs, question, rules: [rule] });
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
      took(rule, rule.take(one.timeMs, found, tookMs));
    }
  }

  function askElsewhere(one: Due): void {
    const { key } = one.question;
    const answered = evaluate(one)
      .catch(onError)
      .then(() => {
        elsewhere.delete(key);
        if (running === undefined) void done();
      });
    elsewhere.set(key, answered);
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
      const waiting = [...due.values()].sort((a, b) => a.question.costMs - b.question.costMs);
      for (const one of waiting) {
        // It has been replaced by a later one.
        if (stopped || due.get(one.question.key) !== one) continue;
        due.delete(one.question.key);
        if (asking.isElsewhere(one.question)) {
          askElsewhere(one);
          if (elsewhere.size >= ELSEWHERE_AT_ONCE) await Promise.race(elsewhere.values());
        } else await evaluate(one).catch(onError);
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
    /** What is under way, where something is. */
    underWay(): Promise<void> | undefined {
      const [asked] = elsewhere.values();
      return running ?? asked;
    },
    /** Evaluates nothing more; resolves when what runs here is over. */
    async stop(): Promise<void> {
      stopped = true;
      await running;
    },
  };
}

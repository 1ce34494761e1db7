import { conditionOf } from "@mission-control/alerts";
import {
  limits,
  type PromqlStore,
  type Reject,
  type Rule,
  rejectsOf,
  ruleFaults,
  ruleSchema,
  type SeriesReader,
} from "@mission-control/contracts";
import { PromqlError, parseExpr, selectorsOf, typeOf } from "@mission-control/promql";
import { type Clock, formatLabels, labelsOf } from "@mission-control/series";
import { type Asking, createQuestion } from "./rule-question.ts";

const HOUR_MS = 3_600_000;
const LOOK_BACK_MS = HOUR_MS;

/** A rule that can be kept, with what is odd about it; or what is wrong with it, each fault at its field. */
export type CheckedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly faults: readonly Reject[] };

/** Checks rules as the form does, and what only the server can know. */
export function createCheckRule(options: {
  clock: Clock;
  asking: Asking;
  reader: Pick<SeriesReader, "series">;
  baseStepMs: number;
  /** For how long a sender that is silent is known as one. */
  forgetAfterMs: number;
  /** The store of a name that evaluates by itself; undefined where that is ours. @throws PromqlError */
  proxied: (name: string | undefined) => PromqlStore | undefined;
  /** Checks a text that functions follow. @throws PromqlError */
  checkPiped: (text: string, isOurs: boolean) => void;
  isPiped: (text: string) => boolean;
  hasChannel: (slug: string) => Promise<boolean>;
  hasView: (slug: string) => Promise<boolean>;
}) {
  const {
    clock,
    asking,
    reader,
    baseStepMs,
    proxied,
    checkPiped,
    isPiped,
    hasChannel,
    hasView,
    forgetAfterMs,
  } = options;

  function* exprFaults({ when }: Rule): Generator<Reject> {
    if (!("expr" in when)) return;
    let isOurs: boolean;
    try {
      isOurs = proxied(when.store) === undefined;
    } catch (error) {
      yield faultOf("when.store", error);
      return;
    }
    try {
      if (isPiped(when.expr)) checkPiped(when.expr, isOurs);
      else if (isOurs) checkValue(when.expr);
      const { source } = conditionOf(when);
      // What is put around an expression has to fit around it, too.
      if (source.kind === "promql" && source.expr !== when.expr) {
        if (isPiped(when.expr))
          throw new PromqlError("bad_data", "functions after a query cannot be used in this kind of rule");
        if (isOurs) parseExpr(source.expr);
      }
    } catch (error) {
      yield faultOf("when.expr", error);
    }
  }

  /** What is forgotten before a rule would tell of it is never told of. */
  function* silenceFaults({ when, forMs, everyMs }: Rule): Generator<Reject> {
    if (when.kind !== "quiet" && when.kind !== "senders") return;
    if (when.afterMs + forMs + Math.max(everyMs, baseStepMs) < forgetAfterMs) return;
    const message = `it would never fire: a sender that is silent for ${Math.round(forgetAfterMs / HOUR_MS)} h is forgotten (alerts.forgetSenders in the settings)`;
    yield { code: "custom", path: when.afterMs < forgetAfterMs ? "forMs" : "when.afterMs", message };
  }

  async function channelFaults({ tell }: Rule): Promise<Reject[]> {
    const faults: Reject[] = [];
    const named = [
      ...tell.channels.map((slug, i) => [`tell.channels.${i}`, slug] as const),
      ...tell.escalate.flatMap(({ channels }, i) =>
        channels.map((slug, j) => [`tell.escalate.${i}.channels.${j}`, slug] as const),
      ),
    ];
    for (const [path, slug] of named)
      if (!(await hasChannel(slug)))
        faults.push({ code: "custom", path, message: `there is no channel "${slug}": make it first` });
    return faults;
  }

  /** What a selector finds nothing for, in words. */
  async function withoutSeries(text: string): Promise<string[]> {
    const nowMs = clock.now();
    const words: string[] = [];
    for (const { matchers } of selectorsOf(parseExpr(text))) {
      const found = await reader.series([matchers], nowMs - LOOK_BACK_MS, nowMs);
      if (found.length > 0) continue;
      const equal = matchers.filter(({ op }) => op === "=").map(({ name, value }) => [name, value] as const);
      words.push(`nothing matches ${formatLabels(labelsOf(equal))} now`);
    }
    return words;
  }

  return {
    /** Checks what came as a rule; its slug is that of the address where it says none. */
    async check(given: unknown, slug?: string): Promise<CheckedRule> {
      const named = isRecord(given) && slug !== undefined ? { slug, ...given } : given;
      const parsed = ruleSchema.safeParse(named);
      if (!parsed.success) return { ok: false, faults: rejectsOf(parsed.error) };
      const rule = parsed.data;
      const faults: Reject[] = ruleFaults(rule).map((fault) => ({ code: "custom", ...fault }));
      if (slug !== undefined && rule.slug !== slug)
        faults.push({ code: "custom", path: "slug", message: `the address says "${slug}"` });
      faults.push(...exprFaults(rule), ...silenceFaults(rule), ...(await channelFaults(rule)));
      if (rule.view !== undefined && !(await hasView(rule.view)))
        faults.push({ code: "custom", path: "view", message: `there is no view "${rule.view}"` });
      return faults.length === 0
        ? { ok: true, rule }
        : { ok: false, faults: faults.slice(0, limits.rejectsPerAnswer) };
    },
    /** What is odd about a good rule: that it finds nothing now, or cannot be evaluated now. */
    async warnings({ when }: Rule, timeMs: number): Promise<string[]> {
      const { source } = conditionOf(when);
      if (source.kind === "events") return [];
      const question = createQuestion(source.expr, source.store);
      const found = (await asking.answer(question, timeMs, baseStepMs)) ??
        (await asking.answer(question, timeMs, baseStepMs)) ?? { error: "it is too costly" };
      if ("error" in found) return [`It cannot be evaluated now: ${found.error}.`];
      if (found.length > 0) return [];
      if (when.kind !== "promql") return ["It gives nothing now: no series has what it looks at."];
      // That it gives nothing is what is good there, but what it reads should be there.
      if (asking.isElsewhere(question)) return [];
      return (await withoutSeries(source.expr)).map((words) => `It can never fire: ${words}.`);
    },
  };
}

/** Checks rules as the form does, and what only the server can know. */
export type CheckRule = ReturnType<typeof createCheckRule>;

/** @throws PromqlError where a text has no value at each step. */
function checkValue(text: string): void {
  const type = typeOf(parseExpr(text));
  if (type === "vector" || type === "scalar") return;
  const words = type === "matrix" ? "a range vector: put rate(…) or another function around it" : "a string";
  throw new PromqlError("bad_data", `it has no value at one time: it is ${words}`);
}

function faultOf(path: string, error: unknown): Reject {
  if (error instanceof PromqlError) return { code: "custom", path, message: error.message };
  throw error;
}

const isRecord = (given: unknown): given is Record<string, unknown> =>
  typeof given === "object" && given !== null && !Array.isArray(given);

import { matcherOf } from "@mission-control/alerts";
import { type AlertMatcher, limits, Refusal, type Reject, rejectsOf } from "@mission-control/contracts";
import type { z } from "zod";

/** What the shape cannot say of matchers: an expression that is none of RE2's, each fault at its field. */
export function* matcherFaults(matchers: readonly AlertMatcher[], at: string): Generator<Reject> {
  for (const [i, matcher] of matchers.entries()) {
    try {
      matcherOf(matcher);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const path = `${at}.${i}.value`;
      yield { code: "custom", path, message: cut(`no regular expression (RE2's): ${why}`) };
    }
  }
}

/** As Alertmanager has it: what an alert without any labels passes would keep all alerts quiet by mistake. */
export function* tooWideFaults(matchers: readonly AlertMatcher[], at: string): Generator<Reject> {
  if (!matchers.every((matcher) => matcherOf(matcher).test(""))) return;
  const message = "these pass alerts without any label, and so all of them; name one that has a value";
  yield { code: "custom", path: at, message };
}

/** What came in, where it is of the shape and has no further fault. @throws Refusal `invalid_body` with each fault at its field */
export function checked<T>(
  schema: z.ZodType<T>,
  given: unknown,
  faultsOf: (parsed: T) => Iterable<Reject>,
): T {
  const parsed = schema.safeParse(given);
  const faults = parsed.success ? [...faultsOf(parsed.data)] : rejectsOf(parsed.error);
  if (parsed.success && faults.length === 0) return parsed.data;
  const [first] = faults;
  const told = first === undefined ? "" : ` ${first.path === "" ? "" : `${first.path}: `}${first.message}.`;
  throw new Refusal("invalid_body", `This cannot be kept; nothing was.${told}`, { errors: faults });
}

const cut = (text: string) =>
  text.length <= limits.rejectTextLength ? text : `${text.slice(0, limits.rejectTextLength - 1)}…`;

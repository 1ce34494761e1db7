import type { Alert, AlertMatcher } from "@mission-control/contracts";
import { createMatcher, type Matcher } from "@mission-control/series";

/** What of an alert its labels are read from. */
export type Labelled = Pick<Alert, "rule" | "ruleName" | "labels" | "severity" | "owner">;

/** A label of an alert, "" where it has none. `rule` is the rule's name in addresses; the others below only stand in for missing ones. */
export function labelOf(alert: Labelled, name: string): string {
  if (name === "rule") return alert.rule;
  if (Object.hasOwn(alert.labels, name)) return alert.labels[name] ?? "";
  if (name === "severity") return alert.severity;
  if (name === "owner") return alert.owner;
  if (name === "alertname") return alert.ruleName;
  return "";
}

/** A matcher ready to test. @throws RE2JSException where an expression is none of RE2's */
export const matcherOf = ({ label, op, value }: AlertMatcher): Matcher => createMatcher(label, op, value);

/** Values whose outcome is remembered of one expression: the same few labels are asked at each step. */
const VALUES_REMEMBERED = 1_000;

type Test = (alert: Labelled) => boolean;
/** Silences and their like are asked at each step and changed now and then: they are made ready once. */
const ready = new WeakMap<readonly AlertMatcher[], Test>();

/** Whether an alert passes every matcher. One whose expression cannot be used is passed by none. */
export function passesAll(matchers: readonly AlertMatcher[], alert: Labelled): boolean {
  let test = ready.get(matchers);
  if (test === undefined) {
    test = testOf(matchers);
    ready.set(matchers, test);
  }
  return test(alert);
}

function testOf(matchers: readonly AlertMatcher[]): Test {
  // What is quick to ask comes first.
  const inOrder = [...matchers].sort((a, b) => a.op.length - b.op.length);
  try {
    const tests = inOrder.map((matcher) => {
      const { name, op, test } = matcherOf(matcher);
      return { name, test: op === "=~" || op === "!~" ? remembering(test) : test };
    });
    return (alert) => tests.every(({ name, test }) => test(labelOf(alert, name)));
  } catch {
    return () => false;
  }
}

function remembering(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    let is = known.get(value);
    if (is === undefined) {
      is = test(value);
      if (known.size >= VALUES_REMEMBERED) known.clear();
      known.set(value, is);
    }
    return is;
  };
}

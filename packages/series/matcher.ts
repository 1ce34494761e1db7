import { RE2JS } from "re2js";
import type { Labels } from "./labels.ts";

/** PromQL's four matching operators. */
export type MatchOp = "=" | "!=" | "=~" | "!~";

/** A condition on one label. An absent label counts as "". */
export interface Matcher {
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
  /** Whether a label value (or "" for none) passes. */
  readonly test: (value: string) => boolean;
}

/**
 * A matcher ready to test. Regular expressions are RE2's, fully anchored, as in Prometheus: they run in linear time,
 * so that no pattern from outside can hang the process.
 * @throws RE2JSException where `value` is no RE2 pattern.
 */
export function createMatcher(name: string, op: MatchOp, value: string): Matcher {
  return { name, op, value, test: testOf(op, value) };
}

function testOf(op: MatchOp, value: string): Matcher["test"] {
  if (op === "=") return (v) => v === value;
  if (op === "!=") return (v) => v !== value;
  const pattern = RE2JS.compile(value, RE2JS.DOTALL);
  return op === "=~" ? (v) => pattern.matches(v) : (v) => !pattern.matches(v);
}

/** Whether labels pass every matcher. */
export function matchesAll(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matcher.test(labels.get(matcher.name) ?? ""));
}

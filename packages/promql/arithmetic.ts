import type { ArithmeticOp, BinaryOp, ComparisonOp } from "./ast.ts";

/** Go's math.Pow where it differs from JavaScript's: 1 to any power is 1, and -1 to an infinite one. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  return base ** exponent;
}

const ARITHMETIC: Record<ArithmeticOp, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": power,
  atan2: Math.atan2,
};

const COMPARISON: Record<ComparisonOp, (a: number, b: number) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
};

/** What an arithmetic operator computes, or undefined for other operators. */
export function arithmeticOf(op: BinaryOp): ((a: number, b: number) => number) | undefined {
  return ARITHMETIC[op as ArithmeticOp];
}

/** What a comparison operator tests. */
export function comparisonOf(op: BinaryOp): (a: number, b: number) => boolean {
  return COMPARISON[op as ComparisonOp];
}

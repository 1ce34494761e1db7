import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { liveIdSchema, subscribeSchema } from "./live.ts";

const lane = { key: "cpu", expr: "up", stepMs: 5_000 };
const accepts = (lanes: unknown) => subscribeSchema.safeParse({ lanes }).success;

describe("a subscription", () => {
  test("is a bounded list of expressions at steps from a second to a day", () => {
    expect(accepts([])).toBe(true);
    expect(accepts([lane])).toBe(true);
    expect(accepts(Array.from({ length: limits.lanesPerWatcher }, () => lane))).toBe(true);
    expect(accepts(Array.from({ length: limits.lanesPerWatcher + 1 }, () => lane))).toBe(false);
    for (const stepMs of [0, 999, 86_400_001, 5_000.5, "5s"])
      expect(accepts([{ ...lane, stepMs }])).toBe(false);
    expect(accepts([{ ...lane, expr: "" }])).toBe(false);
    expect(accepts([{ ...lane, expr: "x".repeat(limits.expressionLength + 1) }])).toBe(false);
    expect(accepts([{ ...lane, more: 1 }])).toBe(false);
  });
});

test("a stream's name is long enough not to be guessed, and safe in an address", () => {
  expect(liveIdSchema.safeParse("Ab3_-".repeat(5)).success).toBe(true);
  for (const id of ["short", "x".repeat(65), "a".repeat(16).concat("/.."), "a".repeat(16).concat("\n")]) {
    expect(liveIdSchema.safeParse(id).success).toBe(false);
  }
});

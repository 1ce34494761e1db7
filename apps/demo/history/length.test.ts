import { expect, test } from "vitest";
import { historyLength } from "./length.ts";

test("a history is an hour to 35 days long", () => {
  expect(historyLength("1h")).toBe(3_600_000);
  expect(historyLength("30d")).toBe(30 * 86_400_000);
  expect(historyLength("840h")).toBe(historyLength("35d"));
});

test.each(["", "30", "0h", "36d", "841h", "1.5d", "-1d", "30m", "30 days", "1e3h"])(
  "%j is no length, and what is one is said",
  (text) => {
    expect(() => historyLength(text)).toThrow(/1h to 35d long, as in "12h" or "30d"/);
  },
);

import { expect, test } from "vitest";
import { readRecent } from "./recent-ranges.ts";

test("of what was kept only stretches of time come back, and five at most", () => {
  const good = { from: 1_000, to: 2_000 };
  const bad = [
    null,
    5,
    "x",
    {},
    { from: "1", to: 2 },
    { from: 2, to: 1 },
    { from: -1, to: 5 },
    { from: 1.5, to: 2 },
  ];
  expect(readRecent([...bad, { ...good, more: 1 }])).toEqual([good]);
  expect(readRecent(Array.from({ length: 9 }, () => good))).toHaveLength(5);
  for (const raw of [undefined, {}, "[]"]) expect(readRecent(raw)).toEqual([]);
});

import { createRecent } from "@mission-control/pipeline";
import { manualClock } from "@mission-control/series";
import { expect, it } from "vitest";
import { createEvaluate, type Evaluate } from "../evaluate/evaluate.ts";
import { createAsking, createQuestion } from "./rule-question.ts";

const START_MS = 1_790_000_000_000;
const STEP_MS = 5_000;

it("what takes long again and again is asked on another thread, and tried here again after some minutes", async () => {
  const clock = manualClock(START_MS);
  const recent = createRecent({ clock, keepMs: 3_600_000, stepMs: STEP_MS });
  const { range, longRange, ...others } = createEvaluate({ reader: recent.series, clock });
  let tookMs = 20;
  const places: string[] = [];
  const evaluate: Evaluate = {
    ...others,
    range(...asked) {
      places.push("here");
      clock.advance(tookMs);
      return range(...asked);
    },
    longRange(...asked) {
      places.push("there");
      clock.advance(1);
      return longRange(...asked);
    },
  };
  const asking = createAsking({ clock, evaluate, readerOf: () => undefined });
  const question = createQuestion("heat", undefined);
  const ask = async (times: number) => {
    places.length = 0;
    for (let i = 0; i < times; i++) await asking.answer(question, START_MS, STEP_MS);
    return places.join(" ");
  };
  expect(await ask(5)).toBe("here here here there there");
  expect(asking.isElsewhere(question)).toBe(true);
  clock.advance(10 * 60_000);
  expect(asking.isElsewhere(question)).toBe(false);
  // It still takes long: once is enough now.
  expect(await ask(3)).toBe("here there there");
  clock.advance(10 * 60_000);
  tookMs = 1;
  expect(await ask(3)).toBe("here here here");
});

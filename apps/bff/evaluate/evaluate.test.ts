import { parseExpr } from "@mission-control/promql";
import { type Matcher, manualClock, metric } from "@mission-control/series";
import { expect, it } from "vitest";
import { createEvaluate } from "./evaluate.ts";

it("queries that together would hold more than fits are refused one by one, and none once the others are done", async () => {
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  // Each answer is 16,000 bytes; what is called slow comes late.
  const reader = {
    select: async (matchers: readonly Matcher[]) => {
      if (matchers.some(({ value }) => value === "slow")) await gate;
      const timesMs = Float64Array.from({ length: 1_000 }, (_, i) => i);
      return [{ labels: metric("m"), timesMs, values: new Float64Array(1_000).fill(1) }];
    },
    series: async () => [],
  };
  const evaluate = createEvaluate({ reader, clock: manualClock(), mostHeldBytes: 40_000 });
  const first = evaluate.instant(parseExpr("sum(fast) + sum(slow)"), 1_000);
  const both = parseExpr("sum(fast) + sum(other)");
  await expect(evaluate.instant(both, 1_000)).rejects.toMatchObject({ code: "overloaded" });
  goOn();
  await expect(first).resolves.toMatchObject({ series: [{ value: 2 }] });
  await expect(evaluate.instant(both, 1_000)).resolves.toMatchObject({ series: [{ value: 2 }] });
});

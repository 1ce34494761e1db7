import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { afterLanes, lanesHaveAsked, letLanesAskFirst } from "./lanes-first.ts";

/** Whether what waits for lanes may ask by now. */
async function mayAsk(): Promise<boolean> {
  let over = false;
  void afterLanes().then(() => {
    over = true;
  });
  // More turns than its promises need to hand it on.
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  return over;
}

describe("what stands beside lanes", () => {
  it("asks at once where no wall was entered", async () => {
    expect(await mayAsk()).toBe(true);
  });

  it("waits until the first lanes have their past, and never again after that", async () => {
    letLanesAskFirst(manualClock(0));
    expect(await mayAsk()).toBe(false);
    lanesHaveAsked();
    expect(await mayAsk()).toBe(true);
    lanesHaveAsked();
    expect(await mayAsk()).toBe(true);
  });

  it("waits a second at most, for lanes may be none", async () => {
    const clock = manualClock(0);
    letLanesAskFirst(clock);
    clock.advance(999);
    expect(await mayAsk()).toBe(false);
    clock.advance(1);
    expect(await mayAsk()).toBe(true);
  });

  it("waits for the lanes of the wall that was entered last", async () => {
    const clock = manualClock(0);
    letLanesAskFirst(clock);
    clock.advance(600);
    letLanesAskFirst(clock);
    clock.advance(600);
    expect(await mayAsk()).toBe(false);
    lanesHaveAsked();
    expect(await mayAsk()).toBe(true);
  });
});

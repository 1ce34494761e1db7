import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { capacity } from "../company/capacity.ts";
import type { Stage } from "../company/stage.ts";
import { createLeak } from "./leak.ts";
import { createRecordingStage } from "./recording-stage.ts";

const MINUTE_MS = 60_000;
const names = ["api-1", "api-2", "api-3"];

/** A stage on which each restart takes so long, and a leak that is to be full after six minutes. */
function leaking(restartMs: number) {
  const clock = manualClock(0);
  const { stage } = createRecordingStage(clock);
  const slow: Stage = {
    ...stage,
    async restart(name, change) {
      clock.advance(restartMs);
      await stage.restart(name, change);
    },
  };
  const leak = createLeak(MINUTE_MS, 7 * MINUTE_MS);
  leak.begin(slow);
  return { clock, stage: slow, leak };
}

describe("a leak", () => {
  it.each([0, 30, 100])("fills each pool in time where a restart takes %i s", async (restartS) => {
    const { clock, stage, leak } = leaking(restartS * 1_000);
    for (const name of names) {
      await leak.restart(stage, name, { version: "v414" });
      const spec = stage.instances().find((one) => one.name === name)!;
      const leaked = (spec.faults.leaksPerMinute * (6 * MINUTE_MS - clock.now())) / MINUTE_MS;
      expect(leaked).toBeGreaterThan(1.1 * capacity.connections);
      expect(leaked).toBeLessThan(1.25 * capacity.connections);
      expect(spec.version).toBe("v414");
    }
    // A timer that rings 1 ms early is 60 ms early at speed 60.
    clock.advance(6 * MINUTE_MS - clock.now() - 1_000);
    expect(leak.end(stage)).toBeUndefined();
  });

  it("says whose pool is not full where the restarts took too long", async () => {
    const { clock, stage, leak } = leaking(2.5 * MINUTE_MS);
    for (const name of names) await leak.restart(stage, name);
    expect(leak.end(stage)).toMatch(/^the pool of api-3 is not full yet/);
    clock.advance(20_000);
    expect(leak.end(stage)).toBeUndefined();
  });

  it("does not say that a pool is full whose instance did not start", async () => {
    const { clock, stage, leak } = leaking(0);
    await leak.restart(stage, "api-1");
    await leak.restart(stage, "api-3");
    clock.advance(6 * MINUTE_MS);
    expect(leak.end(stage)).toContain("pool of api-2 is not full");
  });
});

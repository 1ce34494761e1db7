import { capacity } from "../company/capacity.ts";
import { healthy, type InstanceSpec } from "../company/instance.ts";
import type { Stage, StepEnd } from "../company/stage.ts";
import { namesOf } from "./release.ts";
import { minutes, seconds } from "./step.ts";

/** A pool does not leak evenly to the second: it is to be full in time all the same, and is after so much of the time. */
const SPARE = 1.15;
const FULL_AFTER = 0.94;
/** The fastest that a pool may run dry. */
const LEAST_MS = seconds(20);

/**
 * Leaks in the api's instances, by which each pool is full at `fullMs` of a scenario however long its instance took to
 * start; `fromMs` is when the step `begin` is done. Leaks go by the company's clock, so this holds at any speed.
 */
export function createLeak(fromMs: number, fullMs: number) {
  /** By the stage's clock. */
  let wantedAt = 0;
  const fullAt = new Map<string, number>();
  const leftMs = (stage: Stage) => Math.max(LEAST_MS, wantedAt - stage.clock.monotonicMs());
  const perMinute = (ms: number) => (SPARE * capacity.connections) / (ms / minutes(1));

  return {
    begin(stage: Stage): void {
      wantedAt = stage.clock.monotonicMs() + fullMs - fromMs;
      fullAt.clear();
    },
    async restart(
      stage: Stage,
      name: string,
      change: Partial<Pick<InstanceSpec, "version">> = {},
    ): Promise<void> {
      await stage.restart(name, {
        ...change,
        faults: { ...healthy, leaksPerMinute: perMinute(leftMs(stage)) },
      });
      const ms = leftMs(stage);
      stage.fault(name, { leaksPerMinute: perMinute(ms) });
      fullAt.set(name, stage.clock.monotonicMs() + FULL_AFTER * ms);
    },
    /** Where some pool cannot be full yet, says which and why. */
    end(stage: Stage): StepEnd {
      const nowMs = stage.clock.monotonicMs();
      const late = namesOf("api").filter((name) => (fullAt.get(name) ?? Number.POSITIVE_INFINITY) > nowMs);
      if (late.length === 0) return;
      return `the pool of ${late.join(", ")} is not full yet: the start took longer than this speed allows`;
    },
  };
}

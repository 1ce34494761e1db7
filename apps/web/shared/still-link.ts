import { type Clock, floorToStep } from "@mission-control/series";
import type { LiveLink } from "../data/live-link.ts";

const never = () => () => {};

/** The end of a stream that does not move: everything is known up to `endMs`, and nothing comes after it. */
export function createStillLink(options: { clock: Clock; endMs: number; baseStepMs: number }): LiveLink {
  const { clock, endMs, baseStepMs } = options;
  const connection = { state: "open", baseStepMs, graceMs: 0 } as const;
  return {
    start: never,
    rejoin: () => {},
    watch: ({ stepMs }, listener) => clock.after(0, () => listener.sealed(floorToStep(endMs, stepMs))),
    onStep: never,
    onEvents: never,
    onConnection: never,
    connection: () => connection,
    nowMs: () => endMs,
    sealedMs: () => endMs,
  };
}

import type { ProbeResult } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Check } from "@mission-control/sources";
import { Piscina } from "piscina";

/** Longer than the most that a probe is rare in the usual case, so that the thread is not begun anew for each check. */
const IDLE_MS = 120_000;
/** Checks that the thread has at once: more than are ever begun. */
const AT_ONCE = 1_000;

/** What the thread is begun with. */
export interface ProbeThreadData {
  readonly allow: readonly string[];
}

/**
 * Makes checks on a thread of their own, so that what they measure is the way there and back, and not how busy this process is.
 * It begins with the first check.
 */
export function createProbeThread(options: {
  /** The built `probe-worker.ts`. */
  file: string;
  clock: Clock;
  /** Where checks may go besides the public internet. */
  allow: readonly string[];
}) {
  const { file, clock, allow } = options;
  const workerData: ProbeThreadData = { allow };
  const pool = new Piscina({
    filename: file,
    workerData,
    minThreads: 0,
    maxThreads: 1,
    concurrentTasksPerWorker: AT_ONCE,
    idleTimeout: IDLE_MS,
    // A thread that waits for tasks by waiting for memory would not hear of its sockets.
    atomics: "disabled",
  });
  const check: Check = async (probe) => {
    const startMs = clock.monotonicMs();
    try {
      return (await pool.run(probe)) as ProbeResult;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const words = `it could not be checked: ${why.slice(0, 200)}`;
      return { ...nothingSeen, atMs: clock.now(), words, tookMs: clock.monotonicMs() - startMs };
    }
  };
  return { check, close: () => pool.destroy() };
}

const nothingSeen = {
  ok: false,
  phasesMs: {},
  address: null,
  status: null,
  bytes: null,
  certificateEndsMs: null,
  certificateName: null,
  certificateIssuer: null,
  certificateFault: null,
  answers: null,
} as const;

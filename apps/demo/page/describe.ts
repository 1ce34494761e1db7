import type { Faults } from "../company/instance.ts";
import type { Performance } from "../scenario/perform.ts";
import type { PlayedState } from "./state.ts";

/** What is wrong with an instance, in words; nothing where it is well. */
export function faultsInWords(faults: Faults): string[] {
  const words: string[] = [];
  if (faults.latencyFactor !== 1) words.push(`${faults.latencyFactor} times the latency`);
  if (faults.errorShare > 0) words.push(`${Math.round(faults.errorShare * 100)} % errors`);
  if (faults.leaksPerMinute > 0) words.push("leaks connections");
  if (faults.filesPerMinute > 0) words.push("leaves files open");
  if (faults.reportsMissing) words.push("reports 404s as exceptions");
  return words;
}

/** How far a scenario is, `nowMs` on the stage's clock. */
export function playedOf(performance: Performance, nowMs: number): PlayedState {
  const { scenario, steps, reports, beganMs } = performance;
  return {
    name: scenario.name,
    title: scenario.title,
    lengthMs: scenario.lengthMs,
    elapsedMs: Math.min(scenario.lengthMs, Math.max(0, nowMs - beganMs)),
    steps: steps.map(({ atMs, says }, index) => {
      const report = reports[index];
      if (report === undefined) return { atMs, says, state: "to come" };
      if (report.fault === undefined) return { atMs, says: report.says, state: "done" };
      return { atMs, says, state: "failed", fault: report.fault };
    }),
  };
}

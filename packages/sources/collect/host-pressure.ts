import type { Reader } from "./collector.ts";
import { readProc } from "./proc.ts";

const resources = [
  ["cpu", "waiting"],
  ["io", "waiting"],
  ["io", "stalled"],
  ["memory", "waiting"],
  ["memory", "stalled"],
] as const;

const nameOf = (resource: string, state: string) => `node_pressure_${resource}_${state}_seconds_total`;

/**
 * /proc/pressure: how long work waited for a resource, microseconds: `some` when part of it did (waiting), `full` when all of it did
 * (stalled). A reader for each resource, because a kernel may lack any (psi.rst).
 */
export function pressureReaders(procRoot: string): Reader[] {
  return ["cpu", "io", "memory"].map((resource) => {
    const own = resources.filter(([each]) => each === resource);
    return {
      name: `pressure/${resource}`,
      optional: true,
      metadata: own.map(
        ([, state]) =>
          [
            nameOf(resource, state),
            "counter",
            `Seconds in which ${state === "waiting" ? "some" : "all"} work waited for ${resource}.`,
            "seconds",
          ] as const,
      ),
      read(put) {
        const text = readProc(`${procRoot}/pressure/${resource}`);
        for (const [, state] of own) {
          const line = state === "waiting" ? "some" : "full";
          const micros = new RegExp(`^${line} .*total=(\\d+)`, "m").exec(text)?.[1];
          if (micros !== undefined) put(nameOf(resource, state), Number(micros) / 1e6);
        }
      },
    };
  });
}

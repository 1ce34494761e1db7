import type { Unit } from "@mission-control/contracts";
import type { RampName } from "cubism-es";
import { errors, latency, type Signal, share, traffic } from "./signals.ts";

/** A made-up lane. */
export interface MadeLane {
  readonly name: string;
  readonly unit: Unit;
  readonly ramp: RampName;
  readonly signal: Signal;
}

export interface MadeGroup {
  readonly name: string;
  readonly lanes: readonly MadeLane[];
}

const services = ["web", "api", "search", "checkout", "media", "mail", "login", "feed", "cache", "db"];

/** Ten signals of an instance, in the order in which one looks at them. */
function lanesOf(seed: number): MadeLane[] {
  const at = (i: number) => seed * 100 + i;
  return [
    { name: "requests", unit: "per_second", ramp: "blue", signal: traffic(at(0), 400 + 90 * (seed % 17)) },
    { name: "latency p50", unit: "seconds", ramp: "teal", signal: latency(at(1), 0.018) },
    { name: "latency p90", unit: "seconds", ramp: "teal", signal: latency(at(2), 0.09) },
    { name: "errors", unit: "per_second", ramp: "warm", signal: errors(at(3), 14) },
    { name: "cpu", unit: "ratio", ramp: "blue", signal: share(at(4)) },
    { name: "memory", unit: "ratio", ramp: "violet", signal: share(at(5)) },
    { name: "queue", unit: "count", ramp: "violet", signal: traffic(at(6), 220) },
    { name: "pool wait", unit: "seconds", ramp: "violet", signal: latency(at(7), 0.004) },
    { name: "sent", unit: "bytes_per_second", ramp: "blue", signal: traffic(at(8), 48_000_000) },
    { name: "timeouts", unit: "per_second", ramp: "warm", signal: errors(at(9), 6) },
  ];
}

/** Fifty instances of ten services, ten lanes each. */
export const fiveHundred: readonly MadeGroup[] = Array.from({ length: 50 }, (_, i) => ({
  name: `${services[i % 10]}-${Math.floor(i / 10) + 1}`,
  lanes: lanesOf(i + 1),
}));

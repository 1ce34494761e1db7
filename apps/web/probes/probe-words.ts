import type { Probe, ProbeKind, ProbePhase, ProbeResult, ProbeStand } from "@mission-control/contracts";
import { lengthText } from "../format/time.ts";
import { valueText } from "../format/value.ts";

const DAY_MS = 86_400_000;
/** A certificate that ends in fewer days is warned of, and then it is grave. */
const WARN_DAYS = 15;
const GRAVE_DAYS = 3;

export type ProbeState = "up" | "down" | "waiting" | "off";

/** How a probe stands now. */
export function stateOf({ probe, last, failingSinceMs }: ProbeStand): ProbeState {
  if (!probe.enabled) return "off";
  if (failingSinceMs !== null) return "down";
  return last === null ? "waiting" : "up";
}

export const stateWords: Readonly<Record<ProbeState, string>> = {
  up: "Up",
  down: "Down",
  waiting: "First check to come",
  off: "Switched off",
};

export const kindWords: Readonly<Record<ProbeKind, string>> = { http: "HTTP", dns: "DNS", tcp: "TCP" };

/** What a probe checks, as it is written. */
export function targetText(probe: Probe): string {
  if (probe.kind === "http") return probe.url;
  if (probe.kind === "tcp") return `${probe.host}:${probe.port}`;
  return `${probe.record} ${probe.host}${probe.resolver === "" ? "" : ` at ${probe.resolver}`}`;
}

/** The phases of a check, in their order. */
export const phaseWords: Readonly<Record<ProbePhase, string>> = {
  resolve: "Name looked up",
  connect: "Connected",
  tls: "Made secure",
  request: "Asked and answered",
  processing: "Answer awaited",
  transfer: "Answer read",
};
const phases = Object.keys(phaseWords) as ProbePhase[];

/** The phases that a check came through, in their order. */
export const phasesOf = ({ phasesMs }: Pick<ProbeResult, "phasesMs">): { phase: ProbePhase; ms: number }[] =>
  phases.flatMap((phase) => {
    const ms = phasesMs[phase];
    return ms === undefined ? [] : { phase, ms };
  });

/** Colours of series that none would take for a state. A server asked for a page or for a name waits alike. */
const colours: Readonly<Record<ProbePhase, number>> = {
  resolve: 10,
  connect: 1,
  tls: 4,
  request: 2,
  processing: 2,
  transfer: 6,
};

/** The colour of a phase, the same everywhere. */
export const phaseColour = (phase: ProbePhase): string => `var(--series-${colours[phase]})`;

/** "48 ms", "1.2 s". */
export const msText = (ms: number): string => valueText(ms / 1_000, "seconds");

/** When a certificate ends, in words, and how grave that is. */
export function certificateEnd(
  endsMs: number,
  nowMs: number,
): { words: string; state: "ok" | "warn" | "bad" } {
  const leftMs = endsMs - nowMs;
  if (leftMs <= 0) return { words: `has ended ${lengthText(-leftMs)} ago`, state: "bad" };
  const days = leftMs / DAY_MS;
  const state = days < GRAVE_DAYS ? "bad" : days < WARN_DAYS ? "warn" : "ok";
  return { words: `ends in ${lengthText(leftMs)}`, state };
}

/** The newest checks in words. */
export function courseText(course: ProbeStand["course"]): string {
  const failed = course.filter(({ ok }) => !ok).length;
  if (course.length === 0) return "No check yet";
  const checks = course.length === 1 ? "The only check" : `Of the last ${course.length} checks`;
  if (course.length === 1) return `${checks} ${failed === 1 ? "failed" : "was good"}`;
  return `${checks} ${failed === 0 ? "none" : failed} failed`;
}

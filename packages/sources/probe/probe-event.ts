import type { RawEvent } from "@mission-control/contracts";
import type { ProbeTurn } from "./prober.ts";

/** What is told where a probe begins to fail at a place, and where it is well again. */
export function eventOfTurn({ probe, result, failingSinceMs }: ProbeTurn, place: string): RawEvent {
  const { name, slug, kind } = probe;
  const { ok, words, atMs, tookMs, status, phasesMs } = result;
  const phases = Object.entries(phasesMs).map(([phase, ms]): [string, number] => [`${phase}_ms`, round(ms)]);
  return {
    type: "probe",
    time: atMs,
    severity: ok ? "info" : "error",
    title: ok ? `${name} is well again from ${place}` : `${name} fails from ${place}: ${words}`,
    attributes: {
      probe: slug,
      place,
      kind,
      target: targetOf(probe),
      ...(ok ? { failed_s: Math.round((atMs - failingSinceMs) / 1_000) } : { fault: words }),
      ...(status === null ? {} : { status }),
      total_ms: round(tookMs),
      ...Object.fromEntries(phases),
    },
  };
}

function targetOf(probe: ProbeTurn["probe"]): string {
  if (probe.kind === "http") return probe.url;
  return probe.kind === "tcp" ? `${probe.host}:${probe.port}` : `${probe.record} ${probe.host}`;
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

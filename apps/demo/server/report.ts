import type { Clock } from "@mission-control/series";
import type { Telemetry } from "../company/telemetry.ts";

/** Why an answer failed: `upstream` is who stands behind, `overload` that too many were asked for at once. */
export type ErrorKind = "exception" | "pool" | "files" | "upstream" | "overload" | "missing";

/** What an instance says went wrong, as an exception event. */
export interface Failure {
  /** As runtimes print it: `TypeError: fetch failed`. */
  readonly title: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

const EVENTS_PER_SECOND = 3;

/** Says what fails: each failure is counted in `app_errors`, and told as an event a few times a second for each kind. */
export function createReport({
  clock,
  telemetry,
  version,
}: {
  clock: Clock;
  telemetry: Telemetry;
  version: string;
}) {
  const told = new Map<ErrorKind, { second: number; events: number }>();

  function mayTell(kind: ErrorKind): boolean {
    const second = Math.floor(clock.now() / 1_000);
    const last = told.get(kind);
    if (last?.second !== second) {
      told.set(kind, { second, events: 1 });
      return true;
    }
    last.events++;
    return last.events <= EVENTS_PER_SECOND;
  }

  return {
    count: (kind: ErrorKind): void => telemetry.count("app_errors", 1, { kind }),
    tell(kind: ErrorKind, { title, attributes }: Failure): void {
      if (mayTell(kind)) {
        telemetry.event({ type: "exception", title, attributes: { ...attributes, version } });
      }
    },
  };
}

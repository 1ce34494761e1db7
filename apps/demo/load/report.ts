import type { Clock } from "@mission-control/series";
import type { Telemetry } from "../company/telemetry.ts";
import type { Call } from "../company/wire.ts";
import { agentKind } from "./agents.ts";

/** How a request ended, as the one who made it sees it. `refused`: nobody answered, or the connection broke. */
export type Outcome = "ok" | "client_error" | "server_error" | "timeout" | "refused";

const REPORT_MS = 5_000;
/** `load_users` counts those seen within so many reports. */
const REPORTS_OF_USERS = 12;

/** The outcome that a status stands for. */
export function outcomeOf(status: number): Outcome {
  if (status >= 500) return "server_error";
  return status >= 400 ? "client_error" : "ok";
}

/**
 * Tells what the load is: `load_requests` and `load_outcomes` as they happen, each 5 s `load_target_per_second` and
 * `load_users`, the number of different users in the minute before.
 */
export function createLoadReport(options: {
  clock: Clock;
  telemetry: Pick<Telemetry, "count" | "gauge">;
  /** Requests a second that should be made now. */
  target: () => number;
}) {
  const { clock, telemetry, target } = options;
  const tagsOfUser = new Map<string, Record<string, string>>();
  const counts: Record<Outcome, number> = { ok: 0, client_error: 0, server_error: 0, timeout: 0, refused: 0 };
  const outcomeTags: Readonly<Record<Outcome, Record<string, string>>> = {
    ok: { outcome: "ok" },
    client_error: { outcome: "client_error" },
    server_error: { outcome: "server_error" },
    timeout: { outcome: "timeout" },
    refused: { outcome: "refused" },
  };
  /** The report in which each user was last seen. */
  const seen = new Map<string, number>();
  let reports = 0;
  let requests = 0;

  function tell(): void {
    reports++;
    for (const [user, at] of seen) if (reports - at > REPORTS_OF_USERS) seen.delete(user);
    telemetry.gauge("load_target_per_second", target());
    telemetry.gauge("load_users", seen.size);
  }
  const stop = clock.every(REPORT_MS, tell);

  function tagsOf({ user, userAgent }: Call): Record<string, string> {
    let tags = tagsOfUser.get(user.id);
    if (tags === undefined) {
      tags = { country: user.country, agent: agentKind(userAgent) };
      tagsOfUser.set(user.id, tags);
    }
    return tags;
  }

  return {
    /** A request goes out. */
    sent(call: Call): void {
      requests++;
      seen.set(call.user.id, reports);
      telemetry.count("load_requests", 1, tagsOf(call));
    },
    ended(outcome: Outcome): void {
      counts[outcome]++;
      telemetry.count("load_outcomes", 1, outcomeTags[outcome]);
    },
    /** Since the start. */
    status: () => ({ requests, outcomes: { ...counts } }),
    stop,
  };
}

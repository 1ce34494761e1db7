import type { Probe, ProbePhase, ProbeResult } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { faultWords } from "../outside/fault-words.ts";
import type { GuardedLookup } from "../outside/guarded-lookup.ts";
import { checkDns } from "./dns.ts";
import { checkHttp } from "./http.ts";
import { checkTcp } from "./tcp.ts";
import { createTrace, type Trace, type Verdict } from "./trace.ts";

/** See `createCheck`. */
export type Check = (probe: Probe) => Promise<ProbeResult>;

/** What a phase had not come to when the time was over. */
const LATE: Readonly<Record<ProbePhase, string>> = {
  resolve: "its name was not looked up",
  connect: "no connection",
  tls: "connected, but no secure connection",
  request: "no answer",
  processing: "connected, but no answer",
  transfer: "the answer began, but did not end",
};

/**
 * Makes a check: once, from nothing to its end, within the probe's one deadline. What goes wrong is its result; it never
 * rejects. `ca` are certificates that are trusted instead of the system's.
 */
export function createCheck(options: {
  clock: Clock;
  lookup: GuardedLookup;
  ca?: string | undefined;
}): Check {
  const { clock } = options;
  return async (probe) => {
    const trace = createTrace(clock);
    const late = new Promise<Verdict>((resolve) => {
      const giveUp = () => resolve(tooLate(trace, probe));
      trace.onEnd(clock.after(probe.timeoutMs, giveUp));
    });
    try {
      return trace.result(await Promise.race([look(probe, { ...options, trace }), late]));
    } catch (error) {
      return trace.result({ ok: false, words: wordsOf(error, trace) });
    } finally {
      trace.end();
    }
  };
}

function look(
  probe: Probe,
  options: { clock: Clock; lookup: GuardedLookup; ca?: string | undefined; trace: Trace },
): Promise<Verdict> {
  if (probe.kind === "http") return checkHttp(probe, options);
  return probe.kind === "dns" ? checkDns(probe, options) : checkTcp(probe, options);
}

function tooLate(trace: Trace, { timeoutMs }: Probe): Verdict {
  const phase = trace.current();
  const words = phase === undefined ? "nothing happened" : LATE[phase];
  return { ok: false, words: `${words} within ${timeoutMs / 1_000} s` };
}

function wordsOf(error: unknown, trace: Trace): string {
  const words = faultWords(error);
  if (trace.current() !== "transfer") return words;
  return `the answer broke off after ${(trace.seen.bytes ?? 0).toLocaleString("en")} bytes`;
}

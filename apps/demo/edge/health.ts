import type { Clock, Undo } from "@mission-control/series";
import type { Random } from "../company/random.ts";
import { type Ask, type Call, Unreachable } from "../company/wire.ts";

const INTERVAL_MS = 2_000;
const FALL = 3;
const RISE = 2;

/** Why a check failed or passed, in HAProxy's words, and how long it took. */
export interface CheckResult {
  readonly reason: string;
  readonly durationMs: number;
}

const CHECK: Call = {
  method: "GET",
  path: "/healthz",
  userAgent: "health-check",
  user: { id: "", address: "127.0.0.1", country: "", experiment: "blue-button" },
};

/**
 * Asks an instance each 2 s whether it is well: after 3 failures in a row it is down, after 2 passes up again. It
 * counts as up at first. Checks of several instances are spread over the 2 s. Returns the end of asking.
 */
export function watchHealth({
  clock,
  random,
  ask,
  onChange,
}: {
  clock: Clock;
  random: Random;
  ask: Ask;
  onChange(up: boolean, result: CheckResult): void;
}): Undo {
  let up = true;
  let against = 0;
  let checking = false;
  let ended = false;

  function judge(passed: boolean, result: CheckResult): void {
    if (ended) return;
    against = passed === up ? 0 : against + 1;
    if (against < (up ? FALL : RISE)) return;
    up = passed;
    against = 0;
    onChange(up, result);
  }

  function check(): void {
    if (checking) return;
    checking = true;
    const startMs = clock.monotonicMs();
    let judged = false;
    const settle = (passed: boolean, reason: string) => {
      if (judged) return;
      judged = true;
      checking = false;
      cancel();
      judge(passed, { reason, durationMs: Math.round(clock.monotonicMs() - startMs) });
    };
    const cancel = clock.after(INTERVAL_MS - 1, () => settle(false, "Layer7 timeout"));
    ask(CHECK).then(
      (reply) =>
        reply.status >= 200 && reply.status < 400
          ? settle(true, `Layer7 check passed, code: ${reply.status}`)
          : settle(false, `Layer7 wrong status, code: ${reply.status}`),
      (error: unknown) =>
        settle(
          false,
          error instanceof Unreachable
            ? 'Layer4 connection problem, info: "Connection refused"'
            : "Layer7 invalid response",
        ),
    );
  }

  let stop: Undo = clock.after(random.int(1, INTERVAL_MS), () => {
    check();
    stop = clock.every(INTERVAL_MS, check);
  });
  return () => {
    ended = true;
    stop();
  };
}

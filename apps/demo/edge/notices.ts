import type { Service } from "../company/instance.ts";
import type { CheckResult } from "./health.ts";

/** What a balancer says beside its access lines. */
export interface Notice {
  /** As syslog counts: 0 emergency, 1 alert, 5 notice. */
  readonly severity: 0 | 1 | 5;
  readonly text: string;
}

/** Says who comes, goes, fails and recovers, in HAProxy's words. */
export function createNotices(backend: Service, say: (notice: Notice) => void) {
  return {
    draining(server: string, usable: number): void {
      say({
        severity: 5,
        text: `Server ${backend}/${server} enters drain state. ${usable} active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`,
      });
    },
    leaving(server: string, usable: number): void {
      say({
        severity: 5,
        text: `Server ${backend}/${server} is going DOWN for maintenance. ${usable} active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`,
      });
    },
    joining(server: string): void {
      say({
        severity: 5,
        text: `Server ${backend}/${server} is UP/READY (leaving forced maintenance).`,
      });
    },
    health(
      server: string,
      up: boolean,
      { reason, durationMs }: CheckResult,
      now: { usable: number; connections: number; queued: number },
    ): void {
      const check = `reason: ${reason}, check duration: ${durationMs}ms.`;
      if (up) {
        say({
          severity: 5,
          text: `Server ${backend}/${server} is UP, ${check} ${now.usable} active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`,
        });
        return;
      }
      say({
        severity: 1,
        text: `Server ${backend}/${server} is DOWN, ${check} ${now.usable} active and 0 backup servers left. ${now.connections} sessions active, 0 requeued, ${now.queued} remaining in queue.`,
      });
      if (now.usable === 0) say({ severity: 0, text: `backend ${backend} has no server available!` });
    },
  };
}

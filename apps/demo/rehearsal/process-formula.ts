import type { Clock } from "@mission-control/series";
import type { Telemetry } from "../company/telemetry.ts";
import type { Ask } from "../company/wire.ts";
import type { InstanceServer } from "../server/server.ts";

const MIB = 1_048_576;
const REPORT_MS = 10_000;
/** Of processor time: what a request takes, and what a process takes each second for itself. */
const REQUEST_S = 0.0018;
const IDLE_SHARE = 0.006;
/** A process holds so much when it starts, and some more once it has answered some thousand requests. */
const START_BYTES = 88 * MIB;
const WARM_BYTES = 34 * MIB;
const WARM_REQUESTS = 4_000;

/**
 * An instance that also tells what its process would use, under the names of the client's `procInfo`. In a rehearsal there is
 * one process for all, so these are formulas of the requests it has answered; everything else it tells is measured.
 */
export function withProcess(
  server: InstanceServer,
  { clock, telemetry }: { clock: Clock; telemetry: Telemetry },
): InstanceServer {
  let answered = 0;
  let counted = 0;

  function report(): void {
    const since = answered - counted;
    counted = answered;
    telemetry.count("process_cpu_seconds", since * REQUEST_S + (IDLE_SHARE * REPORT_MS) / 1_000);
    const warm = WARM_BYTES * (1 - Math.exp(-answered / WARM_REQUESTS));
    telemetry.gauge("process_resident_memory_bytes", Math.round(START_BYTES + warm));
  }

  const stopReporting = clock.every(REPORT_MS, report);
  const answer: Ask = (call) => {
    answered++;
    return server.answer(call);
  };
  return {
    ...server,
    answer,
    stop() {
      stopReporting();
      server.stop();
    },
  };
}

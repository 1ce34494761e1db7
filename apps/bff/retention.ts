import type { Clock, Undo } from "@mission-control/series";
import type { History } from "@mission-control/store";

const HOUR_MS = 3_600_000;

/** Once an hour, and once soon after the start, forgets what is older than `retentionMs`, and requests sooner. */
export function startRetention(options: {
  clock: Clock;
  history: History;
  retentionMs: number;
  requestRetentionMs: number;
  onError: (error: unknown) => void;
}): Undo {
  const { clock, history, retentionMs, requestRetentionMs, onError } = options;
  const forget = () => {
    const beforeMs = clock.now() - retentionMs;
    Promise.all([
      history.series.dropBefore(beforeMs),
      history.events.dropBefore(beforeMs),
      history.events.dropBefore(clock.now() - requestRetentionMs, "request"),
    ]).catch(onError);
  };
  const stops = [clock.after(60_000, forget), clock.every(HOUR_MS, forget)];
  return () => {
    for (const stop of stops) stop();
  };
}

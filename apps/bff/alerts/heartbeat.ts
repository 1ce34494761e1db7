import type { ChannelTools } from "@mission-control/alerts/delivery";
import type { Settings, Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";

/** Rules are evaluated as long as what was due by a step was done not longer ago than this. */
const LATEST_MS = 60_000;

/**
 * Tells another service again and again that rules are evaluated and what comes of them is kept, so that it notices when that
 * ends, for whatever reason. Says nothing where no address is set.
 */
export function createHeartbeat(options: {
  clock: Clock;
  settings: Settings["alerts"]["heartbeat"];
  post: ChannelTools["post"];
  onError: (error: unknown) => void;
}) {
  const { clock, settings, post, onError } = options;
  let evaluatedMs: number | undefined;
  let failing: { sinceMs: number; words: string } | undefined;
  let isUnderWay = false;
  let isStarted = false;

  const isAlive = () => evaluatedMs !== undefined && clock.monotonicMs() - evaluatedMs <= LATEST_MS;

  async function beat(): Promise<void> {
    if (settings === undefined || isUnderWay || !isAlive()) return;
    isUnderWay = true;
    try {
      const answer = await post({ url: settings.url, method: "POST", body: "" });
      const words = !answer.ok
        ? answer.words
        : answer.status < 200 || answer.status > 299
          ? `it answered ${answer.status}`
          : undefined;
      if (words === undefined) failing = undefined;
      else failing = { sinceMs: failing?.sinceMs ?? clock.now(), words };
    } finally {
      isUnderWay = false;
    }
  }
  const beatNow = () => void beat().catch(onError);

  return {
    /** What was due by a step was evaluated and kept. The first time is told at once. */
    evaluated(): void {
      const isFirst = evaluatedMs === undefined;
      evaluatedMs = clock.monotonicMs();
      if (isFirst && isStarted) beatNow();
    },
    start() {
      isStarted = true;
      if (settings === undefined) return () => {};
      if (isAlive()) beatNow();
      return clock.every(settings.every, beatNow);
    },
    problems(): Status["problems"] {
      if (settings === undefined) return [];
      // The whole address is a secret to some services: who knows it can speak for us.
      const { host } = new URL(settings.url);
      if (isStarted && evaluatedMs !== undefined && !isAlive())
        return [
          {
            code: "heartbeat_held",
            message: `Rules have not been evaluated for a minute, so ${host} is not told that they are.`,
          },
        ];
      if (failing === undefined) return [];
      const since = new Date(failing.sinceMs).toISOString().slice(11, 16);
      return [
        {
          code: "heartbeat_failed",
          message: `The heartbeat to ${host} has failed since ${since} UTC: ${failing.words}. Whoever waits for it takes Mission Control for gone; look at alerts.heartbeat in the settings.`,
        },
      ];
    },
  };
}

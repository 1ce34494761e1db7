import {
  type Alert,
  deployOfEvent,
  deployTitle,
  deployType,
  type NoticeContext,
} from "@mission-control/contracts";
import type { FindEvents } from "./replay-events.ts";

/** A deploy from longer ago is not what an alert is about. */
const BEFORE_MS = 7 * 86_400_000;
/** Of a deploy that ran while something began to be bad the end may come after that. */
const AFTER_MS = 60_000;

/** The last deploy of an alert's service before it fired, in words; undefined where it has no service or there is none. */
export async function lastDeployOf(alert: Alert, find: FindEvents): Promise<NoticeContext["lastDeploy"]> {
  const { service } = alert.labels;
  if (service === undefined || service === "") return undefined;
  const atMs = alert.firingMs ?? alert.sinceMs;
  const range = { from: atMs - BEFORE_MS, to: atMs + AFTER_MS };
  const { events } = await find({ type: deployType, service, ...range, limit: 1 });
  const deploy = events[0] === undefined ? undefined : deployOfEvent(events[0]);
  if (deploy === undefined) return undefined;
  const by = deploy.author === "" ? "" : ` by ${deploy.author}`;
  const { timeMs } = deploy;
  return {
    words: `${deployTitle(deploy)}${by}, ${beforeWords(atMs - timeMs)}`,
    timeMs,
    link: `/?at=${timeMs}`,
  };
}

/** How long before the alert it was: "4 min before". */
function beforeWords(ms: number): string {
  if (ms < 0) return "just after";
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return "less than a minute before";
  if (minutes < 120) return `${minutes} min before`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h before` : `${Math.round(hours / 24)} d before`;
}

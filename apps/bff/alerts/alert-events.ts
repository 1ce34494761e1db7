import { createHash } from "node:crypto";
import type { Alert, AlertState, RawEvent } from "@mission-control/contracts";
import type { AlertTurn } from "@mission-control/store";

/** What an event says of each state; what is pending or not yet over again is nobody's news. */
const STATUS: Partial<Record<AlertState, string>> = {
  firing: "firing",
  "no-data": "no data",
  error: "error",
  normal: "resolved",
};

/** What is said: of these states something was said when they began. */
const wasTold = (state: AlertState) => state !== "normal" && state !== "pending";

/** The event that says that an alert changed; undefined where that is not said. The same change has the same event, always. */
export function eventOfTurn({ alert, from, atMs }: AlertTurn): RawEvent | undefined {
  const status = STATUS[alert.state];
  if (status === undefined || (alert.state === "normal" && !wasTold(from))) return undefined;
  if (alert.state === "firing" && from === "recovering") return undefined;
  const { id, rule, labels, value, link, state } = alert;
  const service = labels.service ?? labels.job ?? "";
  const host = labels.instance ?? labels.host ?? "";
  return {
    id: eventIdOf(alert, atMs),
    time: atMs,
    type: "alert",
    title: alert.title.slice(0, TITLE_LENGTH) || alert.ruleName,
    severity: state === "normal" ? "info" : alert.severity,
    ...(service !== "" && service.length <= NAME_LENGTH && { service }),
    ...(host !== "" && host.length <= NAME_LENGTH && { host }),
    attributes: {
      alert: id,
      rule,
      status,
      value,
      link,
      ...(alert.error !== null && { error: alert.error.slice(0, TITLE_LENGTH) }),
    },
  };
}

const TITLE_LENGTH = 1_000;
const NAME_LENGTH = 200;

/** A UUID of version 7 that is made of what it is about, so that what is said again after a crash counts once. */
function eventIdOf({ id, state }: Alert, atMs: number): string {
  const time = atMs.toString(16).padStart(12, "0");
  const hash = createHash("sha256").update(`${id} ${state} ${atMs}`).digest("hex");
  const tail = `7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}

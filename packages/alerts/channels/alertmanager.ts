import type { Alert } from "@mission-control/contracts";
import { isOver, isoOf, linkOf } from "./alert-words.ts";
import type { Message, SendBy } from "./channel.ts";
import { sentOf } from "./http-sent.ts";

/**
 * Alertmanager takes an alert for resolved that it is not told of again in time. We tell it again only as often as the rule
 * repeats, which is every 30 days at most.
 */
const UNTIL_MS = 31 * 86_400_000;

/** Tells a Prometheus Alertmanager of alerts, by its API v2. */
export const sendByAlertmanager: SendBy<"alertmanager"> = async (channel, message, { post, clock }) => {
  const { url, user, password } = channel;
  const login = user === "" ? undefined : Buffer.from(`${user}:${password ?? ""}`).toString("base64");
  const answer = await post({
    url: `${url.replace(/\/+$/, "")}/api/v2/alerts`,
    headers: {
      "content-type": "application/json",
      ...(login === undefined ? {} : { authorization: `Basic ${login}` }),
    },
    body: JSON.stringify(message.alerts.map((alert) => alertOf(alert, message, clock.now()))),
  });
  return sentOf(answer, clock.now());
};

function alertOf(alert: Alert, message: Message, nowMs: number) {
  const labels = Object.entries(alert.labels).map(([name, value]): [string, string] => [nameOf(name), value]);
  return {
    labels: { ...Object.fromEntries(labels), alertname: alert.ruleName, severity: alert.severity },
    annotations: saying({
      summary: alert.title,
      description: alert.description,
      runbook_url: alert.runbook,
      owner: alert.owner,
    }),
    startsAt: isoOf(alert.firingMs ?? alert.sinceMs),
    // A test is over in a moment, so that nobody has to end it.
    endsAt: isoOf(
      isOver(alert) ? alert.sinceMs : message.reason === "test" ? nowMs + 60_000 : nowMs + UNTIL_MS,
    ),
    generatorURL: linkOf(alert, message),
  };
}

/** A label's name as every Alertmanager takes it: those of before 0.27 know no dots. */
const nameOf = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");

const saying = (annotations: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(annotations).filter(([, text]) => text !== ""));

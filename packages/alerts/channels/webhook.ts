import type { Alert } from "@mission-control/contracts";
import { Webhook } from "standardwebhooks";
import { isOver, isoOf, linkOf } from "./alert-words.ts";
import type { Message, SendBy } from "./channel.ts";
import { sentOf } from "./http-sent.ts";

/** Bytes of a secret, as Standard Webhooks has them. */
const SECRET_BYTES = [24, 64] as const;

/** Posts a message as Standard Webhooks has it: an id, a time and a signature for each secret in the headers. */
export const sendByWebhook: SendBy<"webhook"> = async (channel, message, { post, clock }) => {
  const body = JSON.stringify(bodyOf(message));
  const nowMs = clock.now();
  const secrets = [channel.secret, channel.oldSecret].filter((secret) => secret !== undefined);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(message.id, new Date(nowMs), body));
  const answer = await post({
    url: channel.url,
    headers: {
      "content-type": "application/json",
      "webhook-id": message.id,
      "webhook-timestamp": String(Math.floor(nowMs / 1_000)),
      ...(signatures.length === 0 ? {} : { "webhook-signature": signatures.join(" ") }),
    },
    body,
  });
  return sentOf(answer, clock.now());
};

/** What is wrong with a secret, in words; undefined where it can sign. */
export function secretFault(secret: string): string | undefined {
  const [least, most] = SECRET_BYTES;
  const encoded = secret.replace(/^whsec_/, "");
  const bytes = Buffer.from(encoded, "base64");
  const isBase64 = bytes.toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  if (isBase64 && bytes.length >= least && bytes.length <= most) return undefined;
  return `whsec_ and ${least} to ${most} random bytes in base64`;
}

/** The body: `docs/alerts.md` says what it holds, and receivers rely on it. */
function bodyOf(message: Message) {
  const { id, reason, createdMs, subject, text, link, alerts, more } = message;
  return {
    type: `alerts.${reason}`,
    timestamp: isoOf(createdMs),
    data: { id, reason, subject, text, link, more, alerts: alerts.map((alert) => alertOf(alert, message)) },
  };
}

function alertOf(alert: Alert, message: Message) {
  const { id, rule, ruleName, labels, state, severity, value, unit, title, description, owner, runbook } =
    alert;
  return {
    id,
    status: isOver(alert) ? "resolved" : "firing",
    state,
    rule,
    ruleName,
    labels,
    severity,
    value,
    unit,
    title,
    description,
    owner,
    runbook,
    link: linkOf(alert, message),
    firingSince: alert.firingMs === null ? null : isoOf(alert.firingMs),
    stateSince: isoOf(alert.sinceMs),
    acknowledgedBy: alert.acknowledged?.by ?? null,
  };
}

import type { Alert } from "@mission-control/contracts";
import { cut } from "../template.ts";
import { isOver, isoOf, linkOf } from "./alert-words.ts";
import type { ChannelTools, Message, SendBy, Sent } from "./channel.ts";
import { sentOf } from "./http-sent.ts";
import { oneLine } from "./words.ts";

/** Characters of a summary and of a key, as PagerDuty has them. */
const SUMMARY_LENGTH = 1_024;
const KEY_LENGTH = 255;
/** Characters of a title where it is said what was refused. */
const TITLE_LENGTH = 60;

type Action = "trigger" | "acknowledge" | "resolve";

/**
 * Tells PagerDuty of each alert by its Events API v2, the alert's id being the key by which it knows it again: what is told
 * twice is one incident. A test opens one and closes it at once.
 */
export const sendByPagerDuty: SendBy<"pagerduty"> = async (channel, message, tools) => {
  if (channel.key === undefined) return { ok: false, words: "it has no key", retry: false };
  const events = message.alerts.flatMap((alert) =>
    actionsOf(alert, message).map((action) => ({ alert, action, name: `${action} ${alert.id}` })),
  );
  const left = tools.told.left(
    message.id,
    events.map(({ name }) => name),
  );
  let taken: Sent = { ok: true, words: "there was nothing to tell" };
  const faults: string[] = [];
  for (const { alert, action, name } of events) {
    if (!left.includes(name)) continue;
    const body = { ...eventOf(alert, message, action), routing_key: channel.key };
    const sent = await sendOne(channel.url, body, tools);
    if (sent.ok) {
      taken = sent;
      tools.told.add(message.id, name);
      continue;
    }
    // What may be tried again is, with all that follows; what refuses one event for good may take the next.
    if (sent.retry || sent.disable === true || events.length === 1) return sent;
    faults.push(`${oneLine(alert.title, TITLE_LENGTH) || alert.ruleName}: ${sent.words}`);
  }
  // The channel in its place tells all of them: of what was refused here nobody would know.
  return faults.length === 0 ? taken : { ok: false, words: faults.join("; "), retry: false };
};

async function sendOne(url: string, body: object, { post, clock }: ChannelTools): Promise<Sent> {
  const headers = { "content-type": "application/json" };
  const answer = await post({ url, headers, body: JSON.stringify(body) });
  const sent = sentOf(answer, clock.now());
  if (!answer.ok || !sent.ok || answer.status === 202) return sent;
  return { ok: false, words: `${sent.words}, where PagerDuty says 202: is this its address?`, retry: false };
}

function actionsOf(alert: Alert, message: Message): Action[] {
  if (message.reason === "test") return ["trigger", "resolve"];
  if (isOver(alert)) return ["resolve"];
  return alert.acknowledged === null ? ["trigger"] : ["acknowledge"];
}

function eventOf(alert: Alert, message: Message, action: Action) {
  const link = linkOf(alert, message);
  return {
    event_action: action,
    dedup_key: alert.id.slice(0, KEY_LENGTH),
    client: "Mission Control",
    client_url: link,
    payload: {
      summary: cut(oneLine(alert.title, SUMMARY_LENGTH), SUMMARY_LENGTH) || alert.ruleName,
      // A field that has to be there: what it is about, as far as the labels say.
      source: alert.labels.host ?? alert.labels.instance ?? alert.labels.service ?? alert.ruleName,
      severity: alert.severity,
      timestamp: isoOf(alert.firingMs ?? alert.sinceMs),
      ...(alert.labels.service === undefined ? {} : { component: alert.labels.service }),
      group: alert.ruleName,
      custom_details: {
        description: alert.description,
        value: alert.value,
        unit: alert.unit,
        labels: alert.labels,
        owner: alert.owner,
        notice: message.id,
        more: message.more,
      },
    },
    links: [
      { href: link, text: "Mission Control" },
      ...(alert.runbook === "" ? [] : [{ href: alert.runbook, text: "What to do" }]),
    ],
  };
}

import type { Alert, Notice, NoticeContext } from "@mission-control/contracts";
import type { Message } from "../channels/channel.ts";
import { cut, valueWords } from "../template.ts";
import { htmlOf } from "./html.ts";
import {
  addressOf,
  firingFirst,
  headline,
  labelWords,
  momentWords,
  oneLine,
  plain,
  reasonWords,
  runbookOf,
  sinceOf,
  standOf,
  subjectOf,
} from "./words.ts";

/** Four parts of an SMS: what is longer costs more than it says. */
const SHORT_LENGTH = 600;
const DESCRIPTION_LENGTH = 2_000;
const TEXT_LENGTH = 65_536;

/** What is told of what: a notice, and what its message shows beside it. */
export interface Told {
  readonly notice: Pick<Notice, "id" | "reason" | "createdMs" | "alerts" | "more">;
  readonly context: NoticeContext;
  /** Where Mission Control is found, a whole address. */
  readonly address: string;
}

/** Writes a notice for every kind of channel: bounded, free of control signs, and escaped in its HTML. */
export function messageOf(told: Told): Message {
  const { notice, context, address } = told;
  const { id, reason, createdMs, more } = notice;
  const alerts = firingFirst(notice.alerts).map((alert) => ({
    ...alert,
    link: addressOf(address, alert.link),
  }));
  const subject = subjectOf(reason, alerts, more);
  const [lead] = alerts;
  const link = lead?.link ?? addressOf(address, "/");
  return {
    id,
    reason,
    createdMs,
    subject,
    text: textOf({ notice: { ...notice, alerts }, context, address }, subject),
    html: htmlOf({ notice: { ...notice, alerts }, context, address }, subject),
    short: shortOf(subject, lead, link),
    alerts,
    more,
    link,
    facts: factsOf(context),
    picture: context.picture,
  };
}

function factsOf({ lastDeploy, changed }: NoticeContext): string[] {
  const deploy = lastDeploy === undefined ? [] : [`Last deploy: ${oneLine(lastDeploy.words)}`];
  if (changed.length === 0) return deploy;
  const most = changed.map(({ name, words }) => `${oneLine(name)} ${oneLine(words)}`).join(", ");
  return [...deploy, `What changed most: ${most}`];
}

function shortOf(subject: string, lead: Alert | undefined, link: string): string {
  const since = lead === undefined || lead.state === "normal" ? "" : ` since ${momentWords(sinceOf(lead))}`;
  // The link is what makes it useful: it is never what is cut.
  const room = SHORT_LENGTH - link.length - 1;
  return room < 40 ? cut(subject, SHORT_LENGTH) : `${cut(`${subject}${since}`, room)} ${link}`;
}

function textOf({ notice, context, address }: Told, subject: string): string {
  const { alerts, more, reason } = notice;
  const parts = [subject, ...alerts.map(alertText)];
  if (more > 0) parts.push(`… and ${more} more.`);
  const { lastDeploy, changed } = context;
  if (lastDeploy !== undefined)
    parts.push(
      `Last deploy: ${oneLine(lastDeploy.words)}, ${momentWords(lastDeploy.timeMs)}\n` +
        addressOf(address, lastDeploy.link),
    );
  if (changed.length > 0)
    parts.push(
      `What changed most:\n${changed.map(({ name, words }) => `- ${oneLine(name)}: ${oneLine(words)}`).join("\n")}`,
    );
  parts.push(
    `Sent by Mission Control (${reasonWords(reason, alerts[0])}), ${addressOf(address, "/alerts")}\nNotice ${notice.id}`,
  );
  return cut(plain(parts.join("\n\n")), TEXT_LENGTH);
}

function alertText(alert: Alert): string {
  const runbook = runbookOf(alert);
  const value =
    alert.value === null || alert.state === "normal" ? "" : `, ${valueWords(alert.value, alert.unit)}`;
  const lines = [
    headline(alert),
    `  ${standOf(alert)} since ${momentWords(sinceOf(alert))}${value}, ${alert.severity}`,
    alert.owner === "" ? "" : `  Owner: ${oneLine(alert.owner)}`,
    Object.keys(alert.labels).length === 0 ? "" : `  ${labelWords(alert.labels)}`,
    alert.error === null ? "" : `  ${oneLine(alert.error, 500)}`,
    alert.description === "" ? "" : indented(cut(plain(alert.description), DESCRIPTION_LENGTH)),
    `  Look: ${alert.link}`,
    runbook === undefined ? "" : `  What to do: ${runbook}`,
  ];
  return lines.filter((line) => line !== "").join("\n");
}

const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

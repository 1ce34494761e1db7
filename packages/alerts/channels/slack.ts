import type { Alert } from "@mission-control/contracts";
import { cut } from "../template.ts";
import { isOver, linkOf } from "./alert-words.ts";
import type { Answered, Message, SendBy, Sent } from "./channel.ts";
import { jsonOf, sentOf } from "./http-sent.ts";
import { oneLine } from "./words.ts";

/** Alerts that are shown one by one; the others are counted. */
const MOST_SHOWN = 20;

const COLORS: Readonly<Record<Alert["severity"], string>> = {
  critical: "#c62828",
  error: "#e65100",
  warning: "#f9a825",
  info: "#1565c0",
};
const OVER_COLOR = "#2e7d32";

/** Posts a message to an incoming web hook of Slack, or of what takes the same (Mattermost, Rocket.Chat). */
export const sendBySlack: SendBy<"slack"> = async (channel, message, { post, clock }) => {
  if (channel.url === undefined) return { ok: false, words: "it has no address", retry: false };
  const body = JSON.stringify(bodyOf(message));
  const headers = { "content-type": "application/json" };
  return takenOf(await post({ url: channel.url, headers, body }), clock.now());
};

/** Slack answers "ok". What answers 200 with something else is another page, and nobody has read the message. */
function takenOf(answer: Answered, nowMs: number): Sent {
  const sent = sentOf(answer, nowMs);
  if (!answer.ok || !sent.ok) return sent;
  const said = answer.text.trim();
  const json = jsonOf(said) as { ok?: unknown; success?: unknown } | null | undefined;
  if (said === "" || said.toLowerCase() === "ok" || json?.ok === true || json?.success === true) return sent;
  return {
    ok: false,
    words: `${sent.words}, where Slack says "ok": is this the address of a web hook?`,
    retry: false,
  };
}

function bodyOf(message: Message) {
  const shown = message.alerts.slice(0, MOST_SHOWN);
  const others = message.alerts.length - shown.length + message.more;
  const more = others === 0 ? "" : `\nand ${others} more`;
  return {
    text: `${linkTo(message.link, message.subject)}${more}`,
    attachments: [...shown.map((alert) => attachmentOf(alert, message)), ...factsOf(message)],
  };
}

function attachmentOf(alert: Alert, message: Message) {
  return {
    color: isOver(alert) ? OVER_COLOR : COLORS[alert.severity],
    fallback: plain(cut(oneLine(alert.title), 300)),
    text: [linkTo(linkOf(alert, message), alert.title), plain(cut(alert.description, 1_000)), aboutOf(alert)]
      .filter((line) => line !== "")
      .join("\n"),
    mrkdwn_in: ["text"],
  };
}

/** What helps to see why, where something was found. */
function factsOf({ facts = [] }: Message) {
  if (facts.length === 0) return [];
  const text = facts.map((line) => plain(oneLine(line, 500))).join("\n");
  return [{ fallback: text, text, mrkdwn_in: ["text"] }];
}

function aboutOf(alert: Alert): string {
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${oneLine(value, 100)}`);
  const parts = [isOver(alert) ? "resolved" : alert.severity, ...labels];
  const runbook = alert.runbook === "" ? "" : ` · ${linkTo(alert.runbook, "what to do")}`;
  return `${plain(cut(parts.join(" · "), 1_000))}${runbook}`;
}

/** A text as Slack shows it letter for letter, and that calls nobody: others read `@all` where Slack wants `<!all>`. */
const plain = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@(?=(?:all|channel|everyone|here)\b)/gi, "@\u200b");

const linkTo = (address: string, words: string): string =>
  `<${address.replace(/[<>|\s]/g, encodeURIComponent).replace(/&/g, "&amp;")}|${plain(cut(oneLine(words), 300)).replace(/\|/g, "¦")}>`;

import { type Alert, limits, type NoticeReason } from "@mission-control/contracts";
import { cut, valueWords } from "../template.ts";

const SUBJECT_LENGTH = 200;

/**
 * What has no sign of its own and could end a line, steer a terminal or turn the direction of what follows; a sequence that a terminal
 * would obey goes as a whole.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of several lines without other control signs. Half a character that a cut left is no character. */
export function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(CONTROLS, "").toWellFormed();
}

/** Text on one line, for a subject or a header. */
export function oneLine(text: string, most = SUBJECT_LENGTH): string {
  return cut(
    text
      .replace(/[\r\n\t\u2028\u2029]+/g, " ")
      .replace(CONTROLS, "")
      .toWellFormed()
      .trim(),
    most,
  );
}

/** How an alert stands, in a word. */
export function standOf({ state }: Pick<Alert, "state">): string {
  if (state === "normal") return "resolved";
  return state === "recovering" ? "firing" : state === "no-data" ? "no data" : state;
}

/** Those that are not over first. */
export const firingFirst = (alerts: readonly Alert[]): Alert[] => [
  ...alerts.filter(({ state }) => state !== "normal"),
  ...alerts.filter(({ state }) => state === "normal"),
];

/** Why something is told, in the words that stand at the start of a subject. */
export function reasonWords(reason: NoticeReason, lead: Alert | undefined): string {
  if (reason === "test") return "test";
  if (reason === "resolved") return "resolved";
  const stand = lead === undefined ? "firing" : standOf(lead);
  if (reason === "repeat") return `still ${stand}`;
  return reason === "escalation" ? `${stand}, not acknowledged` : stand;
}

/** What is told of an alert in a few words: "api latency p90 is 412 ms". Of what is over the value is of no interest. */
export function headline(alert: Alert): string {
  const title = oneLine(alert.title === "" ? alert.ruleName : alert.title);
  const value = valueWords(alert.value, alert.unit);
  const says = alert.value !== null && alert.state !== "normal" && !title.includes(value);
  if (!says) return title;
  // A title that is a sentence has its verb already.
  return / (is|are|was|has|have) /i.test(` ${title} `) ? `${title}: ${value}` : `${title} is ${value}`;
}

/** A subject: "[firing] api latency p90 is 412 ms (api, +3)". */
export function subjectOf(reason: NoticeReason, alerts: readonly Alert[], more: number): string {
  const [lead, ...others] = firingFirst(alerts);
  const start = `[${reasonWords(reason, lead)}]`;
  if (lead === undefined) return oneLine(`${start} Mission Control`);
  const rest = others.length + more;
  const { service, host, instance } = lead.labels;
  const place = oneLine(service ?? host ?? instance ?? "", 60);
  const behind = [place, rest > 0 ? `+${rest}` : ""].filter((part) => part !== "").join(", ");
  const end = behind === "" ? "" : ` (${behind})`;
  return `${oneLine(`${start} ${headline(lead)}`, SUBJECT_LENGTH - end.length)}${end}`;
}

/** A whole address of a path below ours; of anything else ours itself. */
export function addressOf(base: string, path: string): string {
  const start = base.replace(/\/+$/, "");
  return /^\/(?![/\\])\S*$/.test(path) ? start + path : `${start}/`;
}

/** The runbook's address, where it is one. */
export function runbookOf(alert: Alert): string | undefined {
  const text = alert.runbook.trim();
  return /^https?:\/\/[^\s"'<>]+$/i.test(text) && URL.canParse(text) ? text : undefined;
}

/** The labels of an alert as people write them: "route=/pay, service=api". */
export function labelWords(labels: Alert["labels"]): string {
  const told = Object.entries(labels).filter(([name]) => name !== "__name__");
  return cut(
    told
      .slice(0, limits.labelsPerSeries)
      .map(([name, value]) => `${oneLine(name)}=${oneLine(value)}`)
      .join(", "),
    1_000,
  );
}

/** A moment: "21 Nov 2026, 17:02:10 UTC". */
export function momentWords(ms: number): string {
  if (!(Math.abs(ms) < 8.64e15)) return "an unknown time";
  const text = new Date(ms).toUTCString();
  return `${text.slice(5, 16).replace(/^0/, "")}, ${text.slice(17, 25)} UTC`;
}

/** Since when it stands as it does; of what fires, since when it fires. */
export const sinceOf = (alert: Alert): number =>
  alert.state === "firing" || alert.state === "recovering"
    ? (alert.firingMs ?? alert.sinceMs)
    : alert.sinceMs;

import { limits, type RawEvent, type Severity } from "@mission-control/contracts";
import { parseCombined } from "./access-combined.ts";
import { type AccessLine, eventOfAccess } from "./access-event.ts";
import { type Captures, parseHaproxy } from "./access-haproxy.ts";
import { cleanText } from "./clean-text.ts";
import { parseHaproxyNotice } from "./haproxy-notice.ts";
import { parseSyslog, type SyslogMessage } from "./syslog-message.ts";

/** Of the levels 0 (emergency) to 7 (debug). */
const severityOfLevel: readonly Severity[] = [
  "critical",
  "critical",
  "critical",
  "error",
  "warning",
  "info",
  "info",
  "info",
];
const MOST_DATA = 40;
const TITLE_LENGTH = 500;
const decoder = new TextDecoder();

/**
 * The event of a syslog message: a request where it is an access line, `health` where a balancer says that a server went or
 * came, else `log`. An access line may come without a syslog head, as `tail -F` sends it.
 * @returns why it is none, where it is no good.
 */
export function eventOfSyslog(
  bytes: Uint8Array,
  given: { captures: Captures; nowMs: number },
): RawEvent | string {
  const { captures, nowMs } = given;
  const text = cleanText(decoder.decode(bytes)).trimEnd();
  const message = parseSyslog(text, nowMs);
  if (typeof message === "string") {
    const access = accessOf(text, { service: "", host: "" }, given);
    return access === undefined ? message : eventOfAccess(access);
  }
  const access = accessOf(message.text, { service: message.app, host: message.host }, { captures, nowMs });
  if (access !== undefined) return eventOfAccess(access);
  const notice = parseHaproxyNotice(message.text);
  if (notice === undefined) return eventOfLog(message);
  return { ...notice, ...(message.timeMs === undefined ? {} : { time: message.timeMs }) };
}

function accessOf(
  text: string,
  where: { service: string; host: string },
  { captures, nowMs }: { captures: Captures; nowMs: number },
): AccessLine | undefined {
  const bounded = {
    service: where.service.slice(0, limits.nameLength),
    host: where.host.slice(0, limits.nameLength),
  };
  return parseHaproxy(text, captures, nowMs) ?? parseCombined(text, bounded, nowMs);
}

function eventOfLog(message: SyslogMessage): RawEvent {
  const { timeMs, host, app, process, messageId, facility, data } = message;
  const text = message.text.trim();
  const [line = ""] = text.split("\n", 1);
  const attributes: [string, string | number][] = [["facility", facility]];
  if (process !== "") attributes.push(["process", process]);
  if (messageId !== "") attributes.push(["message_id", messageId]);
  const title = line.replaceAll("\t", " ").slice(0, TITLE_LENGTH);
  if (text.length !== title.length) attributes.push(["message", text.slice(0, limits.textLength)]);
  for (const [name, value] of data.slice(0, MOST_DATA)) {
    attributes.push([name.slice(0, limits.nameLength), value.slice(0, limits.textLength)]);
  }
  return {
    type: "log",
    title,
    severity: severityOfLevel[message.level]!,
    ...(timeMs === undefined ? {} : { time: Math.floor(timeMs) }),
    ...(app === "" ? {} : { service: app.slice(0, limits.nameLength) }),
    ...(host === "" ? {} : { host: host.slice(0, limits.nameLength) }),
    attributes: Object.fromEntries(attributes),
  };
}

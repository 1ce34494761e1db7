import type { AccessRecord } from "./access-record.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const two = (value: number) => String(value).padStart(2, "0");
const three = (value: number) => String(value).padStart(3, "0");

/**
 * The line that HAProxy writes with `option httplog` and captured headers (its manual, 8.2.3): local time without a
 * zone, and in the user's own words `"`, `#`, control and non-ASCII characters as `#` and two hexadecimal digits.
 */
export function accessLine(record: AccessRecord): string {
  const { timings: t, connections: c, queues: q } = record;
  return [
    `${record.client}:${record.clientPort}`,
    `[${acceptDate(record.timeMs)}]`,
    record.frontend,
    `${record.backend}/${record.server ?? "<NOSRV>"}`,
    `${t.requestMs}/${t.queueMs}/${t.connectMs}/${t.responseMs}/${t.totalMs}`,
    record.status,
    record.bytes,
    "- -",
    record.termination,
    `${c.active}/${c.frontend}/${c.backend}/${c.server}/${c.redispatched ? "+" : ""}${c.retries}`,
    `${q.server}/${q.backend}`,
    captured(record.requestCaptures),
    captured(record.responseCaptures),
    `"${escaped(record.request, IN_REQUEST)}"`,
  ].join(" ");
}

/** `21/Nov/2026:07:46:16.015` */
function acceptDate(timeMs: number): string {
  const at = new Date(timeMs);
  const day = `${two(at.getDate())}/${MONTHS[at.getMonth()]}/${at.getFullYear()}`;
  return `${day}:${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${three(at.getMilliseconds())}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
const IN_REQUEST = /[\x00-\x1f"#\x7f-\u{10ffff}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
const IN_CAPTURE = /[\x00-\x1f"#{|}\x7f-\u{10ffff}]/gu;

const captured = (values: readonly string[]) =>
  `{${values.map((value) => escaped(value, IN_CAPTURE)).join("|")}}`;

function escaped(text: string, special: RegExp): string {
  return text.replace(special, (character) => {
    let codes = "";
    for (const byte of Buffer.from(character, character > "\xff" ? "utf8" : "latin1")) {
      codes += `#${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    }
    return codes;
  });
}

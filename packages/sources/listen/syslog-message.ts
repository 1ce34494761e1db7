import { localTime, zonedTime } from "./log-time.ts";

/** A syslog message, whichever of its formats it came in. What was not said is "". */
export interface SyslogMessage {
  /** 0 (kernel) to 23 (local7) */
  readonly facility: number;
  /** 0 (emergency) to 7 (debug) */
  readonly level: number;
  /** Undefined where none was said, or one that cannot be. */
  readonly timeMs: number | undefined;
  readonly host: string;
  readonly app: string;
  readonly process: string;
  readonly messageId: string;
  /** Structured data: `id.name` and value. */
  readonly data: readonly (readonly [string, string])[];
  readonly text: string;
}

const HIGHEST_PRIORITY = 191;

/** The message of a text, or why it is none. Takes RFC 5424, RFC 3164 and what programs make of it: no host, no tag, ISO times. */
export function parseSyslog(text: string, nowMs: number): SyslogMessage | string {
  const priority = /^<(\d{1,3})>/.exec(text);
  if (priority === null) return "no <priority> at the beginning";
  const value = Number(priority[1]);
  if (value > HIGHEST_PRIORITY) return `the priority ${value} is above ${HIGHEST_PRIORITY}`;
  const rest = text.slice(priority[0].length);
  const rank = { facility: value >> 3, level: value & 7 };
  return { ...rank, ...(parse5424(rest, nowMs) ?? parse3164(rest, nowMs)) };
}

type Body = Omit<SyslogMessage, "facility" | "level">;

const head5424 = /^1 (\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,128}) (\S{1,64}) /;
const element = /\[([^\s=\]"]{1,64})((?: [^\s=\]"]{1,64}="(?:[^"\\\]]|\\.)*")*)\]/sy;
const parameter = / ([^\s=\]"]{1,64})="((?:[^"\\\]]|\\.)*)"/gs;

/** `1 TIME HOST APP PROCESS ID [DATA] TEXT`, RFC 5424 section 6. */
function parse5424(rest: string, nowMs: number): Body | undefined {
  const head = head5424.exec(rest);
  if (head === null) return undefined;
  const [time, host, app, process, messageId] = head
    .slice(1)
    .map((field) => (field === "-" ? "" : field)) as [string, string, string, string, string];
  const data: (readonly [string, string])[] = [];
  let at = head[0].length;
  if (rest[at] === "-") at++;
  else {
    for (;;) {
      element.lastIndex = at;
      const found = element.exec(rest);
      if (found === null) break;
      for (const [, name, value] of found[2]!.matchAll(parameter)) {
        data.push([`${found[1]}.${name}`, value!.replace(/\\(["\\\]])/g, "$1")]);
      }
      at = element.lastIndex;
    }
  }
  // The mark of UTF-8 in front of the text was a character before; cleaning made it visible.
  const text = rest.slice(at).replace(/^ ?(?:\ufeff|\\u\{feff\})?/, "");
  return { timeMs: zonedTime(time, nowMs), host, app, process, messageId, data, text };
}

const oldTime = /^([A-Z][a-z]{2}) ([ \d]\d) (?:(\d{4}) )?(\d\d:\d\d:\d\d(?:\.\d{1,6})?) /;
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) /;
const tag = /^([^\s:[\]]{1,255})(?:\[([^\]\s]{0,128})\])?:(?: |$)/;

/** `TIME HOST APP[PROCESS]: TEXT`, RFC 3164 section 4; each part may be missing, as HAProxy leaves out the host. */
function parse3164(rest: string, nowMs: number): Body {
  const { timeMs, length } = timeOf3164(rest, nowMs);
  const body = rest.slice(length);
  const host = length > 0 && !tag.test(body) ? (/^(\S{1,255}) /.exec(body)?.[1] ?? "") : "";
  const tagged = host === "" ? body : body.slice(host.length + 1);
  const [begins, app = "", process = ""] = tag.exec(tagged) ?? [""];
  return { timeMs, host, app, process, messageId: "", data: [], text: tagged.slice(begins.length) };
}

/** The time that a message begins with, and how many characters it has; 0 where it has none. */
function timeOf3164(rest: string, nowMs: number): { timeMs: number | undefined; length: number } {
  const iso = isoTime.exec(rest);
  if (iso !== null) return { timeMs: zonedTime(iso[1]!.replace(",", "."), nowMs), length: iso[0].length };
  const [whole, month, day, year, clock] = oldTime.exec(rest) ?? [];
  if (whole === undefined || month === undefined || clock === undefined)
    return { timeMs: undefined, length: 0 };
  const said = { month, day: Number(day), clock };
  const timeMs = localTime(year === undefined ? said : { ...said, year: Number(year) }, nowMs);
  return { timeMs, length: whole.length };
}

import { type AccessLine, requestOf } from "./access-event.ts";
import { cleanText } from "./clean-text.ts";
import { accessTime } from "./log-time.ts";

/** What HAProxy's captured headers are called, in the order of its configuration; "" for one that is not wanted. */
export interface Captures {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

/**
 * HAProxy's HTTP log format (its configuration manual, 8.2.3) up to the captured headers:
 * `client:port [time] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes cookies state connections queues`.
 */
const head =
  /^(\S{1,64}):(\d{1,5}) \[([^\]]{1,40})\] (\S{1,200}) ([^\s/]{1,200})\/(\S{1,200}) \+?(-?\d{1,9})\/(-?\d{1,9})\/(-?\d{1,9})\/(-?\d{1,9})\/\+?(-?\d{1,9}) (-?\d{1,3}) \+?(\d{1,15}) \S+ \S+ (\S{2,4}) (\d{1,9})\/(\d{1,9})\/(\d{1,9})\/(\d{1,9})\/\+?(\d{1,9}) (\d{1,9})\/(\d{1,9})(?: |$)/;

/** Captured request headers, captured response headers, the request: each may be missing, the last may be cut. */
const tail = /^(?:\{([^}]*)(?:\} ?|$))?(?:\{([^}]*)(?:\} ?|$))?(?:"([^"]*)("?))?/;

/** The request of one of HAProxy's lines, or undefined where it is none. A line that was cut still counts. */
export function parseHaproxy(text: string, captures: Captures, nowMs: number): AccessLine | undefined {
  const found = head.exec(text);
  if (found === null) return undefined;
  const [, client, , time, frontend, backend, server, , queueMs, connectMs, responseMs, durationMs] = found;
  const [, status, bytes, state, active, , inBackend, inServer, retries, atServer, atBackend] =
    found.slice(11);
  const rest = tail.exec(text.slice(found[0].length))!;
  const request = requestOf(decode(rest[3] ?? ""));
  const tls = frontend!.endsWith("~");
  return {
    service: backend!,
    host: named(server!),
    timeMs: accessTime(time!, nowMs),
    ...request,
    status: Number(status) > 0 ? Number(status) : undefined,
    attributes: [
      ["bytes", Number(bytes)],
      ["durationMs", duration(durationMs!)],
      ["queueMs", duration(queueMs!)],
      ["connectMs", duration(connectMs!)],
      ["responseMs", duration(responseMs!)],
      ["termination", state],
      ["frontend", tls ? frontend!.slice(0, -1) : frontend],
      ["tls", tls || undefined],
      ["client", client],
      ["activeConnections", Number(active)],
      ["backendConnections", Number(inBackend)],
      ["serverConnections", Number(inServer)],
      ["retries", Number(retries)],
      ["serverQueue", Number(atServer)],
      ["backendQueue", Number(atBackend)],
      ["truncated", rest[4] === '"' ? undefined : true],
      ...captured(rest[1], rest[2], captures),
    ],
  };
}

/** HAProxy writes what is none as `<NOSRV>`, `<STATS>`. */
const named = (server: string): string => (server.startsWith("<") ? "" : server);

/** Of a stage that was not reached it says -1. */
const duration = (ms: string): number | undefined => (ms.startsWith("-") ? undefined : Number(ms));

function captured(first: string | undefined, second: string | undefined, names: Captures) {
  if (first === undefined) return [];
  const fields = first.split("|");
  if (second !== undefined)
    return [...pair(names.request, fields), ...pair(names.response, second.split("|"))];
  // One group alone may be either; how many it has says which.
  if (fields.length === names.request.length) return pair(names.request, fields);
  return fields.length === names.response.length ? pair(names.response, fields) : [];
}

const pair = (names: readonly string[], fields: readonly string[]) =>
  names.flatMap((name, i) => (name === "" ? [] : [[name, decode(fields[i] ?? "")] as const]));

/** HAProxy writes `"`, `#`, `{`, `|`, `}` and all that is not printable ASCII as `#` and two hexadecimal digits. */
function decode(text: string): string {
  if (!text.includes("#")) return text;
  // A run of them at once: a character of UTF-8 is several bytes.
  return cleanText(
    text.replace(/(?:#[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll("#", ""), "hex").toString()),
  );
}

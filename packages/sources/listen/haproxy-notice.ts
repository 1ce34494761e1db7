import type { RawEvent } from "@mission-control/contracts";

const server = /^(?:Backup )?[Ss]erver ([^\s/]{1,200})\/(\S{1,200}) ((?:is|was|enters) .*)/s;
const backend = /^backend '?([^\s']{1,200})'? has no server available!?/;
const MESSAGE_LENGTH = 1_000;

/** What HAProxy's words say of a server, the first that fits; `as` goes into the title. */
const states: readonly (readonly [RegExp, status: string, as: string])[] = [
  [/^is UP\b/, "up", "is up"],
  [/^enters drain state/, "draining", "is draining"],
  [/ for maintenance|enters maintenance/, "maintenance", "is in maintenance"],
  [/^is (?:going )?DOWN\b/, "down", "is down"],
];

/**
 * The health event of HAProxy's "Server web/web-2 is DOWN, reason: …" or "backend web has no server available!"; undefined for
 * anything else. Its severity is left to the catalog.
 */
export function parseHaproxyNotice(text: string): RawEvent | undefined {
  const [, service, host, says = ""] = server.exec(text) ?? [];
  const state = states.find(([pattern]) => pattern.test(says));
  const message = text.slice(0, MESSAGE_LENGTH);
  if (service !== undefined && host !== undefined && state !== undefined) {
    const [, status, as] = state;
    const reason = /reason: ([^,]{1,200})/.exec(says)?.[1];
    const title = `${host} of ${service} ${as}${reason === undefined ? "" : `: ${reason}`}`;
    return { type: "health", title, service, host, attributes: { status, message } };
  }
  const empty = backend.exec(text)?.[1];
  if (empty === undefined) return undefined;
  const title = `${empty} has no server left`;
  return {
    type: "health",
    title,
    severity: "critical",
    service: empty,
    attributes: { status: "down", message },
  };
}

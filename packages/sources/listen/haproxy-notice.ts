import type { RawEvent } from "@mission-control/contracts";

const server = /^(?:Backup )?[Ss]erver ([^\s/]{1,200})\/(\S{1,200}) is (?:going )?(DOWN|UP)\b(.*)/s;
const backend = /^backend '?([^\s']{1,200})'? has no server available!?/;

/** The health event of HAProxy's "Server web/web-2 is DOWN, reason: …" or "backend web has no server available!"; undefined for any other. */
export function parseHaproxyNotice(text: string): RawEvent | undefined {
  const [, service, host, state, more = ""] = server.exec(text) ?? [];
  if (service !== undefined && host !== undefined) {
    const reason = /reason: ([^,]{1,200})/.exec(more)?.[1];
    const status = state === "UP" ? "up" : /maintenance/.test(more) ? "maintenance" : "down";
    return {
      type: "health",
      title: `${host} of ${service} is ${status === "maintenance" ? "in maintenance" : status}${reason === undefined ? "" : `: ${reason}`}`,
      service,
      host,
      attributes: { status, message: text.slice(0, 1_000) },
    };
  }
  const empty = backend.exec(text)?.[1];
  if (empty === undefined) return undefined;
  return {
    type: "health",
    title: `${empty} has no server left`,
    service: empty,
    severity: "critical",
    attributes: { status: "down" },
  };
}

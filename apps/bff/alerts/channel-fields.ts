import { channelSecrets, type RawChannel } from "@mission-control/contracts";

/** The secrets without which a channel of a kind cannot send. */
export function neededSecrets(channel: RawChannel): readonly string[] {
  switch (channel.kind) {
    case "mandrill":
    case "pagerduty":
      return ["key"];
    case "vonage":
      return ["secret"];
    case "slack":
      return ["url"];
    case "smtp":
    case "alertmanager":
      return channel.user === "" ? [] : ["password"];
    default:
      return [];
  }
}

/** Where a channel's requests go, and in which of its fields that stands; undefined where it is not known or there are none. */
export function targetOf(channel: RawChannel): { field: string; host: string; port: number } | undefined {
  if (channel.kind === "browser") return undefined;
  if (channel.kind === "smtp") return { field: "host", host: channel.host, port: channel.port };
  if (channel.url === undefined || !URL.canParse(channel.url)) return undefined;
  const { hostname, port, protocol } = new URL(channel.url);
  return { field: "url", host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)) };
}

/**
 * Whom a channel shows its secrets: where that is another than before, secrets that were kept are not sent along. What a web
 * hook is signed with is shown to nobody.
 */
export function confidantOf(channel: RawChannel): string {
  switch (channel.kind) {
    case "smtp":
      return [channel.kind, channel.host, channel.port, channel.security, channel.user].join(" ");
    case "webhook":
    case "slack":
    case "browser":
      return channel.kind;
    default:
      return `${channel.kind} ${new URL(channel.url).origin}`;
  }
}

/** To whom a channel leads, in words. Of an address that is a secret its machine is told. */
export function leadsTo(channel: RawChannel): string {
  switch (channel.kind) {
    case "smtp":
    case "mandrill":
      return channel.to.join(", ");
    case "vonage":
      return channel.to.map((number) => `+${number}`).join(", ");
    case "pagerduty":
      return "PagerDuty";
    case "browser":
      return "every browser that has a page open";
    default:
      return channel.url !== undefined && URL.canParse(channel.url)
        ? new URL(channel.url).host
        : "an address that is not known";
  }
}

/** A channel without its secrets, and those by their names. */
export function splitSecrets(channel: RawChannel): { open: RawChannel; secrets: Map<string, string> } {
  const names: readonly string[] = channelSecrets[channel.kind];
  const entries = Object.entries(channel);
  const secrets = entries.filter(([name, value]) => names.includes(name) && typeof value === "string");
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.includes(name))) as RawChannel,
    secrets: new Map(secrets as [string, string][]),
  };
}

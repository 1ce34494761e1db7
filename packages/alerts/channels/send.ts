import { channelSecrets, type RawChannel } from "@mission-control/contracts";
import { sendByAlertmanager } from "./alertmanager.ts";
import { sendByBrowser } from "./browser.ts";
import type { ChannelTools, Message, Sent } from "./channel.ts";
import { sendByMandrill } from "./mandrill.ts";
import { sendByPagerDuty } from "./pagerduty.ts";
import { sendBySlack } from "./slack.ts";
import { sendBySmtp } from "./smtp.ts";
import { sendByVonage } from "./vonage.ts";
import { sendByWebhook } from "./webhook.ts";

/** Of a secret of fewer letters every word would be full of holes, which would tell it. */
const SHORTEST_CONCEALED = 4;

/**
 * Sends a message through a channel with its secrets in place. What is told of it holds none of them. Once `late` is aborted
 * nothing more goes out of it.
 */
export async function sendBy(
  channel: RawChannel,
  message: Message,
  tools: ChannelTools,
  late?: AbortSignal,
): Promise<Sent> {
  const sent = await sendByKind(channel, message, late === undefined ? tools : toolsUntil(late, tools));
  return { ...sent, words: conceal(channel, sent.words) };
}

function toolsUntil(late: AbortSignal, tools: ChannelTools): ChannelTools {
  const words = "it was too late to begin that";
  return {
    ...tools,
    post: async (request) => (late.aborted ? { ok: false, blocked: false, words } : tools.post(request)),
    async connect(host, port) {
      if (late.aborted) throw new Error(words);
      return tools.connect(host, port);
    },
  };
}

function sendByKind(channel: RawChannel, message: Message, tools: ChannelTools): Promise<Sent> {
  switch (channel.kind) {
    case "smtp":
      return sendBySmtp(channel, message, tools);
    case "mandrill":
      return sendByMandrill(channel, message, tools);
    case "vonage":
      return sendByVonage(channel, message, tools);
    case "webhook":
      return sendByWebhook(channel, message, tools);
    case "slack":
      return sendBySlack(channel, message, tools);
    case "pagerduty":
      return sendByPagerDuty(channel, message, tools);
    case "alertmanager":
      return sendByAlertmanager(channel, message, tools);
    case "browser":
      return sendByBrowser(channel, message, tools);
  }
}

/** Words of the other side without our secrets, which some repeat. */
function conceal(channel: RawChannel, words: string): string {
  const values: Readonly<Record<string, unknown>> = { ...channel };
  return channelSecrets[channel.kind].reduce((told, field) => {
    const secret = values[field];
    return typeof secret === "string" && secret.length >= SHORTEST_CONCEALED
      ? told.replaceAll(secret, "…")
      : told;
  }, words);
}

import type { Answered, SendBy, Sent } from "./channel.ts";
import { jsonOf, sentOf, textOf } from "./http-sent.ts";
import { cleanWords } from "./words.ts";

/** Statuses that pass: too many in a second, and a fault of theirs. */
const PASSING = new Set(["1", "5"]);
const THROTTLED_MS = 1_000;

/**
 * Sends an SMS to each number by Vonage's SMS API, which cuts long ones in parts. Whoever got it is not sent it again where
 * another number has to be tried once more.
 */
export const sendByVonage: SendBy<"vonage"> = async (channel, message, { post, clock, told }) => {
  if (channel.secret === undefined) return { ok: false, words: "it has no secret", retry: false };
  const faults: { to: string; sent: Extract<Sent, { ok: false }> }[] = [];
  for (const to of told.left(message.id, channel.to)) {
    const answer = await post({
      url: channel.url,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        api_key: channel.key,
        api_secret: channel.secret,
        from: channel.from,
        to,
        text: message.short,
        type: isPlain(message.short) ? "text" : "unicode",
        "client-ref": message.id.slice(0, 100),
      }),
    });
    const sent = takenOf(answer, clock.now());
    if (sent.ok) told.add(message.id, to);
    else faults.push({ to, sent });
  }
  const passing = faults.find(({ sent }) => sent.retry) ?? faults[0];
  const isTold = told.left(message.id, channel.to).length < channel.to.length;
  const isOne = channel.to.length === 1;
  const words = faults.map(({ to, sent }) => (isOne ? sent.words : `+${to}: ${sent.words}`)).join("; ");
  if (passing === undefined) return { ok: true, words: "taken for every number" };
  // Somebody knows, and the others never will by this way: the words say who.
  if (isTold && !passing.sent.retry) return { ok: true, words: `taken, but not for ${words}` };
  return { ...passing.sent, words };
};

function takenOf(answer: Answered, nowMs: number): Sent {
  const sent = sentOf(answer, nowMs);
  if (!answer.ok || !sent.ok) return sent;
  const parts = statusesOf(jsonOf(answer.text));
  if (parts.length === 0)
    return { ok: false, words: `${sent.words}, which is no answer of Vonage's`, retry: false };
  // Of a text in parts, one that is refused is one too many.
  const refused = parts.find(({ status }) => status !== "0");
  if (refused === undefined) return { ok: true, words: "taken" };
  const words = `status ${cleanWords(refused.status)}: ${cleanWords(refused.words)}`;
  if (!PASSING.has(refused.status)) return { ok: false, words, retry: false };
  return { ok: false, words, retry: true, afterMs: THROTTLED_MS };
}

/** What became of each part of a text; none where this is no answer to one. */
function statusesOf(json: unknown): { status: string; words: string }[] {
  const { messages } = (json ?? {}) as { messages?: unknown };
  if (!Array.isArray(messages)) return [];
  return messages.map((part: unknown) => {
    const { status, "error-text": words } = (part ?? {}) as Record<string, unknown>;
    return { status: textOf(status), words: textOf(words) };
  });
}

/** Whether every letter is one of the old alphabet of mobile phones, of which an SMS holds 160 instead of 70. */
const isPlain = (text: string): boolean =>
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/.test(text);

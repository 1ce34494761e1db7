import { type Answered, pictureId, type SendBy, type Sent } from "./channel.ts";
import { jsonOf, sentOf, textOf } from "./http-sent.ts";
import { cleanWords, oneLine } from "./words.ts";

/** Faults that Mandrill answers with 500 and that trying again does not mend. */
const LASTING = /^(Invalid_Key|PaymentRequired|ValidationError|Unknown_\w+|Invalid_\w+)$/;

/** What a receiver's message may be, where it is on its way. */
const TAKEN = new Set(["sent", "queued", "scheduled"]);

/** Sends an e-mail by Mandrill's API. Who is rejected or invalid stays so. */
export const sendByMandrill: SendBy<"mandrill"> = async (channel, message, { post, clock }) => {
  if (channel.key === undefined) return { ok: false, words: "it has no key", retry: false };
  const { picture } = message;
  const answer = await post({
    url: channel.url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      key: channel.key,
      message: {
        subject: oneLine(message.subject),
        text: message.text,
        html: message.html,
        from_email: channel.from,
        from_name: "Mission Control",
        to: channel.to.map((email) => ({ email, type: "to" })),
        preserve_recipients: true,
        auto_html: false,
        auto_text: false,
        // What is looked at is nobody's business, and links have to lead where they say.
        track_opens: false,
        track_clicks: false,
        headers: { "X-Notice-Id": message.id, "Auto-Submitted": "auto-generated" },
        metadata: { notice: message.id },
        images:
          picture === undefined
            ? []
            : [{ type: "image/png", name: pictureId, content: Buffer.from(picture.png).toString("base64") }],
      },
    }),
  });
  return takenOf(answer, clock.now());
};

function takenOf(answer: Answered, nowMs: number): Sent {
  const sent = sentOf(answer, nowMs);
  if (!answer.ok) return sent;
  const json = jsonOf(answer.text);
  const fault = faultOf(json);
  if (fault !== undefined) {
    const words = cleanWords(`${fault.name}: ${fault.message}`);
    return LASTING.test(fault.name) || sent.ok ? { ok: false, words, retry: false } : { ...sent, words };
  }
  if (!sent.ok) return sent;
  const receivers = receiversOf(json);
  if (receivers.length === 0)
    return { ok: false, words: `${sent.words}, which is no answer of Mandrill's`, retry: false };
  const refused = receivers.filter(({ status }) => !TAKEN.has(status));
  const words = cleanWords(
    refused.map(({ email, status, reason }) => `${email} ${status} ${reason}`).join("; "),
  );
  if (refused.length === 0)
    return { ok: true, words: cleanWords(receivers.map(({ status }) => status).join(", ")) };
  return refused.length < receivers.length
    ? { ok: true, words: `taken, but not for ${words}` }
    : { ok: false, words, retry: false };
}

/** What Mandrill says where it did not look at the message. */
function faultOf(json: unknown): { name: string; message: string } | undefined {
  const { status, name, message } = (json ?? {}) as Record<string, unknown>;
  return status === "error" ? { name: textOf(name), message: textOf(message) } : undefined;
}

/** What became of it for each receiver; none where this is no answer to a message. */
function receiversOf(json: unknown): { email: string; status: string; reason: string }[] {
  if (!Array.isArray(json)) return [];
  return json.map((one: unknown) => {
    const { email, status, reject_reason: reason } = (one ?? {}) as Record<string, unknown>;
    return { email: textOf(email), status: textOf(status), reason: textOf(reason) };
  });
}

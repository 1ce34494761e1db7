import { z } from "zod";
import { type Answered, pictureId, type SendBy, type Sent } from "./channel.ts";
import { jsonOf, sentOf } from "./http-sent.ts";
import { cleanWords, oneLine } from "./words.ts";

const receiverSchema = z.object({
  email: z.string(),
  status: z.string(),
  reject_reason: z.string().nullish(),
});
const faultSchema = z.object({ status: z.literal("error"), name: z.string(), message: z.string() });

/** Faults that Mandrill answers with 500 and that trying again does not mend. */
const LASTING = /^(Invalid_Key|PaymentRequired|ValidationError|Unknown_\w+|Invalid_\w+)$/;

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
  const fault = faultSchema.safeParse(json).data;
  if (fault !== undefined) {
    const words = cleanWords(`${fault.name}: ${fault.message}`);
    return LASTING.test(fault.name) || sent.ok ? { ok: false, words, retry: false } : { ...sent, words };
  }
  if (!sent.ok) return sent;
  const receivers = z.array(receiverSchema).min(1).safeParse(json).data;
  if (receivers === undefined)
    return { ok: false, words: `${sent.words}, which is no answer of Mandrill's`, retry: false };
  const refused = receivers.filter(({ status }) => status === "rejected" || status === "invalid");
  const words = cleanWords(
    refused
      .map(({ email, status, reject_reason }) => `${email} ${status} (${reject_reason ?? "no reason"})`)
      .join("; "),
  );
  if (refused.length === 0)
    return { ok: true, words: cleanWords(receivers.map(({ status }) => status).join(", ")) };
  return refused.length < receivers.length
    ? { ok: true, words: `taken, but not for ${words}` }
    : { ok: false, words, retry: false };
}

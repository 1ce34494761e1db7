import { z } from "zod";
import { limits } from "./limits.ts";
import { slugSchema } from "./rule.ts";

const name = z.string().trim().min(1, "give it a name").max(limits.nameLength);
const word = z.string().trim().max(limits.nameLength);
/** Kept encrypted and told to nobody again. Left out of a change it stays as it is. */
const secret = z.string().min(1).max(limits.textLength).optional();
const address = z
  .string()
  .trim()
  .max(limits.textLength)
  .refine((text) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text), {
    error: "an address that begins with https:// or http://",
  });
const mailbox = z.email("an e-mail address").max(limits.nameLength);
const mailboxes = z.array(mailbox).min(1, "say to whom").max(20);

const about = {
  slug: slugSchema,
  name,
  enabled: z.boolean().default(true),
  /** Told instead where this one refuses a message for good. */
  fallback: slugSchema.optional(),
};

/** Channels by kind. Which of their fields are secrets stands in `channelSecrets`. */
export const rawChannelSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...about,
    kind: z.literal("smtp"),
    to: mailboxes,
    from: mailbox,
    host: word.min(1, "the mail server's name"),
    port: z.number().int().min(1).max(65_535).default(587),
    /** `starttls` refuses a server that does not offer it; `none` is for a server on this machine. */
    security: z.enum(["tls", "starttls", "none"]).default("starttls"),
    user: word.default(""),
    password: secret,
  }),
  z.strictObject({
    ...about,
    kind: z.literal("mandrill"),
    to: mailboxes,
    from: mailbox,
    key: secret,
    url: address.default("https://mandrillapp.com/api/1.0/messages/send.json"),
  }),
  z.strictObject({
    ...about,
    kind: z.literal("vonage"),
    /** Numbers in the international form, digits only. */
    to: z
      .array(z.string().regex(/^\d{6,15}$/, "digits only, with the country's code"))
      .min(1, "say to whom")
      .max(20),
    from: word.min(1, "a number or a name"),
    key: word.min(1, "the account's key"),
    secret,
    url: address.default("https://rest.nexmo.com/sms/json"),
  }),
  /** Signed as Standard Webhooks has it; `oldSecret` signs as well, while receivers change over. */
  z.strictObject({ ...about, kind: z.literal("webhook"), url: address, secret, oldSecret: secret }),
  /** Whoever knows the address may write to it: it is the secret. */
  z.strictObject({ ...about, kind: z.literal("slack"), url: address.optional() }),
  z.strictObject({
    ...about,
    kind: z.literal("pagerduty"),
    key: secret,
    url: address.default("https://events.pagerduty.com/v2/enqueue"),
  }),
  /** Alertmanager's own address; ours is added (`/api/v2/alerts`). */
  z.strictObject({
    ...about,
    kind: z.literal("alertmanager"),
    url: address,
    user: word.default(""),
    password: secret,
  }),
  /** Shown by every browser that has a page of ours open and allowed it. */
  z.strictObject({ ...about, kind: z.literal("browser") }),
]);
export type RawChannel = z.infer<typeof rawChannelSchema>;
export type ChannelKind = RawChannel["kind"];

/** Which fields of a channel are secrets. */
export const channelSecrets = {
  smtp: ["password"],
  mandrill: ["key"],
  vonage: ["secret"],
  webhook: ["secret", "oldSecret"],
  slack: ["url"],
  pagerduty: ["key"],
  alertmanager: ["password"],
  browser: [],
} as const satisfies Record<ChannelKind, readonly string[]>;

/** How a channel is doing. `disabled` says why nothing is sent by it any more. */
export const channelHealthSchema = z.object({
  state: z.enum(["unused", "ok", "retrying", "failing", "disabled"]),
  words: z.string(),
  lastMs: z.number().nullable(),
  waiting: z.number(),
});
export type ChannelHealth = z.infer<typeof channelHealthSchema>;

/** A channel as it is told: its fields without the secrets, the names of those that are kept, and how it is doing. */
export const channelSchema = z.looseObject({
  slug: z.string(),
  name: z.string(),
  kind: z.enum(Object.keys(channelSecrets) as [ChannelKind, ...ChannelKind[]]),
  enabled: z.boolean(),
  fallback: z.string().optional(),
  secrets: z.array(z.string()),
  /** To whom it leads, in words: "ops@example.org", "+49…", "hooks.example.org". */
  leadsTo: z.string(),
  health: channelHealthSchema,
});
export type Channel = z.infer<typeof channelSchema>;
export const channelListSchema = z.object({ channels: z.array(channelSchema) });

/** The answer of `POST /api/channels/:slug/test`: what the other side said. */
export const channelTestSchema = z.object({ ok: z.boolean(), words: z.string(), tookMs: z.number() });
export type ChannelTest = z.infer<typeof channelTestSchema>;

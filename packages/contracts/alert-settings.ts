import { z } from "zod";
import { duration } from "./duration.ts";

const entry = z.string().trim().min(1).max(255);

/** Where requests to the outside may go besides the public internet: names and addresses, also with a port, and CIDR ranges. */
export const outgoingSettingsSchema = z.strictObject({
  allow: z
    .preprocess(
      // The environment has one text: names and ranges, with commas between them.
      (given) => (typeof given === "string" ? given.split(",").filter((part) => part.trim() !== "") : given),
      z.array(entry).max(200),
    )
    .default([]),
});

const webAddress = z
  .string()
  .trim()
  .max(2_048)
  .refine((text) => /^https?:\/\/[^\s/@]+(\/\S*)?$/i.test(text) && URL.canParse(text), {
    error: "an address that begins with https:// or http://, without a name or password",
  });

/** Settings of alerts. They hold a key: they never leave the server. */
export const alertSettingsSchema = z.strictObject({
  /** What the secrets of channels are encrypted with; without it a file of the data folder holds a key. */
  key: z.string().min(16, "16 characters at least").max(1_024).optional(),
  /** For how long a sender that is silent is known as one: after that it is taken for gone for good. */
  forgetSenders: duration(3_600_000, 90 * 86_400_000).prefault("7d"),
  /** Where people find Mission Control, for the links in messages; by default the address it listens on. */
  address: webAddress.optional(),
  /**
   * An address that is asked in a fixed rhythm as long as rules are evaluated, so that another service notices when that ends
   * (a dead man's switch).
   */
  heartbeat: z
    .strictObject({ url: webAddress, every: duration(10_000, 86_400_000).prefault("1m") })
    .optional(),
});

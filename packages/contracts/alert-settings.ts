import { z } from "zod";

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

/** Settings of alerts. They hold a key: they never leave the server. */
export const alertSettingsSchema = z.strictObject({
  /** What the secrets of channels are encrypted with; without it a file of the data folder holds a key. */
  key: z.string().min(16, "16 characters at least").max(1_024).optional(),
});

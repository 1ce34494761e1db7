import type { SendBy } from "./channel.ts";

/** Nothing leaves the house: pages that are open read what fires from the live stream, and show it where they are allowed to. */
export const sendByBrowser: SendBy<"browser"> = () =>
  Promise.resolve({ ok: true, words: "shown by the pages that are open and may" });

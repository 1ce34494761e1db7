import type { SendBy } from "./channel.ts";

/** Nothing leaves the house: the pages that are open show it, each in a browser that was allowed to. */
export const sendByBrowser: SendBy<"browser"> = async ({ slug }, message, { show }) => {
  const pages = await show(message, slug);
  // Shown hours later it would be no news: it fails at once, so that the channel in its place can tell somebody.
  return pages === 0
    ? { ok: false, retry: false, words: "no page is open that could show it" }
    : { ok: true, words: `given to ${pages} open ${pages === 1 ? "page" : "pages"}` };
};

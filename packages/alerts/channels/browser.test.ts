import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { channelOf, messageWith, plainTools } from "./tools-for-tests.ts";

describe("browser", () => {
  const browser = channelOf({ kind: "browser" });

  it("gives it to the pages that are open, and sends nothing anywhere", async () => {
    const given: string[] = [];
    const tools = plainTools({
      post: () => Promise.reject(new Error("asked")),
      connect: () => Promise.reject(new Error("asked")),
      show: async ({ id }, channel) => given.push(`${id} ${channel}`),
    });
    const words = "given to 1 open page";
    expect(await sendBy(browser, messageWith(), tools)).toEqual({ ok: true, words });
    expect(given).toEqual([`${messageWith().id} ${browser.slug}`]);
  });

  it("fails for good where no page is open", async () => {
    const tools = plainTools({ show: () => Promise.resolve(0) });
    expect(await sendBy(browser, messageWith(), tools)).toMatchObject({ ok: false, retry: false });
  });
});

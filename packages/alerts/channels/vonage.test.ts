import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { channelOf, messageWith, plainTools, serve } from "./tools-for-tests.ts";

describe("vonage", () => {
  const vonage = (url: string, to = ["491511", "491522222"]) =>
    channelOf({
      kind: "vonage",
      url,
      key: "key",
      secret: "sms secret",
      from: "MC",
      to: to.map((n) => n.padEnd(8, "0")),
    });
  const status = (code: string, text = "") =>
    JSON.stringify({ messages: [{ status: code, "error-text": text }] });

  it("sends the short text to each number, in the alphabet that it needs", async () => {
    const server = await serve((response) => response.end(status("0")));
    await sendBy(vonage(server.url), messageWith(), plainTools());
    await sendBy(vonage(server.url, ["491533"]), messageWith({ short: "zu spät ✓" }), plainTools());
    expect(server.got.map((_, i) => server.json(i))).toMatchObject([
      { to: "49151100", type: "text", text: messageWith().short, api_key: "key", "client-ref": "0199-7abc" },
      { to: "491522222", type: "text" },
      { to: "49153300", type: "unicode", text: "zu spät ✓" },
    ]);
  });

  it("tries those again that were too many in a second, and nobody twice", async () => {
    let isBusy = true;
    const server = await serve((response, { body }) =>
      response.end(
        isBusy && body.includes("491522222") ? status("1", "Throughput Rate Exceeded") : status("0"),
      ),
    );
    const tools = plainTools();
    expect(await sendBy(vonage(server.url), messageWith(), tools)).toEqual({
      ok: false,
      words: "+491522222: status 1: Throughput Rate Exceeded",
      retry: true,
      afterMs: 1_000,
    });
    isBusy = false;
    expect(await sendBy(vonage(server.url), messageWith(), tools)).toMatchObject({ ok: true });
    expect(server.got.map((_, i) => server.json(i).to)).toEqual(["49151100", "491522222", "491522222"]);
  });

  it.each([
    ["4", "Bad Credentials"],
    ["9", "Partner quota exceeded"],
    ["29", "Non-Whitelisted Destination"],
  ])("refuses for good with status %s", async (code, text) => {
    const server = await serve((response) => response.end(status(code, `${text} sms secret`)));
    expect(await sendBy(vonage(server.url, ["491511"]), messageWith(), plainTools())).toEqual({
      ok: false,
      words: `status ${code}: ${text} …`,
      retry: false,
    });
  });

  it("has told somebody where it refuses another for good, and says whom not", async () => {
    const server = await serve((response, { body }) =>
      response.end(body.includes("491522222") ? status("3", "invalid number") : status("0")),
    );
    expect(await sendBy(vonage(server.url), messageWith(), plainTools())).toEqual({
      ok: true,
      words: "taken, but not for +491522222: status 3: invalid number",
    });
  });
});

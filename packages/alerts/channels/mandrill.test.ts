import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { channelOf, messageWith, plainTools, serve } from "./tools-for-tests.ts";

describe("mandrill", () => {
  const mandrill = (url: string) =>
    channelOf({
      kind: "mandrill",
      url,
      key: "md-key",
      to: ["a@example.org", "b@example.org"],
      from: "mc@example.org",
    });

  it("gets the mail with its picture, and does not look over people's shoulders", async () => {
    const server = await serve((response) => response.end('[{"email":"a@example.org","status":"queued"}]'));
    const picture = { png: Buffer.from("png"), width: 1, height: 1 };
    const sent = await sendBy(
      mandrill(server.url),
      messageWith({ picture, subject: "a\r\nBcc: x" }),
      plainTools(),
    );
    expect(sent).toEqual({ ok: true, words: "queued" });
    expect(server.json(0)).toMatchObject({
      key: "md-key",
      message: {
        subject: "a Bcc: x",
        to: [{ email: "a@example.org" }, { email: "b@example.org" }],
        images: [{ type: "image/png", name: "lane", content: Buffer.from("png").toString("base64") }],
        track_opens: false,
        track_clicks: false,
        metadata: { notice: "0199-7abc" },
      },
    });
  });

  it.each([
    [200, '[{"email":"a@example.org","status":"rejected","reject_reason":"hard-bounce"}]', false, false],
    [
      200,
      '[{"email":"a@example.org","status":"sent"},{"email":"b@example.org","status":"invalid"}]',
      true,
      false,
    ],
    [500, '{"status":"error","name":"Invalid_Key","message":"the key md-key is wrong"}', false, false],
    [500, '{"status":"error","name":"GeneralError","message":"later"}', false, true],
    [200, "<html>", false, false],
  ])("answers %i %s: taken %s, worth another try %s", async (status, body, ok, retry) => {
    const server = await serve((response) => response.writeHead(status).end(body));
    const sent = await sendBy(mandrill(server.url), messageWith(), plainTools());
    expect([sent.ok, !sent.ok && sent.retry]).toEqual([ok, retry]);
    expect(sent.words).not.toContain("md-key");
  });
});

import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { alertOf, channelOf, messageWith, over, plainTools, serve } from "./tools-for-tests.ts";

describe("slack", () => {
  it("gets what people wrote letter for letter: nothing is a link, and nobody is called", async () => {
    const server = await serve((response) => response.end("ok"));
    const title = "<!channel> a|b & <https://evil.example|click> @here\n*now*";
    const alerts = [alertOf({ title, labels: { service: "<@U1>" } }), over];
    const message = messageWith({
      subject: title,
      alerts,
      more: 2,
      link: "https://mc.example.org/a?x=1&y=<2>|3",
    });
    await sendBy(channelOf({ kind: "slack", url: server.url }), message, plainTools());
    const body = server.json(0) as { text: string; attachments: { color: string; text: string }[] };
    expect(body.text).toBe(
      "<https://mc.example.org/a?x=1&amp;y=%3C2%3E%7C3|&lt;!channel&gt; a¦b &amp; &lt;https://evil.example¦click&gt; @\u200bhere *now*>\nand 2 more",
    );
    expect(body.attachments.map(({ color }) => color)).toEqual(["#c62828", "#2e7d32"]);
    expect(body.attachments[0]?.text).toContain("service=&lt;@U1&gt;");
    expect(body.attachments[0]?.text).toContain("p99 is &lt;900 ms&gt; &amp; rising");
    expect(body.attachments[0]?.text.split("\n")[0]).toMatch(
      /^<https:\/\/mc\.example\.org\/views\/shop\?at=1\|/,
    );
  });

  it("gets what helps to see why, a line each, after the alerts", async () => {
    const server = await serve((response) => response.end("ok"));
    const facts = ["Last deploy: api v412", "What changed most: errors<1> 40x"];
    await sendBy(channelOf({ kind: "slack", url: server.url }), messageWith({ facts }), plainTools());
    const body = server.json(0) as { attachments: { text: string }[] };
    expect(body.attachments.at(-1)?.text).toBe(
      "Last deploy: api v412\nWhat changed most: errors&lt;1&gt; 40x",
    );
  });

  it("counts what are too many to show", async () => {
    const server = await serve((response) => response.end("ok"));
    const alerts = Array.from({ length: 50 }, (_, i) => alertOf({ id: `a${i}` }));
    await sendBy(
      channelOf({ kind: "slack", url: server.url }),
      messageWith({ alerts, more: 70 }),
      plainTools(),
    );
    const body = server.json(0) as { text: string; attachments: unknown[] };
    expect([body.attachments.length, body.text.split("\n")[1]]).toEqual([20, "and 100 more"]);
  });

  it.each([
    ["ok", true],
    ["", true],
    ['{"ok":true}', true],
    ['{"success":true}', true],
    ["<!doctype html><title>Welcome</title>", false],
    ['{"success":false,"error":"no such room"}', false],
  ])("has taken it where 200 says %s: %s", async (said, ok) => {
    const server = await serve((response) => response.end(said));
    const sent = await sendBy(channelOf({ kind: "slack", url: server.url }), messageWith(), plainTools());
    expect(sent.ok).toBe(ok);
  });
});

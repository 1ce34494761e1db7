import type { ServerResponse } from "node:http";
import { type RawChannel, rawChannelSchema } from "@mission-control/contracts";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { alertOf, type Got, messageWith, nowMs, plainTools, receiver } from "./tools-for-tests.ts";
import { secretFault } from "./webhook.ts";

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function serve(answer: (response: ServerResponse, got: Got) => void) {
  const server = await receiver(answer);
  running.push(server);
  return server;
}

const channelOf = (fields: Record<string, unknown>): RawChannel =>
  rawChannelSchema.parse({ slug: "one", name: "One", ...fields });

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const oldSecret = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const over = alertOf({ id: "b2", state: "normal", firingMs: null, sinceMs: nowMs - 5_000 });

/** Kinds that post, each with an answer that takes the message. */
const kinds: { name: string; fields: (url: string) => Record<string, unknown>; taken: [number, string] }[] = [
  { name: "webhook", fields: (url) => ({ kind: "webhook", url, secret }), taken: [200, ""] },
  { name: "slack", fields: (url) => ({ kind: "slack", url }), taken: [200, "ok"] },
  {
    name: "pagerduty",
    fields: (url) => ({ kind: "pagerduty", url, key: "routing key" }),
    taken: [202, '{"status":"success"}'],
  },
  { name: "alertmanager", fields: (url) => ({ kind: "alertmanager", url }), taken: [200, ""] },
  {
    name: "mandrill",
    fields: (url) => ({ kind: "mandrill", url, key: "k", to: ["a@example.org"], from: "mc@example.org" }),
    taken: [200, '[{"email":"a@example.org","status":"sent"}]'],
  },
  {
    name: "vonage",
    fields: (url) => ({
      kind: "vonage",
      url,
      key: "k",
      secret: "sms secret",
      to: ["4915112345678"],
      from: "MC",
    }),
    taken: [200, '{"messages":[{"status":"0"}]}'],
  },
];

describe.each(kinds)("$name", ({ fields, taken: [status, body] }) => {
  const sendTo = async (answer: (response: ServerResponse) => void) => {
    const server = await serve(answer);
    return { sent: await sendBy(channelOf(fields(server.url)), messageWith(), plainTools()), server };
  };

  it("sends one request for one alert, and says what was answered", async () => {
    const { sent, server } = await sendTo((response) => response.writeHead(status).end(body));
    expect(sent).toMatchObject({ ok: true });
    expect(server.got.length).toBe(1);
    expect(server.got[0]?.headers["content-type"]).toBe("application/json");
  });

  it.each([
    [429, true],
    [408, true],
    [500, true],
    [503, true],
    [400, false],
    [401, false],
    [404, false],
  ])("takes %i to be worth another try: %s", async (code, retry) => {
    const { sent } = await sendTo((response) => response.writeHead(code).end("no"));
    expect(sent).toEqual({ ok: false, retry, words: `answered ${code}: no` });
  });

  it("waits as long as it is asked to, in seconds or until a date, but not for days", async () => {
    const asked = [
      ["17", 17_000],
      [new Date(nowMs + 90_000).toUTCString(), 90_000],
      [new Date(nowMs - 90_000).toUTCString(), 0],
      ["999999", 3_600_000],
    ] as const;
    for (const [after, afterMs] of asked) {
      const { sent } = await sendTo((response) => response.writeHead(503, { "retry-after": after }).end());
      expect(sent).toEqual({ ok: false, retry: true, words: "answered 503", afterMs });
    }
    const { sent } = await sendTo((response) => response.writeHead(503, { "retry-after": "soon" }).end());
    expect(sent).toEqual({ ok: false, retry: true, words: "answered 503" });
  });

  it("ends where it is told that there is nobody any more", async () => {
    const { sent } = await sendTo((response) => response.writeHead(410).end());
    expect(sent).toMatchObject({ ok: false, retry: false, disable: true });
  });

  it("follows no redirect", async () => {
    const { sent, server } = await sendTo((response) => response.writeHead(302, { location: "/" }).end());
    expect(sent).toMatchObject({
      ok: false,
      retry: false,
      words: expect.stringContaining("is not followed"),
    });
    expect(server.got.length).toBe(1);
  });

  it("tells answers on one line, short, without signs that a terminal acts on", async () => {
    const { sent } = await sendTo((response) =>
      response.writeHead(400).end(`a\r\nb\u001b[2Jc\u202e${"x".repeat(9_999)}`),
    );
    expect(sent.words).toMatch(/^answered 400: a b \[2Jc x+…$/);
    expect(sent.words.length).toBeLessThan(230);
  });

  it("is not asked again where it was refused here, and is where nobody answered", async () => {
    const channel = channelOf(fields("http://127.0.0.1:1"));
    for (const blocked of [true, false]) {
      const post = () => Promise.resolve({ ok: false as const, blocked, words: "why" });
      expect(await sendBy(channel, messageWith(), plainTools({ post }))).toMatchObject({
        ok: false,
        words: expect.stringContaining("why"),
        retry: !blocked,
      });
    }
  });
});

describe("a web hook", () => {
  it("is signed so that a verifier of Standard Webhooks takes it, by either secret", async () => {
    const server = await serve((response) => response.writeHead(204).end());
    // The verifier looks at this machine's clock.
    const clock = { ...plainTools().clock, now: () => Date.now() };
    const channel = channelOf({ kind: "webhook", url: `${server.url}/in?a=b`, secret, oldSecret });
    await sendBy(channel, messageWith({ alerts: [alertOf(), over], more: 3 }), plainTools({ clock }));
    const [got] = server.got;
    const headers = got!.headers as Record<string, string>;
    for (const one of [secret, oldSecret]) new Webhook(one).verify(got!.body, headers);
    expect(() => new Webhook(secret).verify(`${got!.body} `, headers)).toThrow();
    const other = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
    expect(() => new Webhook(other).verify(got!.body, headers)).toThrow();
    expect(headers["webhook-id"]).toBe("0199-7abc");
    expect(got!.path).toBe("/in?a=b");
    expect(server.json(0)).toEqual({
      type: "alerts.firing",
      timestamp: "2026-09-20T11:59:59.000Z",
      data: {
        id: "0199-7abc",
        reason: "firing",
        subject: "FIRING: checkout is slow",
        text: "checkout is slow\nhttps://mc.example.org/views/shop?at=1",
        link: "https://mc.example.org/alerts",
        more: 3,
        alerts: [
          {
            id: "a1b2c3d4",
            status: "firing",
            state: "firing",
            rule: "checkout-slow",
            ruleName: "Checkout is slow",
            labels: { service: "checkout", "k8s.pod": "web-1" },
            severity: "critical",
            value: 0.9,
            unit: "seconds",
            title: "checkout is slow",
            description: "p99 is <900 ms> & rising",
            owner: "shop",
            runbook: "https://example.org/runbook",
            link: "https://mc.example.org/views/shop?at=1",
            firingSince: "2026-09-20T11:58:00.000Z",
            stateSince: "2026-09-20T11:59:00.000Z",
            acknowledgedBy: null,
          },
          expect.objectContaining({ id: "b2", status: "resolved", firingSince: null }),
        ],
      },
    });
  });

  it("without a secret has an id and a time, and no signature", async () => {
    const server = await serve((response) => response.end());
    await sendBy(channelOf({ kind: "webhook", url: server.url }), messageWith(), plainTools());
    expect(server.got[0]?.headers).toMatchObject({
      "webhook-id": "0199-7abc",
      "webhook-timestamp": String(nowMs / 1_000),
    });
    expect(server.got[0]?.headers).not.toHaveProperty("webhook-signature");
  });

  it("is told what a secret has to be", () => {
    expect(secretFault(secret)).toBeUndefined();
    expect(secretFault(oldSecret.replace("whsec_", ""))).toBeUndefined();
    for (const wrong of [
      "",
      "whsec_",
      "hunter2",
      "whsec_AAAA",
      "not base64 at all, but long enough for it",
      "ö".repeat(40),
    ])
      expect(secretFault(wrong)).toMatch(/24 to 64 random bytes/);
  });
});

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

describe("pagerduty", () => {
  const pagerduty = (url: string) => channelOf({ kind: "pagerduty", url, key: "routing key" });

  it("is told of each alert by its id: triggered, acknowledged, resolved", async () => {
    const server = await serve((response) => response.writeHead(202).end());
    const seen = alertOf({ id: "c3", acknowledged: { by: "Ada", note: "", atMs: nowMs } });
    const message = messageWith({ alerts: [alertOf({ title: "x".repeat(2_000) }), over, seen] });
    expect(await sendBy(pagerduty(server.url), message, plainTools())).toMatchObject({ ok: true });
    const events = server.got.map((_, i) => server.json(i));
    expect(events.map((event) => [event.event_action, event.dedup_key, event.routing_key])).toEqual([
      ["trigger", "a1b2c3d4", "routing key"],
      ["resolve", "b2", "routing key"],
      ["acknowledge", "c3", "routing key"],
    ]);
    expect(events[0]).toMatchObject({
      payload: {
        summary: `${"x".repeat(1_023)}…`,
        source: "checkout",
        severity: "critical",
        timestamp: "2026-09-20T11:58:00.000Z",
        custom_details: { notice: "0199-7abc", labels: { service: "checkout" } },
      },
      links: [{ href: "https://mc.example.org/views/shop?at=1" }, { href: "https://example.org/runbook" }],
    });
  });

  it("that has enough in between is told the rest later, and nothing twice", async () => {
    let isBusy = true;
    const server = await serve((response, { body }) => {
      response.writeHead(isBusy && body.includes('"b2"') ? 429 : 202).end();
    });
    const message = messageWith({ alerts: [alertOf(), over] });
    const tools = plainTools();
    expect(await sendBy(pagerduty(server.url), message, tools)).toMatchObject({ ok: false, retry: true });
    isBusy = false;
    expect(await sendBy(pagerduty(server.url), message, tools)).toMatchObject({ ok: true });
    expect(server.got.map((_, i) => server.json(i).dedup_key)).toEqual(["a1b2c3d4", "b2", "b2"]);
  });

  it("is tried by an incident that is over at once", async () => {
    const server = await serve((response) => response.writeHead(202).end());
    await sendBy(pagerduty(server.url), messageWith({ reason: "test" }), plainTools());
    expect(server.got.map((_, i) => server.json(i).event_action)).toEqual(["trigger", "resolve"]);
  });

  it("is another page where it says 200", async () => {
    const server = await serve((response) => response.end("hello"));
    expect(await sendBy(pagerduty(server.url), messageWith(), plainTools())).toMatchObject({
      ok: false,
      retry: false,
    });
  });
});

describe("alertmanager", () => {
  it("is told by its API v2, with names that every version takes, and logs in", async () => {
    const server = await serve((response) => response.end());
    const channel = channelOf({
      kind: "alertmanager",
      url: `${server.url}/am/`,
      user: "mc",
      password: "word",
    });
    await sendBy(channel, messageWith({ alerts: [alertOf(), over] }), plainTools());
    const [got] = server.got;
    expect(got?.path).toBe("/am/api/v2/alerts");
    expect(got?.headers.authorization).toBe(`Basic ${Buffer.from("mc:word").toString("base64")}`);
    expect(JSON.parse(got!.body)).toEqual([
      {
        labels: {
          service: "checkout",
          k8s_pod: "web-1",
          alertname: "Checkout is slow",
          severity: "critical",
        },
        annotations: {
          summary: "checkout is slow",
          description: "p99 is <900 ms> & rising",
          runbook_url: "https://example.org/runbook",
          owner: "shop",
        },
        startsAt: "2026-09-20T11:58:00.000Z",
        endsAt: "2026-10-21T12:00:00.000Z",
        generatorURL: "https://mc.example.org/views/shop?at=1",
      },
      expect.objectContaining({ endsAt: "2026-09-20T11:59:55.000Z" }),
    ]);
  });
});

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

import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { channelOf, messageWith, nowMs, plainTools, secret, serve } from "./tools-for-tests.ts";

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

import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import {
  alertOf,
  channelOf,
  messageWith,
  nowMs,
  oldSecret,
  over,
  plainTools,
  secret,
  serve,
} from "./tools-for-tests.ts";
import { secretFault } from "./webhook.ts";

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

import { describe, expect, it } from "vitest";
import { sendBy } from "./send.ts";
import { alertOf, channelOf, messageWith, nowMs, over, plainTools, serve } from "./tools-for-tests.ts";

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

  it("that refuses one for good is told the others, and which it refused is said", async () => {
    const server = await serve((response, { body }) => {
      response.writeHead(body.includes('"b2"') ? 400 : 202).end();
    });
    const message = messageWith({ alerts: [{ ...over, title: "db is down" }, alertOf({ id: "c3" })] });
    expect(await sendBy(pagerduty(server.url), message, plainTools())).toEqual({
      ok: false,
      words: "db is down: answered 400",
      retry: false,
    });
    expect(server.got.map((_, i) => server.json(i).dedup_key)).toEqual(["b2", "c3"]);
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

import { limits } from "@mission-control/contracts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openStream as open } from "./open-stream.ts";
import { createSession, messageOf } from "./session.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function openStream() {
  const stream = await open();
  closing.push(stream.close);
  return stream;
}

describe("a session", () => {
  it("never buffers more than the limit and one message for a reader that stopped, and resets it when it reads again", async () => {
    const { response, client, text } = await openStream();
    const session = createSession("a".repeat(16));
    session.attach(response, false);
    await vi.waitFor(() => expect(text()).toContain("200 OK"));
    client.pause();
    const step = JSON.stringify({ filler: "x".repeat(64 * 1024) });
    for (let i = 1; i <= 384; i++) {
      session.sendStep(messageOf("step", step, i), i);
      // The kernel takes what it has room for.
      await new Promise((resolve) => setImmediate(resolve));
      expect(response.writableLength).toBeLessThanOrEqual(limits.watcherBacklogBytes + 2 * step.length);
    }
    expect(session.lastSentMs).toBeLessThan(384);
    client.resume();
    await vi.waitFor(() => expect(response.writableLength).toBe(0));
    session.sendStep(messageOf("step", '{"after":true}', 385), 385);
    await vi.waitFor(() =>
      expect(text()).toMatch(/event: reset[\s\S]*id: 385\nevent: step\ndata: \{"after":true\}/),
    );
    expect(session.lastSentMs).toBe(385);
  });

  it("lets go of a connection that took nothing between two looks", async () => {
    const { response, client } = await openStream();
    const session = createSession("b".repeat(16));
    session.attach(response, false);
    client.pause();
    const seen = new Map<string, number>();
    for (let i = 0; i < 200; i++) session.send("events", `"${"y".repeat(64 * 1024)}"`);
    session.reapIfStalled(seen);
    expect(response.destroyed).toBe(false);
    await vi.waitFor(() => {
      session.reapIfStalled(seen);
      expect(response.destroyed).toBe(true);
    });
  });

  it("writes nothing to a connection that was ended while its reader stalls", async () => {
    const { response, client } = await openStream();
    const faults: unknown[] = [];
    response.on("error", (error) => faults.push(error));
    const session = createSession("d".repeat(16));
    session.attach(response, false);
    client.pause();
    while (response.writableLength === 0) session.send("events", `"${"y".repeat(64 * 1024)}"`);
    response.end();
    expect(session.connected).toBe(true);
    session.sendStep(messageOf("step", "{}", 1), 1);
    expect(session.send("heartbeat", "{}")).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    expect(faults).toEqual([]);
    expect(session.lastSentMs).toBe(Number.NEGATIVE_INFINITY);
  });

  it("cuts off the connection that another one takes the place of", async () => {
    const [first, second] = [await openStream(), await openStream()];
    const session = createSession("e".repeat(16));
    session.attach(first.response, false);
    first.client.pause();
    session.attach(second.response, false);
    expect(first.response.destroyed).toBe(true);
    expect(session.send("heartbeat", "{}")).toBe(true);
  });

  it("is not live while it catches up, and goes on after what it was given", async () => {
    const { response } = await openStream();
    const session = createSession("c".repeat(16));
    session.attach(response, true);
    expect(session.connected).toBe(true);
    expect(session.live).toBe(false);
    session.caughtUp(5_000);
    expect(session.live).toBe(true);
    expect(session.lastSentMs).toBe(5_000);
    session.detach(response, 7);
    expect(session.connected).toBe(false);
    expect(session.disconnectedAtMs).toBe(7);
  });
});

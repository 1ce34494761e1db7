import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { limits } from "@mission-control/contracts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createSession } from "./session.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A real response on a real socket whose reader reads only when told to. */
async function openStream() {
  let answered: (response: ServerResponse) => void = () => {};
  const response = new Promise<ServerResponse>((resolve) => {
    answered = resolve;
  });
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { "Content-Type": "text/event-stream" });
    answer.flushHeaders();
    answered(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const client = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  let text = "";
  client.on("data", (chunk) => {
    // Only the end is looked at.
    text = (text + chunk.toString()).slice(-100_000);
  });
  closing.push(() => {
    client.destroy();
    server.close();
  });
  return { response: await response, client, text: () => text };
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
      session.sendStep(step, i);
      // The kernel takes what it has room for.
      await new Promise((resolve) => setImmediate(resolve));
      expect(response.writableLength).toBeLessThanOrEqual(limits.watcherBacklogBytes + 2 * step.length);
    }
    expect(session.lastSentMs).toBeLessThan(384);
    client.resume();
    await vi.waitFor(() => expect(response.writableLength).toBe(0));
    session.sendStep('{"after":true}', 385);
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

import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTcpCarrier } from "./carrier-tcp.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function listen(port = 0) {
  let text = "";
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (piece) => {
      text += piece;
    });
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  undo.push(stop);
  return { port: (server.address() as AddressInfo).port, received: () => text, stop };
}

function open(port: number, mostBytes?: number) {
  const clock = manualClock();
  const carrier = createTcpCarrier({
    host: "127.0.0.1",
    port,
    clock,
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  undo.push(() => carrier.close());
  return { clock, carrier };
}

describe("metrics over TCP", () => {
  it("arrive in order, each line with its end", async () => {
    const { port, received } = await listen();
    const { carrier } = open(port);
    carrier.send("a:1|c\nb:2|c", 2);
    carrier.send("c:3|c", 1);
    await carrier.flush();
    await vi.waitFor(() => expect(received()).toBe("a:1|c\nb:2|c\nc:3|c\n"));
    expect(carrier.counts()).toEqual({ sent: 3, dropped: 0, queued: 0 });
  });

  it("wait for a server that is away, and are bounded: the oldest are dropped and counted", async () => {
    const { port, stop } = await listen();
    await stop();
    const { clock, carrier } = open(port, 32);
    for (let i = 0; i < 9; i++) carrier.send(`hits:${i}|c`, 1);
    await carrier.flush();
    expect(carrier.counts()).toEqual({ sent: 0, dropped: 5, queued: 4 });
    const { received } = await listen(port);
    await vi.waitFor(() => {
      clock.advance(1_000);
      expect(received()).toBe("hits:5|c\nhits:6|c\nhits:7|c\nhits:8|c\n");
    });
    expect(carrier.counts()).toEqual({ sent: 4, dropped: 5, queued: 0 });
  });

  it("go on over a new connection when one broke", async () => {
    const { port, stop, received } = await listen();
    const { clock, carrier } = open(port);
    carrier.send("a:1|c", 1);
    await vi.waitFor(() => expect(received()).toBe("a:1|c\n"));
    await stop();
    const again = await listen(port);
    await vi.waitFor(() => {
      carrier.send("b:1|c", 1);
      clock.advance(1_000);
      expect(again.received()).toContain("b:1|c\n");
    });
  });

  it("do not hold up a flush or the end when nobody reads", async () => {
    const server = createServer((socket) => socket.pause()).listen(0, "127.0.0.1");
    await once(server, "listening");
    undo.push(() => server.close());
    const { clock, carrier } = open((server.address() as AddressInfo).port, 16_000_000);
    for (let i = 0; i < 12_000; i++) carrier.send(`hits:1|c|#text:${"x".repeat(1_000)}`, 1);
    let isFlushed = false;
    const flushed = carrier.flush().then(() => {
      isFlushed = true;
    });
    await vi.waitFor(() => expect(carrier.counts().sent).toBeGreaterThan(0));
    expect(isFlushed).toBe(false);
    clock.advance(4_000);
    await flushed;
    const closed = carrier.close();
    clock.advance(4_000);
    await closed;
    const { sent, dropped, queued } = carrier.counts();
    expect([sent + dropped, queued]).toEqual([12_000, 0]);
  });

  it("that come after the end, or wait at it, are counted as dropped", async () => {
    const { port, stop } = await listen();
    await stop();
    const { carrier } = open(port);
    carrier.send("a:1|c", 1);
    await carrier.close();
    carrier.send("b:1|c", 1);
    expect(carrier.counts()).toEqual({ sent: 0, dropped: 2, queued: 0 });
  });
});

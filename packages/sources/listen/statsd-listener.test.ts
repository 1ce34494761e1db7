import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { platform } from "node:os";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { showSamples } from "../show-samples.ts";
import { createStatsd } from "./statsd.ts";
import { listenStatsd } from "./statsd-listener.ts";
import { readUdpDrops } from "./udp-drops.ts";

const HOST = "127.0.0.1";
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
});

async function open(port = 0) {
  const clock = manualClock(1_000);
  const statsd = createStatsd({ clock, buckets: [1] });
  const listener = await listenStatsd({ host: HOST, port, statsd, clock });
  undo.push(() => listener.close());
  const received = (count: number) => vi.waitFor(() => expect(statsd.counts().received).toBe(count));
  return { clock, statsd, listener, received };
}

async function sendUdp(port: number, ...packets: string[]) {
  const socket = createSocket("udp4");
  for (const packet of packets) {
    await new Promise<void>((resolve) => socket.send(packet, port, HOST, () => resolve()));
  }
  socket.close();
}

async function openTcp(port: number) {
  const socket = connect(port, HOST);
  await once(socket, "connect");
  return socket;
}

describe("StatsD on its sockets", () => {
  it("takes lines over UDP and TCP on one port", async () => {
    const { statsd, listener, received } = await open();
    const { udp, tcp } = listener.address();
    expect(udp).toBe(tcp);
    await sendUdp(udp, "hits:1|c\nhits:2|c", "hits:3|c");
    const socket = await openTcp(tcp);
    socket.write("hits:4|c\nhi");
    socket.end("ts:5|c");
    await received(5);
    expect(showSamples(statsd.flush(5_000), 5_000)).toEqual({ hits_total: 15 });
    expect(listener.status()).toMatchObject({
      name: "statsd",
      address: `udp and tcp ${HOST}:${udp}`,
      state: "listening",
      received: 5,
      rejected: 0,
      lastReceivedMs: 1_000,
    });
  });

  it("goes on after an empty packet, a bad one and the largest there is", async () => {
    const { statsd, listener, received } = await open();
    await sendUdp(listener.address().udp, "", "\0\xff", "x".repeat(65_507), "hits:1|c");
    await received(3);
    expect(statsd.counts().rejected).toBe(2);
  });

  it("refuses a TCP line over 64 KiB and takes the next", async () => {
    const { statsd, listener, received } = await open();
    const socket = await openTcp(listener.address().tcp);
    socket.end(`${"x".repeat(200_000)}\nhits:1|c\n`);
    await received(2);
    expect(statsd.counts()).toMatchObject({ rejected: 1, bad: [{ reason: "line longer than 65536 bytes" }] });
  });

  it("closes a connection that was silent for a minute, not one that speaks", async () => {
    const { clock, listener, received } = await open();
    const [silent, speaking] = [await openTcp(listener.address().tcp), await openTcp(listener.address().tcp)];
    silent.write("a:1|c\n");
    speaking.write("b:1|c\n");
    await received(2);
    clock.advance(40_000);
    speaking.write("b:1|c\n");
    await received(3);
    const closed = once(silent, "close");
    clock.advance(30_000);
    await closed;
    speaking.write("b:1|c\n");
    await received(4);
    speaking.destroy();
  });

  it("says which port is taken and what to do, and leaves nothing open", async () => {
    const { listener } = await open();
    const { udp } = listener.address();
    await expect(open(udp)).rejects.toThrow(
      `StatsD cannot listen on udp ${HOST}:${udp}: another program uses that port. Stop it, or choose a free port with statsd.port (STATSD_PORT).`,
    );
  });

  it("says it of TCP too, and gives the UDP port back", async () => {
    const blocker = createServer().listen(0, HOST);
    await once(blocker, "listening");
    undo.push(async () => void blocker.close());
    const { port } = blocker.address() as { port: number };
    await expect(open(port)).rejects.toThrow(`StatsD cannot listen on tcp ${HOST}:${port}`);
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(port, HOST, resolve));
    expect(socket.address().port).toBe(port);
    socket.close();
  });

  it.runIf(platform() === "linux")("knows what the kernel dropped of its own port", async () => {
    const { listener } = await open();
    expect(await listener.kernelDrops()).toBe(0);
    expect(await readUdpDrops(listener.address().udp, "/nowhere")).toBeUndefined();
  });
});

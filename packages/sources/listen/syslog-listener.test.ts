import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { platform } from "node:os";
import type { RawEvent } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createSyslog } from "./syslog.ts";
import { listenSyslog } from "./syslog-listener.ts";

const HOST = "127.0.0.1";
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
});

async function open(port = 0) {
  const clock = manualClock(1_000);
  const events: RawEvent[] = [];
  const syslog = createSyslog({
    clock,
    captures: { request: [], response: [] },
    accept: async (batch) => void events.push(...batch),
  });
  const listener = await listenSyslog({ host: HOST, port, syslog, clock });
  undo.push(() => listener.close());
  const received = (count: number) => vi.waitFor(() => expect(syslog.counts().received).toBe(count));
  const titles = async () => {
    await syslog.flush();
    return events.map(({ title }) => title);
  };
  return { clock, syslog, listener, received, titles, port: listener.address().udp };
}

async function sendUdp(port: number, ...packets: (string | Uint8Array)[]) {
  const socket = createSocket("udp4");
  for (const packet of packets) {
    await new Promise<void>((resolve) => socket.send(packet, port, HOST, () => resolve()));
  }
  socket.close();
}

describe("syslog on its sockets", () => {
  test("takes messages over UDP and TCP on one port", async () => {
    const { listener, received, titles, port } = await open();
    expect(listener.address().tcp).toBe(port);
    await sendUdp(port, "<1>a: udp");
    await received(1);
    const socket = connect(port, HOST);
    socket.write("9 <1>a: one<1>a: t");
    socket.end("wo\n<1>a: three");
    await received(4);
    expect(await titles()).toEqual(["udp", "one", "two", "three"]);
    expect(listener.status()).toMatchObject({
      name: "syslog",
      address: `udp and tcp ${HOST}:${port}`,
      state: "listening",
      received: 4,
      rejected: 0,
    });
  });

  test("closes a connection that lies about a length, and goes on with the others", async () => {
    const { received, titles, port } = await open();
    const [liar, other] = [connect(port, HOST), connect(port, HOST)];
    liar.on("error", () => {});
    const closed = new Promise((resolve) => liar.on("close", resolve));
    liar.write(`<1>a: ${"x".repeat(1_000_000)}`);
    await closed;
    other.end("<1>a: still here\n");
    await received(2);
    expect((await titles())[1]).toBe("still here");
  });

  test("goes on after an empty packet, a bad one and the largest there is", async () => {
    const { syslog, received, port } = await open();
    await sendUdp(port, "", "\0\xff", "x".repeat(65_507), new Uint8Array([0xff, 0xfe]), "<1>a: good");
    await received(4);
    expect(syslog.counts().rejected).toBe(3);
  });

  test("closes a connection that was silent for a minute, and takes what it had begun", async () => {
    const { clock, received, titles, port } = await open();
    const silent = connect(port, HOST);
    silent.write("<1>a: one\n<1>a: begun");
    await received(1);
    const closed = once(silent, "close");
    clock.advance(70_000);
    await closed;
    await received(2);
    expect(await titles()).toEqual(["one", "begun"]);
  });

  test("says which port is taken and what to do", async () => {
    const { port } = await open();
    await expect(open(port)).rejects.toThrow(
      `Syslog cannot listen on udp ${HOST}:${port}: another program uses that port. Stop it, or choose a free port with syslog.port (SYSLOG_PORT).`,
    );
  });

  test.runIf(platform() === "linux")("knows what the kernel dropped of its own port", async () => {
    const { listener } = await open();
    expect(await listener.kernelDrops()).toBe(0);
  });
});

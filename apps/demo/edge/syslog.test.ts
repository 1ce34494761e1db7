import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { manualClock } from "@mission-control/series";
import { afterEach, describe, expect, it } from "vitest";
import { createSyslog } from "./syslog.ts";

const clock = manualClock(new Date(2026, 10, 1, 7, 6, 5).getTime());
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function receiver(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  ends.push(() => socket.close());
  return { socket, port: socket.address().port };
}

function sender(port: number) {
  const syslog = createSyslog({ clock, host: "127.0.0.1", port });
  ends.push(syslog.close);
  return syslog;
}

describe("syslog", () => {
  it("says facility, severity, time, program and process as HAProxy does", async () => {
    const { socket, port } = await receiver();
    sender(port).notice({ severity: 1, text: "Server web/web-2 is DOWN" });
    const [line] = (await once(socket, "message")) as [Buffer];
    expect(line.toString()).toBe(`<129>Nov  1 07:06:05 haproxy[${process.pid}]: Server web/web-2 is DOWN\n`);
  });

  it("cuts a line at 1024 bytes, as HAProxy does", async () => {
    const { socket, port } = await receiver();
    sender(port).notice({ severity: 5, text: "x".repeat(5_000) });
    const [line] = (await once(socket, "message")) as [Buffer];
    expect(line.length).toBe(1_024);
    expect(line.at(-1)).toBe("\n".charCodeAt(0));
  });

  it("holds no more lines than its bound, and counts the rest", async () => {
    const { port } = await receiver();
    const flooded = sender(port);
    for (let i = 0; i < 1_500; i++) flooded.notice({ severity: 5, text: "x" });
    expect(flooded.counts().dropped).toBe(500);
    await expect.poll(() => flooded.counts().sent, { timeout: 5_000 }).toBe(1_000);
  });

  it("drops and counts what comes after its end", async () => {
    const { port } = await receiver();
    const ended = sender(port);
    ended.close();
    ended.close();
    ended.notice({ severity: 5, text: "too late" });
    expect(ended.counts()).toEqual({ sent: 0, dropped: 1 });
  });
});

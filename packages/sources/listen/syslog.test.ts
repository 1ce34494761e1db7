import type { RawEvent } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { describe, expect, test } from "vitest";
import { createSyslog } from "./syslog.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function syslogAt() {
  const clock = manualClock(1_000);
  const batches: RawEvent[][] = [];
  let done = () => {};
  let taken: Promise<void> = Promise.resolve();
  const syslog = createSyslog({
    clock,
    captures: { request: [], response: [] },
    accept: (events) => {
      batches.push(events);
      return taken;
    },
  });
  return {
    clock,
    syslog,
    batches,
    /** Lets nothing reach the disk until the returned function is called. */
    hold(): () => void {
      taken = new Promise((resolve) => {
        done = resolve;
      });
      return () => done();
    },
  };
}

describe("syslog", () => {
  test("hands on what came within 50 ms as one batch", () => {
    const { clock, syslog, batches } = syslogAt();
    for (const text of ["<1>a: 1", "<1>a: 2\n", "<1>a: 3\0\n"]) syslog.receive(bytesOf(text));
    clock.advance(49);
    expect(batches).toEqual([]);
    clock.advance(1);
    expect(batches.map((events) => events.map(({ title }) => title))).toEqual([["1", "2", "3"]]);
    clock.advance(1_000);
    syslog.receive(bytesOf("<1>a: 4"));
    clock.advance(50);
    expect(batches).toHaveLength(2);
  });

  test("counts what came and what was no good, and keeps the last of these", () => {
    const { syslog } = syslogAt();
    for (const text of ["<1>a: good", "", "\n", "no priority", "<999>x"]) syslog.receive(bytesOf(text));
    expect(syslog.counts()).toEqual({
      received: 3,
      rejected: 2,
      lastReceivedMs: 1_000,
      bad: [
        { timeMs: 1_000, line: "<999>x", reason: "the priority 999 is above 191" },
        { timeMs: 1_000, line: "no priority", reason: "no <priority> at the beginning" },
      ],
    });
  });

  test("hands on at the end what it still had", async () => {
    const { syslog, batches } = syslogAt();
    syslog.receive(bytesOf("<1>a: last"));
    await syslog.flush();
    await syslog.flush();
    expect(batches).toHaveLength(1);
  });

  test("lets at most 20,000 wait for a slow disk, counts what it lost, and goes on after", async () => {
    const { clock, syslog, batches, hold } = syslogAt();
    const release = hold();
    const message = bytesOf("<1>a: x");
    for (let i = 0; i < 20_100; i++) syslog.receive(message);
    clock.advance(50);
    expect(batches.flat()).toHaveLength(20_000);
    expect(syslog.counts()).toMatchObject({ received: 20_100, rejected: 100 });
    expect(syslog.counts().bad[0]!.reason).toBe("lost: the disk does not keep up");
    release();
    await new Promise((resolve) => setImmediate(resolve));
    syslog.receive(message);
    clock.advance(50);
    expect(batches.flat()).toHaveLength(20_001);
  });

  test("marks what was cut over TCP, and tells it among the bad ones once", () => {
    const { clock, syslog, batches } = syslogAt();
    let closed = false;
    const reader = syslog.createReader(() => {
      closed = true;
    });
    reader.push(bytesOf(`<11>app: ${"x".repeat(1_000_000)}\n`));
    clock.advance(50);
    expect(closed).toBe(true);
    expect(batches.flat()).toEqual([
      expect.objectContaining({
        service: "app",
        title: "x".repeat(500),
        attributes: { facility: 1, message: "x".repeat(4_096), truncated: true },
      }),
    ]);
    expect(syslog.counts()).toMatchObject({
      received: 1,
      rejected: 1,
      bad: [{ reason: "line longer than 65536 bytes" }],
    });
  });
});

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createUdpCarrier } from "./carrier-udp.ts";
import { durationMs } from "./duration.ts";
import { metricLine, type Tags } from "./metric-line.ts";
import { createMetrics } from "./metrics.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function open(tags: Tags = {}) {
  const socket = createSocket("udp4");
  const packets: string[] = [];
  socket.on("message", (bytes) => packets.push(bytes.toString()));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  undo.push(() => socket.close());
  const clock = manualClock(1_000);
  const carrier = createUdpCarrier({ host: "127.0.0.1", port: socket.address().port });
  const metrics = createMetrics({ clock, carrier, tags });
  undo.push(() => metrics.close());
  const lines = () => packets.flatMap((packet) => packet.split("\n"));
  const received = (count: number) => vi.waitFor(() => expect(lines()).toHaveLength(count));
  return { clock, metrics, packets, lines, received };
}

describe("metrics", () => {
  it("are gathered and sent once a second", async () => {
    const { clock, metrics, lines, received } = await open();
    for (let i = 0; i < 1_000; i++) metrics.count("hits", 2);
    metrics.gauge("level", 1);
    metrics.gauge("level", 4.5);
    for (const user of ["a", "b", "a"]) metrics.set("users", user);
    metrics.timer("checkout").record(12.34567);
    metrics.timer("checkout").record(3);
    clock.advance(999);
    expect(metrics.counts()).toEqual({ sent: 0, dropped: 0, queued: 4 });
    clock.advance(1);
    await received(5);
    expect(lines()).toEqual(["hits:2000|c", "level:4.5|g", "users:a|s", "users:b|s", "checkout:12.346:3|ms"]);
    await vi.waitFor(() => expect(metrics.counts()).toEqual({ sent: 5, dropped: 0, queued: 0 }));
  });

  it("that nobody touched are not sent again", async () => {
    const { clock, metrics, lines, received } = await open();
    metrics.count("hits", 1);
    clock.advance(3_000);
    metrics.count("hits", 0);
    metrics.count("hits", 5);
    clock.advance(1_000);
    await received(2);
    expect(lines()).toEqual(["hits:1|c", "hits:5|c"]);
  });

  it("below zero reach a gauge by way of zero, in one packet, as StatsD's signs mean changes", async () => {
    const { metrics, packets } = await open();
    metrics.gauge("level", -4);
    await metrics.flush();
    await vi.waitFor(() => expect(packets).toEqual(["level:0|g\nlevel:-4|g"]));
  });

  it("carry tags, their own before the client's", async () => {
    const { metrics, lines, received } = await open({ env: "test", service: "shop" });
    metrics.count("hits", 1, { route: "/a", env: "own" });
    metrics.count("hits", 1, { route: "/b" });
    metrics.count("hits", 1, { route: "/a", env: "own" });
    await metrics.flush();
    await received(2);
    expect(lines()).toEqual([
      "hits:2|c|#env:own,service:shop,route:/a",
      "hits:1|c|#env:test,service:shop,route:/b",
    ]);
  });

  it("that are no good are counted and hurt no other", async () => {
    const { metrics, lines, received } = await open();
    metrics.count("hits", -1);
    metrics.count("hits", Number.NaN);
    metrics.count("", 1);
    metrics.count("x".repeat(201), 1);
    metrics.gauge("level", Number.POSITIVE_INFINITY);
    metrics.timer("checkout").record(-1);
    metrics.set("users", "");
    metrics.count("big", 1, { tag: "x".repeat(700) });
    metrics.count("good", 1);
    await metrics.flush();
    await received(1);
    expect(lines()).toEqual(["good:1|c"]);
    expect(metrics.counts()).toEqual({ sent: 1, dropped: 8, queued: 0 });
  });

  it("of a sampled timer are at most the size of the sample in each window, and stand for all", async () => {
    const { clock, metrics, lines } = await open();
    const timer = metrics.timer("checkout").sample(100).every("5s");
    for (const count of [50_000, 30, 4_000]) {
      const before = lines().length;
      for (let i = 0; i < count; i++) timer.record(i % 50);
      clock.advance(4_000);
      expect(lines().length).toBe(before);
      clock.advance(1_000);
      await vi.waitFor(() => expect(lines().length).toBeGreaterThan(before));
      const own = lines()
        .slice(before)
        .map((line) => /^checkout:([\d.:]+)\|ms(?:\|@([\d.e-]+))?$/.exec(line)!);
      const kept = own.flatMap((parts) => parts[1]!.split(":"));
      expect(kept).toHaveLength(Math.min(100, count));
      const stoodFor = own.reduce(
        (sum, parts) => sum + parts[1]!.split(":").length / Number(parts[2] ?? 1),
        0,
      );
      expect(stoodFor).toBeCloseTo(count, 6);
    }
  });

  it("of a sampled timer that is asked for again go into the same sample", async () => {
    const { metrics, lines, received } = await open();
    for (let i = 0; i < 1_000; i++) metrics.timer("checkout").sample(10).every("5s").record(1);
    await metrics.flush();
    await received(1);
    expect(lines()).toEqual([`checkout:${Array(10).fill("1").join(":")}|ms|@0.01`]);
  });

  it("of a timer are never lost for their number", async () => {
    const { metrics, lines } = await open();
    for (let i = 0; i < 5_000; i++) metrics.timer("checkout").record(i);
    await metrics.flush();
    await vi.waitFor(() => {
      const values = lines().flatMap((line) => line.slice("checkout:".length, -"|ms".length).split(":"));
      expect(values.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
    });
  });

  it("of more series than are remembered are all sent", async () => {
    const { metrics, lines } = await open();
    let sum = 0;
    for (let i = 0; i < 25_000; i++) {
      metrics.count("hits", 1, { user: i % 12_500 });
      // The kernel holds so much; this is a law of the client, not of UDP.
      if (i % 1_000 === 0) {
        await metrics.flush();
        await vi.waitFor(() => expect(lines().length).toBe(metrics.counts().sent));
      }
    }
    await metrics.flush();
    await vi.waitFor(() => {
      sum = lines().reduce((all, line) => all + Number(/:(\d+)\|c/.exec(line)![1]), 0);
      expect(sum).toBe(25_000);
    });
  });
});

describe("a timed function", () => {
  it("gives its result or failure back, and its time is taken until its promise settles", async () => {
    const { clock, metrics, lines, received } = await open();
    const timer = metrics.timer("job");
    expect(timer.time(() => clock.advance(7))).toBeUndefined();
    expect(() =>
      timer.time(() => {
        clock.advance(20);
        throw new RangeError("no");
      }),
    ).toThrow(RangeError);
    const { promise, resolve } = withResolvers();
    const timed = timer.time(() => promise);
    clock.advance(30);
    resolve("done");
    expect(await timed).toBe("done");
    await metrics.flush();
    await received(1);
    expect(lines()).toEqual(["job:7:20:30|ms"]);
  });
});

function withResolvers() {
  let resolve: (value: string) => void = () => {};
  const promise = new Promise<string>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe("a metric's line", () => {
  it("is one line of the form that StatsD reads, whatever its name and tags", () => {
    const text = fc.string({ unit: "binary", maxLength: 30 });
    fc.assert(
      fc.property(text, fc.dictionary(text, text, { maxKeys: 5 }), (name, tags) => {
        const line = metricLine(name, tags, {});
        if (line === undefined) return;
        expect(`${line.head}1|c${line.tail}`).toMatch(
          /^[^\n:|@#]+:1\|c(\|#[^\n|:,]+:[^\n|,]*(,[^\n|:,]+:[^\n|,]*)*)?$/u,
        );
      }),
    );
  });
});

describe("a duration", () => {
  it("is ms, or a number with a unit", () => {
    expect([durationMs(5), durationMs("5ms"), durationMs("5s"), durationMs("1.5m")]).toEqual([
      5, 5, 5_000, 90_000,
    ]);
  });

  it.each(["5", "5h", "-5s", "0s", 0, Number.NaN])("is not %s", (duration) => {
    expect(() => durationMs(duration as never)).toThrow(RangeError);
  });
});

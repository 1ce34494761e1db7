import { limits } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeFeed } from "./fake-feed.ts";
import { createLiveHub } from "./live-hub.ts";
import type { ToPage } from "./live-protocol.ts";

const up = { expr: "up", stepMs: 5_000 };
const load = { expr: "node_load1", stepMs: 5_000 };
const frame = (sealedMs: number, ...lanes: { expr: string; stepMs: number }[]) => ({
  sealedMs,
  nowMs: sealedMs + 500,
  lanes: lanes.map((lane) => ({ ...lane, atMs: sealedMs, series: [{}], values: [1] })),
});

describe("the live hub", () => {
  let clock: ReturnType<typeof manualClock>;
  let fake: ReturnType<typeof createFakeFeed>;
  let hub: ReturnType<typeof createLiveHub>;
  let ids = 0;

  beforeEach(() => {
    clock = manualClock(1_000_000);
    fake = createFakeFeed();
    hub = createLiveHub({ clock, feed: fake.feed, newId: () => `id-${++ids}` });
  });

  function page() {
    const heard: ToPage[] = [];
    const { receive } = hub.attach((message) => heard.push(message));
    return {
      receive,
      of: <T extends ToPage["type"]>(type: T) =>
        heard.filter((message): message is Extract<ToPage, { type: T }> => message.type === type),
      forget: () => heard.splice(0),
    };
  }

  /** Lets due timers and answered promises run. */
  async function settle() {
    for (let i = 0; i < 4; i++) {
      clock.advance(0);
      await Promise.resolve();
    }
  }

  it("opens one stream however many pages there are", async () => {
    for (let i = 0; i < 8; i++) page();
    await settle();
    expect(fake.opened).toHaveLength(1);
  });

  it("subscribes only once the server said hello, and tells each lane up to where to ask for the past", async () => {
    fake.answers((lanes) => ({ lanes: lanes.map(({ key }) => ({ key, sealedMs: 995_000 })) }));
    const one = page();
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    expect(fake.puts).toHaveLength(0);
    fake.hello();
    await settle();
    expect(fake.puts.map((put) => put.lanes.map((lane) => lane.expr))).toEqual([["up"]]);
    expect(one.of("sealed")).toMatchObject([{ lanes: [{ ...up, sealedMs: 995_000 }] }]);
  });

  it("asks for a lane once for all pages, and hands each page only what it watches", async () => {
    const [one, two] = [page(), page()];
    fake.hello();
    one.receive({ type: "watch", lanes: [up, load] });
    two.receive({ type: "watch", lanes: [up] });
    await settle();
    expect(
      fake.puts
        .at(-1)!
        .lanes.map((lane) => lane.expr)
        .sort(),
    ).toEqual(["node_load1", "up"]);
    fake.say("step", frame(5_000, up, load));
    expect(one.of("step")[0]!.frame.lanes).toHaveLength(2);
    expect(two.of("step")[0]!.frame.lanes.map((lane) => lane.expr)).toEqual(["up"]);
  });

  it("tells a page that comes later where its lane begins, and does not tell the others again", async () => {
    const one = page();
    fake.hello();
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    one.forget();
    const two = page();
    fake.answers((lanes) => ({ lanes: lanes.map(({ key }) => ({ key, sealedMs: 20_000 })) }));
    two.receive({ type: "watch", lanes: [up] });
    await settle();
    expect(two.of("sealed")[0]!.lanes).toMatchObject([{ ...up, sealedMs: 20_000 }]);
    expect(one.of("sealed")).toEqual([]);
  });

  it("hands on why a lane cannot be watched", async () => {
    const one = page();
    fake.hello();
    fake.answers((lanes) => ({
      lanes: lanes.map(({ key }) => ({ key, sealedMs: 0, error: "parse error", column: 5 })),
    }));
    one.receive({ type: "watch", lanes: [{ expr: "sum(", stepMs: 5_000 }] });
    await settle();
    expect(one.of("sealed")[0]!.lanes[0]).toMatchObject({ error: "parse error", column: 5 });
  });

  it("asks for everything anew after a hello that could not resume, and after a reset", async () => {
    const one = page();
    fake.hello();
    one.receive({ type: "watch", lanes: [up, load] });
    await settle();
    one.forget();
    fake.hello(false);
    await settle();
    expect(one.of("sealed").flatMap((message) => message.lanes)).toHaveLength(2);
    one.forget();
    fake.say("reset", { reason: "too slow" });
    await settle();
    expect(one.of("sealed").flatMap((message) => message.lanes)).toHaveLength(2);
  });

  it("asks for nothing where the stream was resumed", async () => {
    const one = page();
    fake.hello();
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    const puts = fake.puts.length;
    one.forget();
    fake.last().listener.lost();
    expect(one.of("connection").at(-1)!.connection).toMatchObject({ state: "lost", sinceMs: 1_000_000 });
    fake.hello(true);
    await settle();
    expect(fake.puts).toHaveLength(puts);
    expect(one.of("sealed")).toEqual([]);
    expect(one.of("connection").at(-1)!.connection.state).toBe("open");
  });

  it("does not take an answer from before a break for one after it", async () => {
    const one = page();
    fake.hello();
    fake.answers(() => {
      // The stream is replaced while the answer is on its way.
      fake.answers((lanes) => ({ lanes: lanes.map(({ key }) => ({ key, sealedMs: 50_000 })) }));
      fake.hello(false);
      return { lanes: [{ key: "0", sealedMs: 10_000 }] };
    });
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    expect(one.of("sealed").flatMap((message) => message.lanes.map((lane) => lane.sealedMs))).toEqual([
      50_000,
    ]);
  });

  it("puts again a second after the server did not answer", async () => {
    const one = page();
    fake.hello();
    fake.answers(() => "away");
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    fake.answers((lanes) => ({ lanes: lanes.map(({ key }) => ({ key, sealedMs: 5_000 })) }));
    clock.advance(1_000);
    await settle();
    expect(one.of("sealed")).toHaveLength(1);
  });

  it("opens another stream where the server does not know this one", async () => {
    const one = page();
    fake.hello();
    fake.answers(() => "unknown");
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    expect(fake.opened).toHaveLength(2);
    expect(fake.opened[0]!.open).toBe(false);
    expect(fake.opened[1]!.id).not.toBe(fake.opened[0]!.id);
  });

  it("opens another stream when this one has been silent for longer than two heartbeats", async () => {
    const one = page();
    fake.hello();
    for (let i = 0; i < 4; i++) {
      clock.advance(15_000);
      one.receive({ type: "ping" });
      fake.say("heartbeat", { nowMs: 0 });
    }
    expect(fake.opened).toHaveLength(1);
    clock.advance(50_000);
    expect(fake.opened.length).toBeGreaterThan(1);
    expect(one.of("connection").at(-1)!.connection.state).toBe("lost");
  });

  it("waits longer and longer for a server that refuses", () => {
    page();
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      fake.last().listener.closed();
      const before = fake.opened.length;
      let waited = 0;
      while (fake.opened.length === before && waited < 60_000) {
        clock.advance(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it("closes the stream when the last page has gone, said or silent", async () => {
    const one = page();
    const two = page();
    fake.hello();
    one.receive({ type: "bye" });
    clock.advance(5_000);
    expect(fake.last().open).toBe(true);
    clock.advance(200_000);
    expect(fake.last().open).toBe(false);
    expect(two.of("connection").length).toBeGreaterThan(0);
  });

  it("takes back a page that only slept", async () => {
    const one = page();
    const other = page();
    fake.hello();
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    for (let i = 0; i < 20; i++) {
      clock.advance(10_000);
      other.receive({ type: "ping" });
      fake.say("heartbeat", { nowMs: 0 });
    }
    one.forget();
    fake.say("step", frame(5_000, up));
    expect(one.of("step")).toEqual([]);
    one.receive({ type: "ping" });
    await settle();
    expect(one.of("sealed").flatMap((message) => message.lanes)).toMatchObject([up]);
    fake.say("step", frame(10_000, up));
    expect(one.of("step")).toHaveLength(1);
  });

  it("opens a stream again for a page that slept until there was none", async () => {
    const one = page();
    fake.hello();
    one.receive({ type: "watch", lanes: [up] });
    await settle();
    clock.advance(300_000);
    expect(fake.last().open).toBe(false);
    one.receive({ type: "ping" });
    expect(fake.last().open).toBe(true);
    fake.hello();
    one.forget();
    await settle();
    expect(one.of("sealed").flatMap((message) => message.lanes)).toMatchObject([up]);
  });

  it("refuses in words what is more than a browser may watch", async () => {
    const one = page();
    fake.hello();
    const lanes = Array.from({ length: limits.lanesPerWatcher + 2 }, (_, i) => ({
      expr: `m${i}`,
      stepMs: 5_000,
    }));
    one.receive({ type: "watch", lanes });
    await settle();
    expect(fake.puts.at(-1)!.lanes).toHaveLength(limits.lanesPerWatcher);
    const told = one.of("sealed").flatMap((message) => message.lanes);
    expect(told.filter((lane) => lane.error !== undefined)).toHaveLength(2);
  });
});

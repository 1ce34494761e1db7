import { type Event, type PromqlStore, Refusal } from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import { type Matcher, manualClock, metric } from "@mission-control/series";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createBroadcast } from "./broadcast.ts";
import { openStream } from "./open-stream.ts";

const ID = "0123456789abcdef";
const startMs = 1_000_000_000;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A broadcast over one series `up`, whose value is its time in seconds. */
function make(proxied?: (name: string | undefined) => PromqlStore | undefined) {
  const clock = manualClock(startMs);
  let selects = 0;
  const reader = {
    select: async (matchers: readonly Matcher[], fromMs: number, toMs: number) => {
      selects++;
      if (matchers.some(({ value }) => value === "broken")) throw new Error("the disk is gone");
      if (matchers.some(({ value }) => value === "costly")) clock.advance(900);
      const timesMs = Float64Array.from({ length: 2_000 }, (_, i) => startMs - 900_000 + i * 1_000).filter(
        (timeMs) => timeMs >= fromMs && timeMs <= toMs,
      );
      return [{ labels: metric("up"), timesMs, values: timesMs.map((timeMs) => timeMs / 1_000) }];
    },
    series: async () => [],
  };
  const evaluate = createEvaluate({ reader, clock });
  const broadcast = createBroadcast({
    clock,
    evaluate,
    baseStepMs: 1_000,
    graceMs: 0,
    ...(proxied === undefined ? {} : { proxied }),
  });
  closing.push(broadcast.start());
  return { clock, broadcast, selects: () => selects };
}

async function connect(broadcast: ReturnType<typeof make>["broadcast"], id = ID, lastEventId?: number) {
  const stream = await openStream();
  closing.push(stream.close);
  await broadcast.connect(id, stream.response, lastEventId);
  const ids = () => [...stream.text().matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]) - startMs);
  return { ...stream, ids };
}

describe("the broadcast", () => {
  it("greets, and sends a heartbeat each 15 s", async () => {
    const { clock, broadcast } = make();
    const stream = await connect(broadcast);
    await vi.waitFor(() => expect(stream.text()).toContain('event: hello\ndata: {"id":"0123456789abcdef"'));
    clock.advance(15_000);
    await vi.waitFor(() =>
      expect(stream.text()).toContain(`event: heartbeat\ndata: {"nowMs":${startMs + 15_000}}`),
    );
  });

  it("evaluates equal pairs once for all who watch them", async () => {
    const { broadcast, selects } = make();
    const streams = [await connect(broadcast, `${ID}a`), await connect(broadcast, `${ID}b`)];
    for (const id of [`${ID}a`, `${ID}b`]) broadcast.subscribe(id, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 1_000);
    expect(selects()).toBe(1);
    for (const stream of streams) await vi.waitFor(() => expect(stream.ids()).toEqual([1_000]));
  });

  it("sends a browser that comes back the steps it missed, in order and once", async () => {
    const { broadcast } = make();
    const first = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 1_000);
    await vi.waitFor(() => expect(first.ids()).toEqual([1_000]));
    first.close();
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
    for (const second of [2, 3, 4]) await broadcast.seal(startMs + second * 1_000);
    const again = await connect(broadcast, ID, startMs + 1_000);
    await broadcast.seal(startMs + 5_000);
    await vi.waitFor(() => expect(again.ids()).toEqual([2_000, 3_000, 4_000, 5_000]));
    expect(again.text()).not.toContain("event: reset");
  });

  it("sends them once, too, where it comes back again while they are still evaluated", async () => {
    const { broadcast } = make();
    const first = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 1_000);
    first.close();
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
    for (const second of [2, 3, 4]) await broadcast.seal(startMs + second * 1_000);
    const streams = [await openStream(), await openStream()];
    for (const { close } of streams) closing.push(close);
    await Promise.all(streams.map(({ response }) => broadcast.connect(ID, response, startMs + 1_000)));
    await broadcast.seal(startMs + 5_000);
    const ids = () => [...streams[1]!.text().matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id) - startMs);
    await vi.waitFor(() => expect(ids().at(-1)).toBe(5_000));
    expect(ids()).toEqual([2_000, 3_000, 4_000, 5_000]);
  });

  it("goes on after a reconnect although one lane fails, and says so in that lane", async () => {
    const { broadcast } = make();
    const first = await connect(broadcast);
    broadcast.subscribe(ID, [
      { key: "a", expr: "broken", stepMs: 1_000 },
      { key: "b", expr: "up", stepMs: 1_000 },
    ]);
    await broadcast.seal(startMs + 1_000);
    first.close();
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
    await broadcast.seal(startMs + 2_000);
    const again = await connect(broadcast, ID, startMs + 1_000);
    await broadcast.seal(startMs + 3_000);
    await vi.waitFor(() => expect(again.ids()).toEqual([2_000, 3_000]));
    expect(again.text()).toContain('"error":"the disk is gone"');
    expect(again.text()).toContain(`"values":[${startMs / 1_000 + 2}]`);
  });

  it("lets a lane that is too costly say so, and delays no other for it", async () => {
    const { broadcast } = make();
    const stream = await connect(broadcast);
    broadcast.subscribe(ID, [
      { key: "a", expr: "costly", stepMs: 1_000 },
      { key: "b", expr: "costly + 1", stepMs: 1_000 },
      { key: "c", expr: "up", stepMs: 1_000 },
    ]);
    // Costs are known once each has been evaluated.
    for (const second of [1, 2, 3]) await broadcast.seal(startMs + second * 1_000);
    await vi.waitFor(() => expect(stream.ids()).toEqual([1_000, 2_000, 3_000]));
    const last = JSON.parse(stream.text().split("data: ").at(-1) ?? "") as { lanes: { error?: string }[] };
    const tooCostly = expect.stringContaining("too costly to watch live");
    expect(last.lanes.map(({ error }) => error)).toEqual([tooCostly, tooCostly, undefined]);
  });

  it("leaves a lane that was too costly alone, longer each time, and tries it again", async () => {
    const { broadcast, clock, selects } = make();
    await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "a", expr: "costly", stepMs: 1_000 }]);
    const tried: number[] = [];
    for (let second = 1; second <= 120; second++) {
      const before = selects();
      await broadcast.seal(startMs + second * 1_000);
      if (selects() > before) tried.push(second);
      clock.advance(1_000);
    }
    expect(tried.length).toBeGreaterThan(1);
    expect(tried.length).toBeLessThan(6);
    const gaps = tried.slice(1).map((second, i) => second - tried[i]!);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  it("evaluates what is much work for one step elsewhere, and sends the others' step before", async () => {
    const { broadcast } = make();
    const stream = await connect(broadcast);
    const much = "sum_over_time(up[15m:1s] @ end()) + sum_over_time(vector(1)[20d:1s])";
    broadcast.subscribe(ID, [
      { key: "a", expr: much, stepMs: 1_000 },
      { key: "b", expr: "up", stepMs: 1_000 },
    ]);
    await broadcast.seal(startMs + 1_000);
    await vi.waitFor(() => expect(stream.ids()).toEqual([1_000]));
    const steps = [
      ...stream.text().matchAll(/^event: step\ndata: (.*)$|^id: \d+\nevent: step\ndata: (.*)$/gm),
    ];
    const lanes = steps.map(([, early, late]) =>
      (JSON.parse(early ?? late ?? "") as { lanes: { expr: string; error?: string }[] }).lanes.map(
        ({ expr }) => expr,
      ),
    );
    expect(lanes).toEqual([["up"], [much]]);
  });

  it("asks another store once for all who watch, and holds no other lane up for it", async () => {
    const asked: string[] = [];
    let answer: (value: number) => void = () => {};
    const store = {
      instant: (text: string, timeMs: number) => {
        asked.push(text);
        return new Promise((resolve) => {
          answer = (value) =>
            resolve({
              type: "vector",
              timeMs,
              series: [{ labels: metric("far"), value }],
              warnings: [],
              infos: [],
            });
        });
      },
    } as unknown as PromqlStore;
    const { broadcast } = make((name) => (name === "main" ? store : undefined));
    const streams = [await connect(broadcast, `${ID}a`), await connect(broadcast, `${ID}b`)];
    const far = { key: "f", expr: "what{only=it knows", stepMs: 1_000, store: "main" };
    for (const id of [`${ID}a`, `${ID}b`])
      expect(broadcast.subscribe(id, [far, { key: "k", expr: "up", stepMs: 1_000 }])?.lanes).toEqual([
        { key: "f", sealedMs: startMs },
        { key: "k", sealedMs: startMs },
      ]);
    const sealing = broadcast.seal(startMs + 1_000);
    for (const stream of streams) await vi.waitFor(() => expect(stream.text()).toContain('"expr":"up"'));
    // Whoever breaks off here is to get all of this step again.
    for (const stream of streams) expect(stream.ids()).toEqual([]);
    answer(7);
    await sealing;
    for (const stream of streams) {
      await vi.waitFor(() => expect(stream.ids()).toEqual([1_000]));
      expect(stream.text()).toContain('"store":"main","expr":"what{only=it knows"');
      expect(stream.text()).toContain('"values":[7]');
    }
    expect(asked).toEqual(["what{only=it knows"]);
  });

  it("tells at once of a store that there is not, and of a fault in an expression with its place", async () => {
    const { broadcast } = make((name) => {
      if (name !== undefined) throw new PromqlError("bad_data", `there is no store "${name}"`);
      return undefined;
    });
    await connect(broadcast);
    const answer = broadcast.subscribe(ID, [
      { key: "a", expr: "up", stepMs: 1_000, store: "mian" },
      { key: "b", expr: "up{", stepMs: 1_000 },
    ]);
    expect(answer?.lanes).toEqual([
      { key: "a", sealedMs: startMs, error: 'there is no store "mian"' },
      { key: "b", sealedMs: startMs, error: expect.any(String), column: expect.any(Number) },
    ]);
  });

  it("tells in a lane that its store is away, and that what came before still holds", async () => {
    const store = {
      instant: () => Promise.reject(new Refusal("store_away", "main is away: ECONNREFUSED")),
    } as unknown as PromqlStore;
    const { broadcast } = make(() => store);
    const stream = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "f", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 1_000);
    await vi.waitFor(() => expect(stream.ids()).toEqual([1_000]));
    expect(stream.text()).toContain('"error":"main is away: ECONNREFUSED","away":true');
  });

  it("tells a browser that has had no step yet where the first one after its subscription was skipped", async () => {
    const { broadcast } = make();
    const stream = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 2_000);
    await vi.waitFor(() => expect(stream.ids()).toEqual([2_000]));
    expect(stream.text()).toMatch(/event: reset[\s\S]*skipped[\s\S]*"sealedMs":1000002000/);
  });

  it("tells browsers to ask again where steps were skipped", async () => {
    const { broadcast } = make();
    const stream = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    await broadcast.seal(startMs + 1_000);
    await broadcast.seal(startMs + 4_000);
    await vi.waitFor(() => expect(stream.ids()).toEqual([1_000, 4_000]));
    expect(stream.text()).toMatch(/event: reset[\s\S]*skipped[\s\S]*"sealedMs":1000004000/);
  });

  it("forgets who has been away for more than a minute, and what only they watched", async () => {
    const { clock, broadcast } = make();
    const stream = await connect(broadcast);
    broadcast.subscribe(ID, [{ key: "k", expr: "up", stepMs: 1_000 }]);
    expect(broadcast.status().pairs).toBe(1);
    stream.close();
    await vi.waitFor(() => expect(broadcast.status().watchers).toBe(0));
    clock.advance(90_000);
    expect(broadcast.status().pairs).toBe(0);
    expect(broadcast.subscribe(ID, [])).toBeUndefined();
  });

  it("sends what happened within a tenth of a second, the newest 500 of a flood", async () => {
    const { clock, broadcast } = make();
    const stream = await connect(broadcast);
    const events = Array.from({ length: 600 }, (_, i) => ({ id: `e${i}.` }) as Event);
    for (const event of events) broadcast.take({ samples: undefined, events: [event] });
    clock.advance(100);
    await vi.waitFor(() => expect(stream.text()).toContain("e599."));
    expect(stream.text()).not.toContain('"e99."');
    expect(stream.text()).toContain('"e100."');
    expect(broadcast.status().droppedEvents).toBe(100);
  });

  it("sends a deploy however many other events come with it", async () => {
    const { clock, broadcast } = make();
    const stream = await connect(broadcast);
    const flood = Array.from({ length: 5_000 }, (_, i) => ({ id: `e${i}`, type: "x", timeMs: i }) as Event);
    broadcast.take({
      samples: undefined,
      events: [{ id: "the-deploy", type: "deploy", timeMs: 1 } as Event, ...flood],
    });
    clock.advance(100);
    await vi.waitFor(() => expect(stream.text()).toContain("the-deploy"));
    expect(broadcast.status().droppedEvents).toBe(4_501);
  });
});

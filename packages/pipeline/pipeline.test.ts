import {
  type Batch,
  type Event,
  limits,
  type RawEvent,
  Refusal,
  type Spool,
} from "@mission-control/contracts";
import { createMatcher, formatLabels, manualClock, metric, nameOf, samplesOf } from "@mission-control/series";
import { describe, expect, test } from "vitest";
import { createPipeline } from "./pipeline.ts";
import { createRecent } from "./recent.ts";

const startMs = 1_700_000_000_000;
const everything = [createMatcher("__name__", "!=", "none")];

/** A spool in memory that can be told to refuse, and to take its time. */
function createTestSpool() {
  const kept: Batch[] = [];
  const keys = new Set<string>();
  let fault: Error | undefined;
  let synced: Promise<void> = Promise.resolve();
  const spool: Spool = {
    async append(batch, key) {
      await synced;
      if (fault !== undefined) throw fault;
      if (key !== undefined && keys.has(key)) return { seq: kept.length, duplicate: true };
      if (key !== undefined) keys.add(key);
      return { seq: kept.push(batch), duplicate: false };
    },
    read: (afterSeq, limit) =>
      kept.slice(afterSeq, afterSeq + limit).map((batch, i) => ({ ...batch, seq: afterSeq + i + 1 })),
    trim: () => {},
    status: () => ({ batches: kept.length, bytes: 0, maxBytes: 1 }),
    close: () => {},
  };
  return {
    spool,
    kept,
    fail(error: Error | undefined): void {
      fault = error;
    },
    /** Lets nothing reach the disk until the returned function is called. */
    hold(): () => void {
      let go = () => {};
      synced = new Promise((resolve) => {
        go = resolve;
      });
      return go;
    },
  };
}

function pipelineAt({ maxSeries = 100 } = {}) {
  const clock = manualClock(startMs);
  const disk = createTestSpool();
  const recent = createRecent({ clock, keepMs: 3_600_000, stepMs: 5_000 });
  const sent: Batch[] = [];
  let id = 0;
  const pipeline = createPipeline({
    clock,
    spool: disk.spool,
    recent,
    maxSeries,
    sinks: [{ name: "sent", capacity: 100, take: (batch) => void sent.push(batch) }],
    newId: () => `id-${++id}`,
  });
  const seen = () => recent.selectNow(everything, 0, Number.MAX_VALUE).map((one) => nameOf(one.labels));
  const found = async () => (await recent.events.find({ limit: 100 })).events;
  return { clock, disk, recent, sent, pipeline, seen, found };
}

const full = new Refusal("spool_full", "the spool is full");
const sampleOf = (name: string, timeMs = startMs) => samplesOf([{ labels: metric(name), timeMs, value: 1 }]);
const deploy: RawEvent = { type: "deploy", service: "api", attributes: { version: "v7" } };
const eventsOf = (batches: readonly Batch[]): Event[] => batches.flatMap((batch) => [...batch.events]);

describe("events", () => {
  test("pass every stage: classified, titled, dated, named, kept, seen, handed on", async () => {
    const { pipeline, disk, sent, found } = pipelineAt();
    const { events, duplicate, rejects } = await pipeline.acceptEvents([deploy]);
    expect(events).toMatchObject([
      { id: "id-1", timeMs: startMs, type: "deploy", subType: "finished", title: "api v7 deployed" },
    ]);
    expect([duplicate, rejects]).toEqual([false, []]);
    await pipeline.drained();
    for (const where of [eventsOf(disk.kept), await found(), eventsOf(sent)]) expect(where).toEqual(events);
  });

  test("keep the id and time that they came with", async () => {
    const { pipeline } = pipelineAt();
    const { events } = await pipeline.acceptEvents([{ ...deploy, id: "mine", time: 5 }]);
    expect(events).toMatchObject([{ id: "mine", timeMs: 5 }]);
  });

  test("are seen by nobody before they are on disk", async () => {
    const { pipeline, disk, sent, found } = pipelineAt();
    const sync = disk.hold();
    const accepting = pipeline.acceptEvents([deploy]);
    await pipeline.drained();
    expect([await found(), sent]).toEqual([[], []]);
    sync();
    await accepting;
    await pipeline.drained();
    expect([(await found()).length, sent.length]).toEqual([1, 1]);
  });

  test("that the spool refuses are seen by nobody, and the sender hears why", async () => {
    const { pipeline, disk, sent, found } = pipelineAt();
    disk.fail(full);
    await expect(pipeline.acceptEvents([deploy, deploy])).rejects.toBe(full);
    await pipeline.drained();
    expect([await found(), sent, disk.kept]).toEqual([[], [], []]);
    expect(pipeline.counters()).toMatchObject({ eventsIn: 0, spoolRefused: 2 });
  });

  test("that are bad are named by their place, and the good ones are kept", async () => {
    const { pipeline, found } = pipelineAt();
    const late = { ...deploy, time: startMs + limits.futureMs + 1 };
    const { events, rejects } = await pipeline.acceptEvents([late, deploy, late], { paths: ["4", "7", "9"] });
    expect(events).toHaveLength(1);
    expect(rejects.map((reject) => reject.path)).toEqual(["4.time", "9.time"]);
    expect(await found()).toEqual(events);
    expect(pipeline.counters()).toMatchObject({ eventsIn: 1, eventsRejected: 2 });
    expect(pipeline.lastRejects().map(({ path, timeMs }) => [path, timeMs])).toEqual([
      ["9.time", startMs],
      ["4.time", startMs],
    ]);
  });

  test("of which none is good touch no disk", async () => {
    const { pipeline, disk } = pipelineAt();
    disk.fail(full);
    const { rejects } = await pipeline.acceptEvents([{ ...deploy, time: startMs * 2 }]);
    expect(rejects).toHaveLength(1);
  });

  test("of a batch that comes again are neither seen nor counted again", async () => {
    const { pipeline, sent, found } = pipelineAt();
    const key = { idempotencyKey: "once" };
    expect((await pipeline.acceptEvents([deploy], key)).duplicate).toBe(false);
    expect((await pipeline.acceptEvents([deploy], key)).duplicate).toBe(true);
    await pipeline.drained();
    expect([(await found()).length, sent.length, pipeline.counters().eventsIn]).toEqual([1, 1, 1]);
  });

  test("whose id was there already count once, though no key says that they come again", async () => {
    const { pipeline, sent } = pipelineAt();
    await pipeline.acceptEvents([{ ...deploy, id: "a" }]);
    await pipeline.acceptEvents([
      { ...deploy, id: "a" },
      { ...deploy, id: "b" },
    ]);
    await pipeline.drained();
    expect(eventsOf(sent).map((event) => event.id)).toEqual(["a", "b"]);
    expect(pipeline.counters()).toMatchObject({ eventsIn: 2, eventsRepeated: 1 });
    expect([...pipeline.seal(startMs + 5_000).values]).toEqual([0, 2]);
  });

  test("that are requests are counted until the step seals, once each, and exceptions that turn out to be are not", async () => {
    const { pipeline } = pipelineAt();
    const request: RawEvent = { type: "request", id: "a", service: "web", attributes: { status: 404 } };
    await pipeline.acceptEvents([request, { ...request, type: "exception", id: "b" }]);
    await pipeline.acceptEvents([request]);
    const { labels, refs, timesMs, values } = pipeline.seal(startMs + 5_000);
    const counted = Array.from(refs, (ref, i) => ({
      name: formatLabels(labels[ref]!),
      at: timesMs[i],
      value: values[i],
    }));
    expect(counted.filter(({ name }) => name.startsWith("http_requests_total"))).toEqual([
      { name: 'http_requests_total{code="404",service="web"}', at: startMs, value: 0 },
      { name: 'http_requests_total{code="404",service="web"}', at: startMs + 5_000, value: 1 },
    ]);
    expect(pipeline.metadata.of("http_request_duration_seconds_bucket")).toMatchObject({ type: "histogram" });
  });
});

describe("samples that somebody waits for", () => {
  const acknowledged = { acknowledged: true };

  test("are seen by nobody before they are on disk", async () => {
    const { pipeline, disk, seen } = pipelineAt();
    const sync = disk.hold();
    const accepting = pipeline.acceptSamples(sampleOf("up"), acknowledged);
    expect(seen()).toEqual([]);
    sync();
    expect(await accepting).toEqual({ accepted: 1, rejected: 0, duplicate: false, rejects: [] });
    expect(seen()).toEqual(["up"]);
  });

  test("that the spool refuses are seen by nobody, and the sender hears why", async () => {
    const { pipeline, disk, seen } = pipelineAt();
    disk.fail(full);
    await expect(pipeline.acceptSamples(sampleOf("up"), acknowledged)).rejects.toBe(full);
    expect(seen()).toEqual([]);
    expect(pipeline.counters()).toMatchObject({ samplesIn: 0, spoolRefused: 1 });
  });

  test("of a batch that comes again are handed on once", async () => {
    const { pipeline, sent } = pipelineAt();
    const key = { ...acknowledged, idempotencyKey: "once" };
    await pipeline.acceptSamples(sampleOf("up"), key);
    expect(await pipeline.acceptSamples(sampleOf("up"), key)).toMatchObject({ accepted: 1, duplicate: true });
    await pipeline.drained();
    expect(sent).toHaveLength(1);
  });
});

describe("samples that nobody waits for", () => {
  test("are seen at once, and are on disk when it is over", async () => {
    const { pipeline, disk, seen } = pipelineAt();
    const accepting = pipeline.acceptSamples(sampleOf("up"));
    expect(seen()).toEqual(["up"]);
    await accepting;
    expect(disk.kept).toHaveLength(1);
  });

  test("are seen and handed on though the spool refuses them, which is counted", async () => {
    const { pipeline, disk, seen, sent } = pipelineAt();
    disk.fail(full);
    expect(await pipeline.acceptSamples(sampleOf("up"))).toMatchObject({ accepted: 1 });
    await pipeline.drained();
    expect([seen(), sent.length, disk.kept]).toEqual([["up"], 1, []]);
    expect(pipeline.counters()).toMatchObject({ samplesIn: 1, spoolRefused: 1 });
  });

  test("do not hide a fault that is ours", async () => {
    const { pipeline, disk } = pipelineAt();
    disk.fail(new TypeError("ours"));
    await expect(pipeline.acceptSamples(sampleOf("up"))).rejects.toThrow("ours");
  });
});

test("a series beyond the limit is refused, and those that are known go on", async () => {
  const { pipeline, seen } = pipelineAt({ maxSeries: 2 });
  await pipeline.acceptSamples(sampleOf("a"));
  await pipeline.acceptSamples(sampleOf("b"));
  expect(await pipeline.acceptSamples(sampleOf("c"))).toMatchObject({
    accepted: 0,
    rejected: 1,
    rejects: [{ code: "series_limit", path: "c" }],
  });
  expect(await pipeline.acceptSamples(sampleOf("a", startMs + 1))).toMatchObject({
    accepted: 1,
    rejected: 0,
  });
  expect(seen().sort()).toEqual(["a", "b"]);
});

test("batches under way at once cannot pass the limit together", async () => {
  const { pipeline, disk } = pipelineAt({ maxSeries: 3 });
  const sync = disk.hold();
  const names = ["a", "b", "c", "d", "e"];
  const accepting = names.map((name) => pipeline.acceptSamples(sampleOf(name), { acknowledged: true }));
  sync();
  const accepted = (await Promise.all(accepting)).map((one) => one.accepted);
  expect(accepted).toEqual([1, 1, 1, 0, 0]);
});

test("sealing gives the counts of the step's events, to be accepted like other samples", async () => {
  const { pipeline, recent } = pipelineAt();
  await pipeline.acceptEvents([deploy, deploy, { type: "log", service: "api" }]);
  await pipeline.acceptSamples(pipeline.seal(startMs + 5_000));
  const rows = recent
    .selectNow(everything, 0, Number.MAX_VALUE)
    .map((one) => [
      formatLabels(one.labels),
      [...one.timesMs].map((timeMs) => timeMs - startMs),
      [...one.values],
    ]);
  expect(rows).toEqual([
    ['events_total{service="api",severity="info",sub_type="finished",type="deploy"}', [0, 5_000], [0, 2]],
    ['events_total{service="api",severity="info",type="log"}', [0, 5_000], [0, 1]],
  ]);
});

test("an event of a past that is over is kept and not counted as if it happened now", async () => {
  const { pipeline, recent } = pipelineAt();
  const late = (minutes: number) => ({ type: "log", title: `${minutes}`, time: startMs - minutes * 60_000 });
  const { events } = await pipeline.acceptEvents([late(1), late(3), late(60 * 24)]);
  expect(events).toHaveLength(3);
  expect((await recent.events.find({ limit: 10 })).events).toHaveLength(3);
  const counted = pipeline.seal(startMs + 5_000);
  expect(counted.values.at(-1)).toBe(1);
});

test("a replay warms memory with what the disk has, and neither spools, counts nor hands it on", async () => {
  const before = pipelineAt();
  await before.pipeline.acceptEvents([deploy]);
  await before.pipeline.acceptSamples(sampleOf("up"));
  const after = pipelineAt();
  const batches = before.disk.spool.read(0, 10);
  after.pipeline.replay(batches);
  after.pipeline.replay(batches);
  await after.pipeline.drained();
  expect(await after.found()).toEqual(await before.found());
  expect(after.seen()).toEqual(["up"]);
  expect([after.disk.kept, after.sent]).toEqual([[], []]);
  expect(after.pipeline.counters()).toMatchObject({ samplesIn: 0, eventsIn: 0 });
  expect(after.pipeline.seal(startMs + 5_000).timesMs).toHaveLength(0);
});

test("the last 20 refusals can be read, newest first", async () => {
  const { pipeline, clock } = pipelineAt();
  for (let i = 0; i < 30; i++) {
    clock.advance(1);
    await pipeline.acceptSamples(sampleOf(`bad-${i}`));
  }
  const last = pipeline.lastRejects();
  expect(last.map((reject) => reject.timeMs - startMs)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  expect(last[0]).toMatchObject({ code: "invalid_metric_name" });
});

test("its status says what waits, what is spooled and how many series there are", async () => {
  const { pipeline } = pipelineAt();
  await pipeline.acceptSamples(sampleOf("up"));
  await pipeline.drained();
  expect(pipeline.status()).toEqual({
    sinks: [{ name: "sent", waiting: 0, dropped: 0 }],
    spool: { batches: 1, bytes: 0, maxBytes: 1 },
    series: 1,
  });
});

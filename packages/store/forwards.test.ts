import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, metric, samplesOf, systemClock } from "@mission-control/series";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPrometheusStore } from "./adapters/prometheus.ts";
import { createForwards } from "./forwards.ts";
import { startStubStore, valuesIn } from "./real/stub-store.ts";
import { type DurableSpool, openSpool } from "./spool.ts";

const nowMs = 1_790_000_000_000;
let dir: string;
let spool: DurableSpool;
const closing: (() => unknown)[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "forwards-"));
  spool = openSpool({ dir, clock: systemClock, maxBytes: 100_000 });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  spool.close();
  rmSync(dir, { recursive: true });
});

/** A store on a real socket that keeps what it is given while it is well. */
async function startTaker() {
  const stub = await startStubStore();
  closing.push(stub.close);
  const taken: number[] = [];
  const state = { isWell: true };
  stub.answers((_request, response, body) => {
    if (state.isWell) taken.push(...valuesIn(body));
    response.writeHead(state.isWell ? 204 : 503).end();
  });
  return { stub, taken, state };
}

function startForwards(urls: Readonly<Record<string, string>>, durableSeq = () => Number.MAX_SAFE_INTEGER) {
  const stores = Object.entries(urls).map(([name, url]) =>
    openPrometheusStore({ name, url, kind: "prometheus", timeoutMs: 100_000, clock: quick }),
  );
  const forwards = createForwards({ stores, spool, durableSeq, dir, clock: quick });
  const stop = forwards.start();
  closing.push(stop);
  return { forwards, stop };
}

/** The machine's clock, whose timers come twenty times as fast. */
const quick: Clock = {
  ...systemClock,
  after: (ms, fn) => systemClock.after(ms / 20, fn),
  every: (ms, fn) => systemClock.every(ms / 20, fn),
};

const append = (value: number, more = 0) =>
  spool.append({
    samples: samplesOf(
      Array.from({ length: 1 + more }, (_, i) => ({
        labels: metric("m", { i: String(i) }),
        timeMs: nowMs + value,
        value,
      })),
    ),
    events: [],
  });
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const once = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

test("what the spool takes reaches every store, each by itself", async () => {
  const [one, other] = [await startTaker(), await startTaker()];
  other.state.isWell = false;
  const { forwards } = startForwards({ one: one.stub.url, other: other.stub.url });
  for (const value of upTo(5)) await append(value);
  await vi.waitFor(() => expect(once(one.taken)).toEqual(upTo(5)));
  expect(other.taken).toEqual([]);
  await vi.waitFor(() => expect(forwards.status().get("other")?.fault?.reason).toContain("503"));
  expect(forwards.status().get("one")).toMatchObject({ sent: 5, fault: undefined, behindMs: 0 });
  other.state.isWell = true;
  await vi.waitFor(() => expect(once(other.taken)).toEqual(upTo(5)), { timeout: 5_000 });
  await vi.waitFor(() => expect(forwards.status().get("other")?.fault).toBeUndefined());
});

test("nothing is lost while a store is away, nor over a restart of ours", async () => {
  const { stub, taken, state } = await startTaker();
  const { stop } = startForwards({ main: stub.url });
  await append(0);
  await vi.waitFor(() => expect(once(taken)).toEqual([0]));
  state.isWell = false;
  for (const value of [1, 2, 3]) await append(value);
  await stop();
  const again = startForwards({ main: stub.url });
  for (const value of [4, 5]) await append(value);
  await vi.waitFor(() => expect(again.forwards.status().get("main")?.fault).toBeDefined());
  state.isWell = true;
  await vi.waitFor(() => expect(once(taken)).toEqual(upTo(6)), { timeout: 5_000 });
});

test("how far a store came is on disk: after a restart it is given what is new", async () => {
  const { stub, taken } = await startTaker();
  const { stop } = startForwards({ main: stub.url });
  for (const value of [0, 1]) await append(value);
  await vi.waitFor(() => expect(taken).toEqual([0, 1]));
  await stop();
  startForwards({ main: stub.url });
  await append(2);
  await vi.waitFor(() => expect(taken).toEqual([0, 1, 2]));
});

test("a file of it that is damaged costs only that all is given again", async () => {
  const { stub, taken } = await startTaker();
  await append(0);
  writeFileSync(join(dir, "sent-main.json"), '{"seq":');
  startForwards({ main: stub.url });
  await vi.waitFor(() => expect(taken).toEqual([0]));
});

test("the spool keeps what a store still waits for, and no more", async () => {
  const { stub, state } = await startTaker();
  state.isWell = false;
  const { forwards } = startForwards({ main: stub.url });
  const { seq } = await append(0);
  expect(forwards.sentSeq()).toBeLessThan(seq);
  state.isWell = true;
  await vi.waitFor(() => expect(forwards.sentSeq()).toBe(seq), { timeout: 5_000 });
});

test("a store that stays away takes three quarters of the spool at most; what it never gets is counted", async () => {
  const { stub, state, taken } = await startTaker();
  state.isWell = false;
  let last = 0;
  const { forwards } = startForwards({ main: stub.url }, () => last);
  const values = upTo(60);
  // About three kilobytes each: twice what the store may hold.
  for (const value of values) {
    last = (await append(value, 50)).seq;
    await vi.waitFor(() => expect(spool.status().bytes).toBeLessThan(85_000));
  }
  await vi.waitFor(() => expect(spool.status().bytes).toBeLessThanOrEqual(75_000));
  const { lost } = forwards.status().get("main")!;
  expect(lost.samples).toBeGreaterThan(0);
  state.isWell = true;
  await vi.waitFor(() => expect(forwards.sentSeq()).toBe(last), { timeout: 5_000 });
  const got = once(taken);
  // The newest are there without a gap, and the rest was counted.
  expect(got).toEqual(values.slice(values.length - got.length));
  expect(taken.length + lost.samples).toBe(values.length * 51);
});

test("the oldest sample that waits says how far behind a store is", async () => {
  const { stub, state } = await startTaker();
  state.isWell = false;
  const { forwards } = startForwards({ main: stub.url });
  await spool.append({
    samples: samplesOf([{ labels: metric("m"), timeMs: Date.now() - 60_000, value: 1 }]),
    events: [],
  });
  await vi.waitFor(() => expect(forwards.status().get("main")?.behindMs).toBeGreaterThanOrEqual(60_000));
});

test("a stop waits a second for a store that hangs, and what it had not got is given the next time", async () => {
  const { stub, taken } = await startTaker();
  stub.answers(() => {});
  const { stop } = startForwards({ main: stub.url });
  await append(1);
  await vi.waitFor(() => expect(stub.requests).toHaveLength(1));
  const startMs = systemClock.monotonicMs();
  await stop();
  expect(systemClock.monotonicMs() - startMs).toBeLessThan(2_000);
  stub.answers((_request, response, body) => {
    taken.push(...valuesIn(body));
    response.writeHead(204).end();
  });
  startForwards({ main: stub.url });
  await vi.waitFor(() => expect(taken).toEqual([1]));
});

test("no store holds nothing back", () => {
  const { forwards } = startForwards({});
  expect(forwards.sentSeq()).toBe(Number.POSITIVE_INFINITY);
});

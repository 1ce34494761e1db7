import type { ColumnSeries, LaneFrame } from "@mission-control/contracts";
import { floorToStep, labelsOf, manualClock } from "@mission-control/series";
import { type Context, createContext } from "cubism-es";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { PastQuery } from "./history.ts";
import { createLaneFeed, type LaneFeed } from "./lane-feed.ts";
import type { LaneListener } from "./live-link.ts";
import type { Watch } from "./live-protocol.ts";
import type { Outcome } from "./outcome.ts";

const STEP = 5_000;
const START = 1_000_000;

/** The truth that history and stream both tell pieces of: the value at a time is the time in steps. */
const truth = (timeMs: number) => timeMs / STEP;

describe("a lane's data", () => {
  let clock: ReturnType<typeof manualClock>;
  let context: Context;
  let watches: { watch: Watch; listener: LaneListener; gone: boolean }[];
  let asked: {
    query: PastQuery;
    signal: AbortSignal;
    answer: (outcome: Outcome<readonly ColumnSeries[]>) => void;
  }[];
  let feed: LaneFeed;

  beforeEach(() => {
    clock = manualClock(START);
    context = createContext({
      clock,
      step: STEP,
      size: 20,
      columnPx: 5,
      endMs: START,
    });
    watches = [];
    asked = [];
    feed = createLaneFeed({
      expr: "rate(x[$__rate_interval])",
      rowLimit: 3,
      baseStepMs: STEP,
      context,
      link: {
        watch(watch, listener) {
          const entry = { watch, listener, gone: false };
          watches.push(entry);
          return () => {
            entry.gone = true;
          };
        },
      },
      readPast: (query, signal) => new Promise((answer) => asked.push({ query, signal, answer })),
    });
  });

  const last = <T>(list: T[]) => list.at(-1)!;
  const tick = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

  const past = (query: PastQuery, names: readonly string[] = ["a"]): ColumnSeries[] =>
    names.map((name) => {
      const count = (query.endMs - query.startMs) / query.stepMs + 1;
      return {
        labels: labelsOf([["name", name]]),
        values: Float64Array.from({ length: count }, (_, i) => truth(query.startMs + i * query.stepMs)),
      };
    });

  async function fail(away = true) {
    last(asked).answer({ ok: false, failure: { message: "main is away", away } });
    await tick();
  }

  async function answer(names?: readonly string[]) {
    const { query, answer } = last(asked);
    answer({ ok: true, value: past(query, names) });
    await tick();
  }

  function frame(atMs: number, names: readonly string[] = ["a"], more: Partial<LaneFrame> = {}) {
    const { watch, listener } = last(watches);
    const series = names.map((name) => ({ name }));
    listener.frame({ ...watch, atMs, series, values: names.map(() => truth(atMs)), ...more });
    context.advance(atMs);
  }

  const shown = (row = 0) =>
    Array.from({ length: context.size }, (_, column) => feed.state().rows[row]!.metric.at(column));
  const wanted = () => Array.from({ length: context.size }, (_, column) => truth(context.timeOf(column)));

  it("watches its expression with the windows of the wall's step filled in", () => {
    feed.start();
    expect(last(watches).watch).toEqual({ expr: "rate(x[20000ms])", stepMs: STEP });
  });

  it("asks for the past up to where the stream begins, on the step grid", () => {
    feed.start();
    last(watches).listener.sealed(START + STEP);
    const { query } = last(asked);
    expect(query.endMs).toBe(START + STEP);
    expect(query.startMs % STEP).toBe(0);
    expect(query.startMs).toBeLessThanOrEqual(context.timeOf(0));
  });

  it("shows past and stream without a gap and without a step told twice, in whatever order they come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        async (before, after) => {
          const start = feed.start();
          last(watches).listener.sealed(context.endMs);
          const sealedMs = context.endMs;
          for (let i = 1; i <= before; i++) frame(sealedMs + i * STEP);
          await answer();
          for (let i = before + 1; i <= before + after; i++) frame(sealedMs + i * STEP);
          expect(shown()).toEqual(wanted());
          start();
        },
      ),
      { numRuns: 20 },
    );
  });

  it("keeps a gap a gap where the stream brought no value", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    frame(START + STEP, []);
    frame(START + 2 * STEP);
    expect(shown().slice(-3)).toEqual([truth(START), Number.NaN, truth(START + 2 * STEP)]);
  });

  it("fills what was missed when the stream begins anew", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    context.advance(START + 8 * STEP);
    last(watches).listener.sealed(START + 8 * STEP);
    await answer();
    expect(shown()).toEqual(wanted());
  });

  it("keeps its rows while its store is away, and asks for what was missed once it is back", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    for (const step of [1, 2, 3]) frame(START + step * STEP, [], { error: "main is away", away: true });
    expect(feed.state()).toMatchObject({ phase: "ready", failure: undefined });
    expect(shown().slice(-3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    const before = asked.length;
    frame(START + 4 * STEP);
    expect(asked).toHaveLength(before + 1);
    await answer();
    expect(shown()).toEqual(wanted());
    // What waited in the meantime is there a little later: it is asked for once more, and then no longer.
    for (let step = 5; step <= 40; step++) frame(START + step * STEP);
    expect(asked).toHaveLength(before + 2);
  });

  it("says why where there is nothing to show of a store that is away, and shows it all once that is back", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    last(asked).answer({ ok: false, failure: { message: "main is away", away: true } });
    await tick();
    frame(START + STEP, [], { error: "main is away", away: true });
    expect(feed.state()).toMatchObject({ phase: "failed", failure: { message: "main is away" } });
    clock.advance(STEP);
    frame(START + 2 * STEP);
    await answer();
    expect(feed.state().phase).toBe("ready");
    expect(shown()).toEqual(wanted());
  });

  it("shows what comes live whether its past hangs, fails or is away, and why it has none, until that comes", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    frame(START + STEP);
    expect(last(shown())).toBe(truth(START + STEP));
    await fail();
    const pastless = {
      phase: "ready",
      failure: { message: "main is away" },
      rows: [{ key: expect.anything() }],
    };
    expect(feed.state()).toMatchObject(pastless);
    // So it stays while its store is away, and says so.
    for (const step of [2, 3]) frame(START + step * STEP, [], { error: "main is away", away: true });
    expect(feed.state()).toMatchObject(pastless);
    expect(shown().slice(-3)).toEqual([truth(START + STEP), Number.NaN, Number.NaN]);
    clock.advance(3 * STEP);
    frame(START + 4 * STEP);
    await answer();
    expect(feed.state()).toMatchObject({ phase: "ready", failure: undefined });
    expect(shown()).toEqual(wanted());
  });

  it("tells whether its past is missing or a part of it, by how much of the picture is there all the same", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    frame(START + STEP);
    await fail(false);
    expect(feed.state().missing).toBe("past");
    for (let step = 2; step <= 8; step++) frame(START + step * STEP);
    expect(feed.state().missing).toBe("past");
    for (let step = 9; step <= 12; step++) frame(START + step * STEP);
    expect(feed.state().missing).toBe("part");
    feed.retry();
    await answer();
    expect(feed.state().missing).toBeUndefined();
    // After a short break most of it is there.
    context.advance(START + 16 * STEP);
    last(watches).listener.sealed(START + 16 * STEP);
    await fail();
    expect(feed.state()).toMatchObject({ phase: "ready", missing: "part" });
    frame(START + 17 * STEP, [], { error: "many-to-many" });
    expect(feed.state()).toMatchObject({ phase: "failed", missing: undefined });
  });

  it("asks for a past that did not come again and again, each time after twice as long, half a minute at most", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    const [askedMs, untilMs] = [[clock.now()], START + 150_000];
    await fail();
    for (let step = 1; clock.now() < untilMs; step++) {
      clock.advance(1_000);
      const before = asked.length;
      frame(START + step * STEP);
      if (asked.length === before) continue;
      askedMs.push(clock.now());
      // A question that is still out is not asked again.
      frame(START + step * STEP);
      expect(asked).toHaveLength(before + 1);
      await fail();
    }
    const rests = askedMs.slice(1).map((ms, i) => (ms - askedMs[i]!) / 1_000);
    expect(rests).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
    clock.advance(30_000);
    frame(START + 151 * STEP);
    await answer();
    expect(shown()).toEqual(wanted());
    expect(feed.state().failure).toBeUndefined();
    // The next one that fails rests shortly again.
    last(watches).listener.sealed(START + 151 * STEP);
    await fail();
    clock.advance(1_000);
    const before = asked.length;
    frame(START + 152 * STEP);
    expect(asked).toHaveLength(before + 1);
  });

  it("says why in place of its rows where none of them shows a value of what is looked at", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    context.configure({ step: 60_000 });
    last(watches).listener.sealed(floorToStep(START, 60_000));
    await fail();
    expect(feed.state()).toMatchObject({ phase: "failed", failure: { message: "main is away" } });
  });

  it("does not ask again what is wrong with the question, and goes on live", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await fail(false);
    expect(feed.state().phase).toBe("failed");
    for (let step = 1; step <= 40; step++) {
      clock.advance(STEP);
      frame(START + step * STEP);
    }
    expect(asked).toHaveLength(1);
    expect(feed.state()).toMatchObject({ phase: "ready", failure: { message: "main is away" } });
    expect(last(shown())).toBe(truth(START + 40 * STEP));
    // Nobody but who looks at it asks again.
    feed.retry();
    await answer();
    expect(feed.state()).toMatchObject({ phase: "ready", failure: undefined });
    expect(shown()).toEqual(wanted());
  });

  it("goes on saying why in place of its rows where it is looked at without any value, whatever comes live", async () => {
    context.pause();
    context.configure({ endMs: START - 100 * STEP });
    feed.start();
    last(watches).listener.sealed(START);
    await fail();
    const told = new Set<string>();
    feed.subscribe(() => told.add(`${feed.state().phase} ${feed.state().failure?.message}`));
    for (let step = 1; step <= 20; step++) {
      clock.advance(STEP);
      const before = asked.length;
      frame(START + step * STEP);
      if (asked.length > before) await fail();
    }
    expect(asked.length).toBeGreaterThan(2);
    expect([...told]).toEqual(["failed main is away"]);
    clock.advance(30_000);
    frame(START + 21 * STEP);
    await answer();
    expect(feed.state()).toMatchObject({ phase: "ready", failure: undefined });
    expect(shown()).toEqual(wanted());
  });

  it("rests between its questions however often its store comes and goes", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    const askedMs = [clock.now()];
    await fail();
    for (let step = 1; step <= 40; step++) {
      clock.advance(1_000);
      const before = asked.length;
      if (step % 2 === 1) frame(START + step * STEP, [], { error: "main is away", away: true });
      else frame(START + step * STEP);
      if (asked.length === before) continue;
      askedMs.push(clock.now());
      await fail();
    }
    const rests = askedMs.slice(1).map((ms, i) => (ms - askedMs[i]!) / 1_000);
    expect(rests).toEqual([2, 2, 4, 8, 16]);
  });

  it("waits for a question that is still out, however long that takes", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    frame(START + STEP, [], { error: "main is away", away: true });
    for (let step = 2; step <= 40; step++) frame(START + step * STEP);
    expect(asked).toHaveLength(2);
    expect(last(asked).signal.aborted).toBe(false);
    await answer();
    // Once more for what was written a little later: so many steps after that.
    for (let step = 41; step <= 51; step++) frame(START + step * STEP);
    expect(asked).toHaveLength(2);
    for (let step = 52; step <= 80; step++) frame(START + step * STEP);
    expect(asked).toHaveLength(3);
  });

  it("asks once on another step, also where its past did not come before", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await fail();
    frame(START + STEP, [], { error: "main is away", away: true });
    context.configure({ step: 60_000 });
    const sealedMs = floorToStep(START, 60_000);
    last(watches).listener.sealed(sealedMs);
    frame(sealedMs + 60_000);
    expect(asked).toHaveLength(2);
    expect(last(asked).signal.aborted).toBe(false);
    await answer();
    for (let step = 2; step <= 10; step++) frame(sealedMs + step * 60_000);
    expect(asked).toHaveLength(2);
    expect(shown()).toEqual(wanted());
  });

  it("asks for no past before it knows up to where", async () => {
    feed.start();
    frame(START, [], { error: "main is away", away: true });
    frame(START + STEP);
    expect(asked).toHaveLength(0);
    last(watches).listener.sealed(START + STEP);
    await answer();
    expect(shown()).toEqual(wanted());
  });

  it("overwrites the step that still runs until it seals", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer();
    frame(START + STEP, ["a"], { open: true, values: [1] });
    expect(last(shown())).toBe(1);
    frame(START + STEP, ["a"], { open: true, values: [2] });
    expect(last(shown())).toBe(2);
    frame(START + STEP);
    expect(last(shown())).toBe(truth(START + STEP));
  });

  it("becomes one row for each label set, sorted as people sort, and no more than its limit", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer(["web-10", "web-2"]);
    frame(START + STEP, ["web-1", "web-2", "web-10", "web-11"]);
    const { rows, hidden } = feed.state();
    expect(rows.map((row) => row.labels.get("name"))).toEqual(["web-1", "web-2", "web-10"]);
    expect(hidden).toBe(1);
  });

  it("is ready without rows where there is no data", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    await answer([]);
    expect(feed.state()).toMatchObject({ phase: "ready", rows: [] });
  });

  it("says why it failed, and works again once it can", async () => {
    feed.start();
    last(watches).listener.failed("parse error", 4);
    expect(feed.state()).toMatchObject({ phase: "failed", failure: { message: "parse error", column: 4 } });
    last(watches).listener.sealed(START);
    last(asked).answer({ ok: false, failure: { message: "too costly" } });
    await tick();
    expect(feed.state().failure?.message).toBe("too costly");
    feed.retry();
    await answer();
    expect(feed.state()).toMatchObject({ phase: "ready", failure: undefined });
    frame(START + STEP, [], { error: "many-to-many" });
    expect(feed.state().failure?.message).toBe("many-to-many");
    frame(START + 2 * STEP);
    expect(feed.state().phase).toBe("ready");
  });

  it("watches anew on another step, and drops an answer for the old one", async () => {
    feed.start();
    last(watches).listener.sealed(START);
    const old = last(asked);
    context.configure({ step: 60_000 });
    expect(watches[0]!.gone).toBe(true);
    expect(last(watches).watch).toEqual({ expr: "rate(x[65000ms])", stepMs: 60_000 });
    expect(old.signal.aborted).toBe(true);
    last(watches).listener.sealed(floorToStep(START, 60_000));
    await answer();
    expect(shown()).toEqual(wanted());
  });

  it("asks only for what is shown while the picture stands still in the past", () => {
    context.pause();
    context.configure({ endMs: START - 100 * STEP });
    feed.start();
    last(watches).listener.sealed(START);
    expect(last(asked).query.endMs).toBe(START - 100 * STEP);
    context.resume();
    expect(last(asked).query.endMs).toBe(START);
  });

  it("is watched once however many show it, until the last has gone", () => {
    const first = feed.start();
    const second = feed.start();
    expect(watches).toHaveLength(1);
    first();
    first();
    expect(watches[0]!.gone).toBe(false);
    second();
    expect(watches[0]!.gone).toBe(true);
  });

  it("puts its rows into the order of their values once a minute, not with each value", async () => {
    const clock = manualClock(START);
    const context = createContext({ clock, step: STEP, size: 20, columnPx: 5, endMs: START });
    let listener: LaneListener | undefined;
    const sorted = createLaneFeed({
      expr: "x",
      rowLimit: 3,
      sort: "value",
      baseStepMs: STEP,
      context,
      link: {
        watch(_watch, one) {
          listener = one;
          return () => {};
        },
      },
      readPast: async () => ({ ok: true, value: [] }),
    });
    const stop = sorted.start();
    const watch = { expr: "x", stepMs: STEP };
    const series = [{ name: "a" }, { name: "b" }];
    const names = () => sorted.state().rows.map(({ labels }) => labels.get("name"));
    listener!.frame({ ...watch, atMs: START, series, values: [2, 1] });
    expect(names()).toEqual(["a", "b"]);
    for (let i = 1; i < 10; i++) {
      listener!.frame({ ...watch, atMs: START + i * STEP, series, values: [2, 50] });
      context.advance(START + i * STEP);
    }
    expect(names()).toEqual(["a", "b"]);
    let told = 0;
    sorted.subscribe(() => told++);
    clock.advance(60_000);
    expect(names()).toEqual(["b", "a"]);
    clock.advance(60_000);
    expect(told).toBe(1);
    stop();
  });
});

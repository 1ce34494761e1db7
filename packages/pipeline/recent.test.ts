import type { Event } from "@mission-control/contracts";
import { eventStoreLaws, lawHourMs, seriesStoreLaws } from "@mission-control/contracts/laws";
import {
  createMatcher,
  createSamplesBuilder,
  manualClock,
  metric,
  nameOf,
  samplesOf,
} from "@mission-control/series";
import { describe, expect, test } from "vitest";
import { createRecent } from "./recent.ts";

const hourMs = 3_600_000;

// The law books put what they like into their hour: a step of 1 ms makes the rings long enough for all of it.
const lawful = () => createRecent({ clock: manualClock(lawHourMs), keepMs: hourMs, stepMs: 1 });
seriesStoreLaws("memory", async () => ({ store: lawful().series, dispose: async () => {} }));
eventStoreLaws("memory", async () => ({ store: lawful().events, dispose: async () => {} }));

const startMs = 1_700_000_000_000;
const all = [createMatcher("__name__", "!=", "none")];
const up = metric("up");

function recentAt(options: { keepMs?: number; stepMs?: number; maxEvents?: number } = {}) {
  const clock = manualClock(startMs);
  const recent = createRecent({ clock, keepMs: hourMs, stepMs: 5_000, ...options });
  const put = (name: string, timeMs: number, value = 1) =>
    recent.appendNow(samplesOf([{ labels: metric(name), timeMs, value }]));
  const names = () => recent.selectNow(all, 0, Number.MAX_VALUE).map((one) => nameOf(one.labels));
  return { clock, recent, put, names };
}

function eventOf(id: string, timeMs: number): Event {
  const rest = { title: id, service: "", host: "", tags: [], attributes: {}, fingerprint: "" };
  return { id, timeMs, type: "t", subType: "", severity: "info", ...rest };
}

describe("memory, as time passes,", () => {
  test("forgets samples older than it keeps, and series that have none left", () => {
    const { clock, recent, put, names } = recentAt();
    put("silent", startMs);
    for (let i = 0; i < 2 * 720; i++) {
      put("steady", clock.now(), i);
      clock.advance(5_000);
      recent.sweep();
    }
    expect(names()).toEqual(["steady"]);
    expect(recent.seriesCount).toBe(1);
    const [steady] = recent.selectNow(all, 0, Number.MAX_VALUE);
    // Swept once a minute: what is held is never less than it keeps, and at most a minute more.
    expect(clock.now() - steady!.timesMs[0]!).toBeGreaterThanOrEqual(hourMs);
    expect(clock.now() - steady!.timesMs[0]!).toBeLessThanOrEqual(hourMs + 60_000 + 5_000);
  });

  test("keeps a series that comes back after it was forgotten, by the very same labels", () => {
    const { clock, recent, names } = recentAt();
    const samples = (timeMs: number) => samplesOf([{ labels: up, timeMs, value: 1 }]);
    recent.appendNow(samples(startMs));
    clock.advance(2 * hourMs);
    recent.sweep();
    expect(recent.roll.knows(up)).toBe(false);
    recent.appendNow(samples(clock.now()));
    expect(recent.roll.knows(up)).toBe(true);
    expect(names()).toEqual(["up"]);
  });

  test("holds no more of a series than there is room for, however fast it comes", () => {
    const { recent } = recentAt({ keepMs: 60_000, stepMs: 1_000 });
    const builder = createSamplesBuilder();
    const ref = builder.ref(up);
    for (let i = 0; i < 100_000; i++) builder.add(ref, startMs + i, i);
    recent.appendNow(builder.take());
    const [series] = recent.selectNow(all, 0, Number.MAX_VALUE);
    expect(series!.values.length).toBeLessThanOrEqual(60 + 120 + 16);
    expect(series!.values.at(-1)).toBe(99_999);
  });
});

describe("what memory covers", () => {
  test("begins when it was made, earlier once it was warmed, and moves on with what is forgotten", () => {
    const { clock, recent } = recentAt();
    expect(recent.coversFromMs()).toBe(startMs);
    recent.warmedFrom(startMs - hourMs);
    expect(recent.coversFromMs()).toBe(startMs - hourMs);
    clock.advance(1_800_000);
    recent.sweep();
    expect(recent.coversFromMs()).toBe(clock.now() - hourMs);
  });

  test("may begin later for events than for samples", () => {
    const { recent } = recentAt();
    recent.warmedFrom(startMs - hourMs, startMs - 1_000);
    expect(recent.coversFromMs()).toBe(startMs - hourMs);
    expect(recent.eventsCoverFromMs()).toBe(startMs - 1_000);
  });

  test("leaves out what a series that came too fast has lost, for that series", () => {
    const { recent, put } = recentAt({ keepMs: 60_000, stepMs: 1_000 });
    recent.warmedFrom(startMs - 60_000);
    put("slow", startMs);
    for (let i = 0; i < 1_000; i++) put("fast", startMs + i);
    const only = (name: string) => [createMatcher("__name__", "=", name)];
    const [fast] = recent.selectNow(only("fast"), 0, Number.MAX_VALUE);
    expect(recent.coversFromMs(only("fast"))).toBe(fast!.timesMs[0]);
    expect(recent.coversFromMs(only("slow"))).toBe(startMs - 60_000);
    expect(recent.coversFromMs()).toBe(fast!.timesMs[0]);
  });

  test("is right again after the clock was far ahead for a while", () => {
    const { clock, recent, put, names } = recentAt();
    put("before", startMs);
    clock.jumpTo(startMs + 10 * hourMs);
    clock.advance(60_000);
    recent.sweep();
    clock.jumpTo(startMs);
    clock.advance(60_000);
    put("after", clock.now());
    recent.sweep();
    expect(names()).toEqual(["after"]);
    expect(recent.coversFromMs()).toBe(clock.now());
  });

  test("of events begins with the oldest held, once more have come than there is room for", () => {
    const { recent } = recentAt({ maxEvents: 3 });
    recent.warmedFrom(startMs - hourMs);
    recent.appendEventsNow([eventOf("1", startMs - 5), eventOf("2", startMs - 4)]);
    expect(recent.eventsCoverFromMs()).toBe(startMs - hourMs);
    recent.appendEventsNow([3, 4, 5].map((i) => eventOf(`${i}`, startMs + i)));
    expect(recent.eventsCoverFromMs()).toBe(startMs + 3);
  });
});

describe("samples older than memory keeps", () => {
  const oldMs = startMs - 30 * 86_400_000;
  const month = () => {
    const builder = createSamplesBuilder();
    for (const name of ["up", "old"]) {
      const ref = builder.ref(metric(name));
      for (let i = 0; i < 5_000; i++) builder.add(ref, oldMs + i * 10_000, i);
    }
    return builder.take();
  };

  test("are passed over: they take no room and what is covered stays as it was", () => {
    const { clock, recent, put, names } = recentAt();
    recent.warmedFrom(startMs - hourMs);
    put("up", startMs - hourMs);
    put("up", startMs);
    recent.appendNow(month());
    expect(names()).toEqual(["up"]);
    const [up] = recent.selectNow(all, 0, Number.MAX_VALUE);
    expect([...up!.timesMs]).toEqual([startMs - hourMs, startMs]);
    expect(recent.coversFromMs()).toBe(startMs - hourMs);
    clock.advance(60_000);
    recent.sweep();
    expect(recent.coversFromMs()).toBe(clock.now() - hourMs);
  });

  test("leave their series on the roll until the next sweep, and no longer", () => {
    const { clock, recent } = recentAt();
    const samples = month();
    for (const labels of samples.labels) recent.roll.admit(labels);
    recent.appendNow(samples);
    expect(recent.roll.seriesCount).toBe(2);
    clock.advance(60_000);
    recent.sweep();
    expect(recent.roll.seriesCount).toBe(0);
  });

  test("are kept as long as memory says that it covers their time", () => {
    const { clock, recent, put } = recentAt();
    recent.warmedFrom(startMs - hourMs);
    // No sweep for ten minutes: what is covered still begins where it began.
    clock.advance(600_000);
    put("late", recent.coversFromMs());
    expect(recent.selectNow(all, 0, Number.MAX_VALUE)[0]?.timesMs[0]).toBe(startMs - hourMs);
  });

  test("are not said to be covered where the start took longer than there is room for", () => {
    const { clock, recent, put, names } = recentAt();
    clock.advance(600_000);
    put("first", startMs - hourMs);
    recent.warmedFrom(startMs - hourMs);
    expect(names()).toEqual([]);
    expect(recent.coversFromMs()).toBeGreaterThan(startMs - hourMs);
  });
});

describe("the roll of series", () => {
  test("counts a series from when it is let in, before its first sample is seen", async () => {
    const { recent } = recentAt();
    recent.roll.admit(up);
    expect([recent.roll.knows(up), recent.seriesCount, recent.roll.seriesCount]).toEqual([true, 1, 1]);
    expect(recent.selectNow(all, 0, Number.MAX_VALUE)).toEqual([]);
    expect(await recent.series.series([all], 0, Number.MAX_VALUE)).toEqual([]);
  });

  test("knows equal labels that are not the same", () => {
    const { recent } = recentAt();
    recent.roll.admit(metric("up", { job: "api" }));
    expect(recent.roll.knows(metric("up", { job: "api" }))).toBe(true);
    expect(recent.roll.knows(metric("up", { job: "web" }))).toBe(false);
  });
});

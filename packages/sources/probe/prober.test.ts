import type { Probe, ProbeResult } from "@mission-control/contracts";
import { createSamplesBuilder, manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { showSamples } from "../show-samples.ts";
import { probeOf } from "./loopback-for-tests.ts";
import { eventOfTurn } from "./probe-event.ts";
import { createProber, type ProbeTurn } from "./prober.ts";
import { firstAfterMs } from "./spread.ts";

const START_MS = 1_790_000_000_000;

/** A prober whose checks end when and how the test says. */
function setUp({ atOnce = 100 } = {}) {
  const clock = manualClock(START_MS);
  const turns: ProbeTurn[] = [];
  const begun: { probe: Probe; end: (result?: Partial<ProbeResult>) => Promise<void> }[] = [];
  const check = (probe: Probe) =>
    new Promise<ProbeResult>((resolve) => {
      const end = async (more: Partial<ProbeResult> = {}) => {
        resolve({ ...nothingSeen, atMs: clock.now(), ...more });
        await Promise.resolve();
      };
      begun.push({ probe, end });
    });
  const prober = createProber({ clock, place: "here", check, onTurn: (turn) => turns.push(turn), atOnce });
  const collect = async (timeMs = clock.now()) => {
    const samples = createSamplesBuilder(16);
    await prober.collect(timeMs, (labels, atMs, value) => samples.add(samples.ref(labels), atMs, value));
    return showSamples(samples.take(), timeMs);
  };
  return { clock, prober, turns, begun, collect };
}

const nothingSeen: ProbeResult = {
  atMs: 0,
  ok: true,
  words: "fine",
  tookMs: 120,
  phasesMs: {},
  address: null,
  status: null,
  bytes: null,
  certificateEndsMs: null,
  certificateName: null,
  certificateIssuer: null,
  certificateFault: null,
  answers: null,
};
const failed = { ok: false, words: "connection refused" };
const tcp = (more: object = {}) => probeOf({ kind: "tcp", host: "db.example.org", port: 5432, ...more });

describe("a prober", () => {
  it("checks at once what was just made, then every n seconds", async () => {
    const { clock, prober, begun } = setUp();
    prober.set(tcp({ everyMs: 30_000 }), { atOnce: true });
    clock.advance(0);
    expect(begun.length).toBe(1);
    await begun[0]!.end();
    clock.advance(29_999);
    expect(begun.length).toBe(1);
    clock.advance(1);
    expect(begun.length).toBe(2);
  });

  it("spreads first checks by the probes' names, the same each time, within 30 s and within the interval", () => {
    const slugs = Array.from({ length: 300 }, (_, i) => `probe-${i}`);
    const offsets = slugs.map((slug) => firstAfterMs({ slug, everyMs: 86_400_000 }));
    expect(offsets).toEqual(slugs.map((slug) => firstAfterMs({ slug, everyMs: 86_400_000 })));
    expect(Math.max(...offsets)).toBeLessThan(30_000);
    const perSecond = new Map<number, number>();
    for (const ms of offsets)
      perSecond.set(Math.floor(ms / 1_000), (perSecond.get(Math.floor(ms / 1_000)) ?? 0) + 1);
    expect(perSecond.size).toBe(30);
    expect(Math.max(...perSecond.values())).toBeLessThan(30);
    expect(slugs.every((slug) => firstAfterMs({ slug, everyMs: 5_000 }) < 5_000)).toBe(true);
  });

  it("never checks one probe twice at a time, however long a check takes", async () => {
    const { clock, prober, begun } = setUp();
    prober.set(tcp({ everyMs: 5_000 }), { atOnce: true });
    clock.advance(23_000);
    expect(begun.length).toBe(1);
    await begun[0]!.end();
    clock.advance(2_000);
    expect(begun.length).toBe(2);
  });

  it("has so many checks at once and no more; the others wait for their turn", async () => {
    const { clock, prober, begun } = setUp({ atOnce: 2 });
    for (const slug of ["a", "b", "c", "d"]) prober.set(tcp({ slug }), { atOnce: true });
    clock.advance(0);
    expect(begun.map(({ probe }) => probe.slug)).toEqual(["a", "b"]);
    prober.remove("c");
    await begun[1]!.end();
    expect(begun.map(({ probe }) => probe.slug)).toEqual(["a", "b", "d"]);
  });

  it("checks nothing that is switched off, removed or replaced, and tells nothing late of it", async () => {
    const { clock, prober, begun, collect, turns } = setUp();
    prober.set(tcp(), { atOnce: true });
    clock.advance(0);
    prober.set(tcp({ port: 80 }), { atOnce: true });
    clock.advance(0);
    expect(begun.map(({ probe }) => probe.kind === "tcp" && probe.port)).toEqual([5432, 80]);
    await begun[0]!.end(failed);
    expect(turns).toEqual([]);
    expect(prober.stand("shop")).toEqual({ failingSinceMs: null, results: [] });
    await begun[1]!.end(failed);
    expect(prober.stand("shop").failingSinceMs).toBe(START_MS);
    prober.set(tcp({ enabled: false }), { atOnce: true });
    clock.advance(120_000);
    expect(begun.length).toBe(2);
    expect(prober.stand("shop")).toMatchObject({ failingSinceMs: null, results: [failed] });
    expect(await collect()).toEqual({});
  });

  it("remembers the newest hundred results, newest first", async () => {
    const { clock, prober, begun } = setUp();
    prober.set(tcp({ everyMs: 5_000 }), { atOnce: true });
    for (let i = 0; i < 150; i++) {
      clock.advance(i === 0 ? 0 : 5_000);
      await begun.at(-1)!.end({ tookMs: i });
    }
    const { results } = prober.stand("shop");
    expect(results.map(({ tookMs }) => tookMs)).toEqual(Array.from({ length: 100 }, (_, i) => 149 - i));
  });
});

describe("a probe's series", () => {
  it("are named as the blackbox exporter names them, stamped with the step in which a check ended", async () => {
    const { clock, prober, begun, collect } = setUp();
    prober.set(tcp(), { atOnce: true });
    expect(await collect()).toEqual({});
    clock.advance(0);
    await begun[0]!.end({
      phasesMs: { resolve: 1, connect: 20, tls: 30, processing: 40, transfer: 5 },
      status: 200,
      bytes: 512,
      certificateEndsMs: START_MS + 86_400_000,
      answers: ["192.0.2.1", "192.0.2.2"],
      atMs: START_MS + 1_000,
    });
    // Of a check that ended after the step nothing is said in it.
    expect(await collect(START_MS)).toEqual({});
    const all = await collect(START_MS + 5_000);
    const phase = (name: string) =>
      all[`probe_phase_duration_seconds{phase="${name}",place="here",probe="shop"}`];
    expect(["resolve", "connect", "tls", "processing", "transfer"].map(phase)).toEqual([
      0.001, 0.02, 0.03, 0.04, 0.005,
    ]);
    const own = '{place="here",probe="shop"}';
    expect(all).toMatchObject({
      [`probe_success${own}`]: 1,
      [`probe_duration_seconds${own}`]: 0.12,
      [`probe_http_status_code${own}`]: 200,
      [`probe_http_uncompressed_body_length${own}`]: 512,
      [`probe_ssl_earliest_cert_expiry${own}`]: START_MS / 1_000 + 86_400,
      [`probe_dns_answer_rrs${own}`]: 2,
    });
    expect(Object.keys(all).length).toBe(11);
    const names = new Set(Object.keys(all).map((series) => series.split("{")[0]!));
    expect(new Set(prober.metadata().keys())).toEqual(names);
  });

  it("are told again at each step until the next check is late", async () => {
    const { clock, prober, begun, collect } = setUp();
    prober.set(tcp({ everyMs: 60_000, timeoutMs: 5_000 }), { atOnce: true });
    clock.advance(0);
    await begun[0]!.end();
    const success = async (afterMs: number) =>
      (await collect(START_MS + afterMs))['probe_success{place="here",probe="shop"}'];
    expect(await success(0)).toBe(1);
    expect(await success(30_000)).toBe(1);
    expect(await success(75_000)).toBe(1);
    expect(await success(75_001)).toBeUndefined();
  });

  it("hide no failed check where several end in one step", async () => {
    const { clock, prober, begun, collect } = setUp();
    prober.set(tcp({ everyMs: 5_000 }), { atOnce: true });
    clock.advance(0);
    await begun[0]!.end(failed);
    clock.advance(5_000);
    await begun[1]!.end();
    const success = async () => (await collect())['probe_success{place="here",probe="shop"}'];
    clock.advance(1_000);
    expect(await success()).toBe(0);
    expect(await success()).toBe(1);
  });
});

describe("a probe's events", () => {
  it("come when it begins to fail and when it is well again, not at each check", async () => {
    const { clock, prober, begun, turns } = setUp();
    prober.set(tcp({ everyMs: 5_000 }), { atOnce: true });
    for (const ok of [true, false, false, true, true]) {
      clock.advance(begun.length === 0 ? 0 : 5_000);
      await begun.at(-1)!.end(ok ? {} : failed);
    }
    const events = turns.map((turn) => eventOfTurn(turn, "here"));
    expect(events).toMatchObject([
      {
        type: "probe",
        time: START_MS + 5_000,
        severity: "error",
        title: "Shop fails from here: connection refused",
        attributes: {
          probe: "shop",
          place: "here",
          target: "db.example.org:5432",
          fault: "connection refused",
        },
      },
      {
        time: START_MS + 15_000,
        severity: "info",
        title: "Shop is well again from here",
        attributes: { probe: "shop", failed_s: 10 },
      },
    ]);
    expect(prober.stand("shop").failingSinceMs).toBeNull();
  });

  it("go on over a restart: what failed before does not begin again, and ends when it is well", async () => {
    const { clock, prober, begun, turns } = setUp();
    prober.set(tcp(), { atOnce: true, failingSinceMs: START_MS - 60_000 });
    clock.advance(0);
    await begun[0]!.end(failed);
    expect(turns).toEqual([]);
    clock.advance(30_000);
    await begun[1]!.end();
    expect(turns.map((turn) => eventOfTurn(turn, "here").attributes?.failed_s)).toEqual([90]);
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { type Ask, type Call, type Reply, Unreachable } from "../company/wire.ts";
import { dayCurve } from "./day-curve.ts";
import { createMix } from "./mix.ts";
import { createPacer } from "./pace.ts";
import { createPopulation } from "./population.ts";
import { recordedTelemetry } from "./recorded-telemetry.ts";
import { mixes } from "./shares.ts";

const noonMs = Date.UTC(2026, 10, 18, 12);
const settled = () => new Promise((resolve) => setImmediate(resolve));
const replyWith = (status: number): Reply => ({
  status,
  type: "text/plain",
  body: "",
  version: "v1",
  maxAge: 0,
});

/** A pacer on a clock that stands still, with all that it asks. */
function paced({
  seed = "pace",
  rate = 20,
  curve = () => 1,
  ask = async () => replyWith(200),
  askApi,
}: {
  seed?: string;
  rate?: number;
  curve?: (timeMs: number) => number;
  ask?: Ask;
  askApi?: Ask;
} = {}) {
  const clock = manualClock(noonMs);
  const telemetry = recordedTelemetry();
  const random = createRandom(seed);
  const population = createPopulation({ random: random.fork("population") });
  const asked: { atMs: number; call: Call }[] = [];
  const noting =
    (whom: Ask): Ask =>
    (call) => {
      asked.push({ atMs: clock.now() - noonMs, call });
      return whom(call);
    };
  const pacer = createPacer({
    clock,
    random: random.fork("pace"),
    ask: noting(ask),
    ...(askApi === undefined ? {} : { askApi: noting(askApi) }),
    rate,
    mix: createMix({ random: random.fork("mix"), population, shares: { ...mixes.shop, direct: 0.25 } }),
    telemetry,
    curve,
  });
  return { clock, telemetry, asked, pacer };
}

describe("the pacer", () => {
  it("makes as many calls a second as it is told, by chance", () => {
    const { clock, asked, pacer } = paced();
    pacer.start();
    clock.advance(600_000);
    expect(asked.length / 600).toBeGreaterThan(19);
    expect(asked.length / 600).toBeLessThan(21);
    // Poisson: the count of a second varies as much as its mean.
    const seconds = Array.from({ length: 600 }, () => 0);
    for (const { atMs } of asked) seconds[Math.floor(atMs / 1_000)]!++;
    const variance = seconds.reduce((sum, count) => sum + (count - 20) ** 2, 0) / 600;
    expect(variance).toBeGreaterThan(15);
    expect(variance).toBeLessThan(26);
  });

  it("makes the same calls at the same times for the same seed", () => {
    const run = (seed: string) => {
      const { clock, asked, pacer } = paced({ seed });
      pacer.start();
      clock.advance(30_000);
      return asked;
    };
    expect(run("a").length).toBeGreaterThan(400);
    expect(run("a")).toEqual(run("a"));
    expect(run("a")).not.toEqual(run("b"));
  });

  it("follows the day's curve", () => {
    const { clock, asked, pacer } = paced({ curve: dayCurve, rate: 5 });
    pacer.start();
    clock.advance(24 * 3_600_000);
    for (const hour of [0, 6, 12, 18]) {
      const [fromMs, toMs] = [hour * 3_600_000, (hour + 1) * 3_600_000];
      const count = asked.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
      const middle = dayCurve(noonMs + fromMs + 1_800_000);
      expect(count / (3_600 * 5) / middle).toBeGreaterThan(0.93);
      expect(count / (3_600 * 5) / middle).toBeLessThan(1.07);
    }
  });

  it("keeps a rate of less than one a second, too", () => {
    const { clock, asked, pacer } = paced({ rate: 0.05 });
    pacer.start();
    clock.advance(40_000_000);
    expect(asked.length / 2_000).toBeGreaterThan(0.93);
    expect(asked.length / 2_000).toBeLessThan(1.07);
  });

  it("changes its rate at once, and makes malformed calls by their share", () => {
    const { clock, asked, pacer } = paced();
    pacer.start();
    clock.advance(60_000);
    const before = asked.length;
    pacer.shape({ factor: 3, malformedShare: 0.5 });
    clock.advance(60_000);
    const after = asked.slice(before);
    expect(after.length / before).toBeGreaterThan(2.7);
    expect(after.length / before).toBeLessThan(3.3);
    const malformed = after.filter(({ call }) => call.path.includes("%E0%A4%A")).length;
    expect(malformed / after.length).toBeCloseTo(0.5, 1);
    pacer.shape({ factor: 0 });
    clock.advance(1_000);
    const quiet = asked.length;
    clock.advance(60_000);
    expect(asked.length).toBe(quiet);
    pacer.shape({ factor: 1 });
    clock.advance(10_000);
    expect(asked.length).toBeGreaterThan(quiet);
  });

  it("asks the api directly for the programs' share, where it has one", () => {
    const direct: Call[] = [];
    const { clock, asked, pacer } = paced({
      askApi: async (call) => {
        direct.push(call);
        return replyWith(200);
      },
    });
    pacer.start();
    clock.advance(300_000);
    expect(direct.length / asked.length).toBeCloseTo(0.25, 1);
    expect(direct.some(({ path }) => path.startsWith("/prices/"))).toBe(true);
  });

  it("counts each request by country and program, and how each ended", async () => {
    const statuses = [200, 303, 404, 500];
    let turn = 0;
    const { clock, telemetry, asked, pacer } = paced({
      ask: async () => {
        turn++;
        if (turn % 5 === 0) throw new Unreachable("gone");
        return replyWith(statuses[turn % 4]!);
      },
    });
    pacer.start();
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      await settled();
    }
    const { requests, outcomes } = pacer.status();
    expect(requests).toBe(asked.length);
    expect(outcomes.refused).toBe(Math.floor(requests / 5));
    expect(outcomes.client_error).toBeGreaterThan(requests / 6);
    expect(outcomes.server_error).toBeGreaterThan(requests / 6);
    expect(outcomes.ok).toBeGreaterThan(requests / 3);
    expect(Object.values(outcomes).reduce((a, b) => a + b)).toBe(requests);
    expect(telemetry.counts.get("load_outcomes outcome=refused")).toBe(outcomes.refused);
    const byTags = [...telemetry.counts].filter(([key]) => key.startsWith("load_requests"));
    expect(byTags.reduce((sum, [, count]) => sum + count, 0)).toBe(requests);
    expect(byTags.every(([key]) => /^load_requests country=[A-Z]{2} agent=[a-z]+$/.test(key))).toBe(true);
    expect(telemetry.gauges.get("load_target_per_second")).toBe(20);
    expect(telemetry.gauges.get("load_users")).toBeGreaterThan(80);
  });

  it("gives up on an answer after ten seconds, and counts it once when it comes after all", async () => {
    const late: (() => void)[] = [];
    const { clock, pacer } = paced({
      rate: 1,
      ask: () => new Promise((resolve) => late.push(() => resolve(replyWith(200)))),
    });
    pacer.start();
    clock.advance(30_000);
    pacer.stop();
    clock.advance(10_000);
    for (const answer of late) answer();
    await settled();
    const { requests, outcomes } = pacer.status();
    expect(requests).toBeGreaterThan(10);
    expect(outcomes).toEqual({ ok: 0, client_error: 0, server_error: 0, timeout: requests, refused: 0 });
  });

  it("makes no call once it is stopped", () => {
    const { clock, asked, pacer } = paced();
    pacer.start();
    clock.advance(5_000);
    pacer.stop();
    const made = asked.length;
    expect(made).toBeGreaterThan(50);
    clock.advance(60_000);
    expect(asked.length).toBe(made);
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { type Ask, type Reply, Unreachable } from "../company/wire.ts";
import { createRehearsedLook } from "./look.ts";
import { createProber } from "./prober.ts";
import { recordedTelemetry } from "./recorded-telemetry.ts";

const DAY_MS = 86_400_000;
const noonMs = Date.UTC(2026, 10, 18, 12);
const settled = () => new Promise((resolve) => setImmediate(resolve));
const replyWith = (status: number): Reply => ({
  status,
  type: "text/plain",
  body: "",
  version: "v1",
  maxAge: 0,
});

/** A prober on a clock that stands still, looking at whatever `answer` is just now. */
function probing({ daysLeft = 60 } = {}) {
  const clock = manualClock(noonMs);
  const telemetry = recordedTelemetry();
  const edge: { answer: Ask; endMs: number } = {
    answer: async () => replyWith(200),
    endMs: noonMs + daysLeft * DAY_MS,
  };
  const asked: string[] = [];
  const look = createRehearsedLook({
    clock,
    ask: (call) => {
      asked.push(`${call.user.id} ${call.path} at ${clock.now() - noonMs}`);
      return edge.answer(call);
    },
    certificate: () => edge.endMs,
  });
  const prober = createProber({ clock, random: createRandom("probe"), telemetry, look });
  /** Lets time pass in small steps, with what answers in between. */
  async function pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 20; i++) {
      clock.advance(50);
      await settled();
    }
  }
  const gauge = (name: string, location: string) =>
    telemetry.gauges.get(`${name} location=${location} target=www.shop.example`);
  return { clock, telemetry, edge, asked, prober, pass, gauge };
}

describe("the prober", () => {
  it("looks from three locations in turn, each every ten seconds, and no more once it is stopped", async () => {
    const { asked, prober, pass } = probing();
    prober.start();
    await pass(21);
    expect(asked.filter((call) => call.startsWith("probe-fra"))).toEqual([
      "probe-fra /cart at 0",
      "probe-fra /cart at 10000",
      "probe-fra /cart at 20000",
    ]);
    expect(asked.filter((call) => call.startsWith("probe-iad"))).toHaveLength(2);
    expect(asked.filter((call) => call.startsWith("probe-sin"))).toHaveLength(2);
    prober.stop();
    await pass(30);
    expect(asked).toHaveLength(7);
  });

  it("tells success, certificate and times, longer from farther away", async () => {
    const { edge, clock, prober, pass, gauge } = probing();
    edge.answer = () => new Promise((resolve) => clock.after(50, () => resolve(replyWith(200))));
    prober.start();
    await pass(12);
    for (const location of ["fra", "iad", "sin"]) {
      expect(gauge("probe_success", location)).toBe(1);
      expect(gauge("probe_ssl_earliest_cert_expiry", location)).toBe(edge.endMs / 1_000);
    }
    const duration = (location: string) => gauge("probe_duration_seconds", location) ?? Number.NaN;
    // 50 ms and three round trips.
    expect(duration("fra")).toBeCloseTo(0.077, 2);
    expect(duration("iad")).toBeGreaterThan(0.25);
    expect(duration("sin")).toBeGreaterThan(duration("iad") + 0.1);
    expect(gauge("probe_tls_seconds", "sin")).toBeCloseTo(0.162, 1);
  });

  it("tells once that a location begins to fail, with its times, and once that it is well again", async () => {
    const { edge, telemetry, prober, pass, gauge } = probing();
    prober.start();
    await pass(15);
    expect(telemetry.events).toEqual([]);
    edge.answer = async () => replyWith(503);
    await pass(40);
    expect(gauge("probe_success", "iad")).toBe(0);
    const began = telemetry.events.splice(0);
    expect(began).toHaveLength(3);
    expect(new Set(began.map((event) => event.attributes?.location))).toEqual(new Set(["fra", "iad", "sin"]));
    expect(began[0]).toMatchObject({
      type: "probe",
      severity: "error",
      title: "www.shop.example fails from sin: answered with 503",
      attributes: { status: 503, fault: "answered with 503", target: "www.shop.example" },
    });
    expect(began[0]?.attributes?.tls_ms).toBeGreaterThan(100);
    expect(began[0]?.attributes?.total_ms).toBeGreaterThan(400);
    edge.answer = async () => replyWith(200);
    await pass(40);
    expect(telemetry.events).toHaveLength(3);
    expect(telemetry.events[0]).toMatchObject({
      type: "probe",
      severity: "info",
      title: "www.shop.example is well again from sin",
      attributes: { failed_s: 40 },
    });
  });

  it("counts as failed what nobody answers, and what takes longer than five seconds", async () => {
    const { edge, telemetry, prober, pass, gauge } = probing();
    edge.answer = async () => {
      throw new Unreachable("gone");
    };
    prober.start();
    await pass(1);
    expect(telemetry.events[0]?.title).toBe("www.shop.example fails from fra: nobody answers");
    edge.answer = () => new Promise(() => {});
    await pass(12);
    const iad = telemetry.events.find((event) => event.attributes?.location === "iad");
    expect(iad?.title).toBe("www.shop.example fails from iad: no answer within 5 s");
    expect(gauge("probe_duration_seconds", "iad")).toBeGreaterThan(5);
    // It was still asked, and so its certificate was seen.
    expect(gauge("probe_ssl_earliest_cert_expiry", "iad")).toBe(edge.endMs / 1_000);
  });

  it("tells of a certificate with fewer than 15 days left once a day, and when another is shown", async () => {
    const { edge, clock, telemetry, prober, pass } = probing({ daysLeft: 15.01 });
    prober.start();
    await pass(30);
    expect(telemetry.events).toEqual([]);
    edge.endMs = noonMs + 12.5 * DAY_MS;
    await pass(60);
    expect(telemetry.events).toHaveLength(1);
    expect(telemetry.events[0]).toMatchObject({
      type: "certificate",
      severity: "warning",
      title: "The certificate of www.shop.example ends in 12.5 days",
      attributes: { days_left: 12.5, host: "www.shop.example" },
    });
    clock.jumpTo(clock.now() + DAY_MS);
    await pass(60);
    expect(telemetry.events.map((event) => event.attributes?.days_left)).toEqual([12.5, 11.5]);
    edge.endMs = clock.now() + 1.01 * DAY_MS;
    await pass(60);
    expect(telemetry.events[2]).toMatchObject({
      severity: "error",
      title: "The certificate of www.shop.example ends in 1 day",
    });
    edge.endMs = clock.now() + 80 * DAY_MS;
    await pass(60);
    expect(telemetry.events).toHaveLength(3);
  });

  it("fails on a certificate that has expired", async () => {
    const { telemetry, prober, pass, gauge } = probing({ daysLeft: -2 });
    prober.start();
    await pass(1);
    expect(gauge("probe_success", "fra")).toBe(0);
    expect(telemetry.events.map((event) => event.title).sort()).toEqual([
      "The certificate of www.shop.example has expired",
      "www.shop.example fails from fra: the certificate has expired",
    ]);
  });

  it("tells the same for the same seed", async () => {
    const run = async () => {
      const { telemetry, prober, pass } = probing();
      prober.start();
      await pass(60);
      return [...telemetry.gauges];
    };
    expect(await run()).toEqual(await run());
  });
});

import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { findScenario } from "../scenario/registry.ts";
import { createCompany } from "./company.ts";
import { generateSamples } from "./generate.ts";
import { lookAt } from "./look.ts";
import { playTales } from "./story.ts";
import { scenarioAt } from "./tale.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const startMs = Date.UTC(2026, 4, 20, 12);
const beginMs = startMs + 20 * MINUTE_MS;

/** A scenario as history tells it, with twenty minutes before and after. */
async function seen(name: string) {
  const random = createRandom("laws");
  const tale = scenarioAt(beginMs, findScenario(name), random.fork("tale"));
  const endMs = beginMs + tale.lengthMs + 20 * MINUTE_MS;
  const story = await playTales({ tales: [tale], startMs, endMs, seed: "laws" });
  const company = createCompany({ random, nowMs: endMs, rate: 120, stepMs: 10_000 });
  const changes = story.changes;
  const look = lookAt(generateSamples({ company, changes, startMs, fromMs: startMs, endMs, stepMs: 10_000 }));
  return {
    ...look,
    ...story,
    endMs,
    at(says: RegExp): number {
      const step = tale.steps.find((one) => says.test(one.says));
      expect(step?.says).toMatch(says);
      return beginMs + step!.atMs;
    },
    errorShare(wanted: Record<string, string>, fromMs: number, toMs: number): number {
      const failed = { ...wanted, code: "500" };
      const all = look.increase("http_requests_total", wanted, fromMs, toMs);
      return look.increase("http_requests_total", failed, fromMs, toMs) / all;
    },
    perMinute: (wanted: Record<string, string>, fromMs: number, toMs: number) =>
      (look.increase("http_requests_total", wanted, fromMs, toMs) * MINUTE_MS) / (toMs - fromMs),
  };
}

describe("in the history of", () => {
  it("slow-deploy p90 is about three times worse until the rollback", async () => {
    const { at, quantile, endMs } = await seen("slow-deploy");
    const [outMs, backMs] = [at(/is out/), at(/is rolled back/)];
    const p90 = (fromMs: number, toMs: number) =>
      quantile(0.9, "http_request_duration_seconds", { service: "api" }, fromMs, toMs);
    const before = p90(startMs, beginMs);
    expect(p90(outMs, backMs) / before).toBeGreaterThan(2.4);
    expect(p90(outMs, backMs) / before).toBeLessThan(4);
    expect(p90(backMs + MINUTE_MS, endMs) / before).toBeLessThan(1.3);
  });

  it("canary its version fails and takes a tenth", async () => {
    const { at, errorShare, perMinute } = await seen("canary");
    const stretch = [at(/takes 10 %/), at(/gets no more/)] as const;
    expect(errorShare({ service: "api", instance: "api-canary" }, ...stretch)).toBeGreaterThan(0.1);
    expect(errorShare({ service: "api", instance: "api-1" }, ...stretch)).toBeLessThan(0.02);
    const share =
      perMinute({ instance: "api-canary" }, ...stretch) / perMinute({ service: "api" }, ...stretch);
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  });

  it("connection-leak the pools fill twice, and two in three fail while they are full", async () => {
    const { at, levels, errorShare, endMs } = await seen("connection-leak");
    const [restartMs, mendedMs] = [at(/is restarted/), at(/v415 is out/)];
    const fullMs = restartMs - 1.5 * MINUTE_MS;
    const rate = (fromMs: number, toMs: number) =>
      Math.max(...levels("app_pool_busy", { service: "api" }, fromMs, toMs));
    expect(rate(fullMs, restartMs)).toBe(levels("app_pool_size", {}, fullMs, restartMs)[0]);
    expect(errorShare({ service: "api" }, fullMs, restartMs)).toBeGreaterThan(0.55);
    expect(errorShare({ service: "api" }, fullMs, restartMs)).toBeLessThan(0.75);
    expect(rate(restartMs + 20_000, restartMs + MINUTE_MS)).toBeLessThan(4);
    expect(rate(restartMs, mendedMs)).toBe(8);
    expect(errorShare({ service: "api" }, mendedMs + MINUTE_MS, endMs)).toBeLessThan(0.02);
  });

  it("open-files those of api-2 climb to their limit, and it alone fails", async () => {
    const { at, levels, errorShare } = await seen("open-files");
    const stretch = [at(/: too many open files/) + MINUTE_MS, at(/is restarted/)] as const;
    expect(Math.min(...levels("app_open_files", { instance: "api-2" }, ...stretch))).toBe(256);
    expect(Math.max(...levels("app_open_files", { instance: "api-1" }, ...stretch))).toBeLessThan(100);
    expect(errorShare({ instance: "api-2" }, ...stretch)).toBeGreaterThan(0.3);
    expect(errorShare({ instance: "api-1" }, ...stretch)).toBeLessThan(0.02);
  });

  it("not-found 404s go up and errors stay flat", async () => {
    const { at, perMinute, errorShare, increase } = await seen("not-found");
    const stretch = [at(/a crawler asks/), at(/the crawler goes/)] as const;
    const missing = { service: "web", code: "404" };
    expect(perMinute(missing, ...stretch)).toBeGreaterThan(5 * perMinute(missing, startMs, beginMs));
    expect(errorShare({ service: "web" }, ...stretch)).toBeLessThan(0.01);
    expect(increase("events_total", { sub_type: "not_found" }, ...stretch)).toBeGreaterThan(100);
  });

  it("mentions the load doubles with them, and they are counted and told", async () => {
    const { at, perMinute, increase, reports } = await seen("mentions");
    const toldMs = at(/the flurry is told/);
    const edge = { service: "edge" };
    expect(perMinute(edge, toldMs - MINUTE_MS, toldMs)).toBeGreaterThan(
      1.6 * perMinute(edge, startMs, beginMs),
    );
    const mentioned = reports.filter((report) => "event" in report && report.event.type === "mention");
    expect(mentioned.length).toBeGreaterThan(50);
    expect(increase("events_total", { type: "mention" }, startMs, toldMs + MINUTE_MS)).toBe(mentioned.length);
  });

  it("certificate fewer than 15 days are left until it is renewed", async () => {
    const { at, levels, endMs } = await seen("certificate");
    const renewedMs = at(/is renewed/);
    const daysLeft = (fromMs: number, toMs: number) =>
      levels("probe_ssl_earliest_cert_expiry", {}, fromMs, toMs).map((s) => (s * 1_000 - fromMs) / DAY_MS);
    expect(Math.max(...daysLeft(at(/12 days/) + 10_000, renewedMs))).toBeLessThan(15);
    expect(Math.min(...daysLeft(renewedMs + 10_000, endMs))).toBeGreaterThan(60);
  });

  it("silent-host its series end, and the others take its share", async () => {
    const { at, find, perMinute } = await seen("silent-host");
    const [silentMs, backMs] = [at(/goes silent/), at(/is there again/)];
    const gone = find("app_saturation", { instance: "web-2" })[0]!.timesMs;
    expect(gone.filter((timeMs) => timeMs > silentMs && timeMs < backMs)).toEqual([]);
    expect(gone.at(-1)).toBeGreaterThan(backMs);
    expect(perMinute({ instance: "web-1" }, silentMs, backMs)).toBeGreaterThan(
      1.3 * perMinute({ instance: "web-1" }, startMs, silentMs),
    );
  });

  it("dns-change requests move from blue to green", async () => {
    const { at, increase, endMs } = await seen("dns-change");
    const movedMs = at(/points to green/);
    const green = (fromMs: number, toMs: number) =>
      increase("edge_requests_total", { address: "green" }, fromMs, toMs) /
      increase("edge_requests_total", {}, fromMs, toMs);
    expect(green(startMs, movedMs)).toBe(0);
    expect(green(movedMs, movedMs + 3 * MINUTE_MS)).toBeGreaterThan(0.2);
    expect(green(endMs - 10 * MINUTE_MS, endMs)).toBeGreaterThan(0.95);
  });

  it("grow-cluster five instances share what three had", async () => {
    const { at, perMinute } = await seen("grow-cluster");
    const [fiveMs, overMs] = [at(/has five/), at(/as on any day/)];
    const three = perMinute({ instance: "api-1" }, at(/load grows/) + 10_000, at(/from three/));
    const five = perMinute({ instance: "api-1" }, fiveMs, overMs);
    expect(five / three).toBeGreaterThan(0.5);
    expect(five / three).toBeLessThan(0.72);
    expect(perMinute({ instance: "api-5" }, fiveMs, overMs)).toBeGreaterThan(0.9 * five);
  });
});

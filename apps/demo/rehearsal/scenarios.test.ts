import { describe, expect, it } from "vitest";
import { hitShare, KEPT_SHARE } from "../history/hits.ts";
import { lookAt } from "../history/look.ts";
import { findScenario } from "../scenario/registry.ts";
import { rehearse } from "./rehearse.ts";

const MINUTE_MS = 60_000;
/** The rest of the load goes to the api. */
const PAGES_SHARE = 0.88;
const LEAD_MS = 2 * MINUTE_MS;
const endMs = Date.UTC(2026, 4, 20, 12);

/** A scenario from two minutes before it begins to its end, as an operator could see it. */
async function seen(name: string, lengthMs?: number, rate = 10) {
  const scenario = findScenario(name);
  const told = await rehearse({
    scenario,
    endMs,
    seed: "laws",
    rate,
    stepMs: 10_000,
    leadMs: LEAD_MS,
    lengthMs: LEAD_MS + (lengthMs ?? scenario.lengthMs),
  });
  expect(told.steps.filter((step) => step.fault !== undefined)).toEqual([]);
  const look = lookAt([told.samples]);
  /** The share of a service's answers with 500 and more. */
  function errorShare(wanted: Record<string, string>, fromMs: number, toMs: number): number {
    const failed = { ...wanted, code: (code: string) => code.startsWith("5") };
    return (
      look.increase("http_requests_total", failed, fromMs, toMs) /
      look.increase("http_requests_total", wanted, fromMs, toMs)
    );
  }
  return {
    ...told,
    ...look,
    errorShare,
    /** When the step was done whose words match. */
    at(says: RegExp): number {
      const step = told.steps.find((one) => says.test(one.says));
      expect(step?.says).toMatch(says);
      return told.beganMs + step!.atMs;
    },
    p90: (service: string, fromMs: number, toMs: number) =>
      look.quantile(0.9, "http_request_duration_seconds", { service }, fromMs, toMs),
    perSecond: (name: string, wanted: Record<string, string>, fromMs: number, toMs: number) =>
      (look.increase(name, wanted, fromMs, toMs) * 1_000) / (toMs - fromMs),
  };
}

describe("what an operator sees first", { timeout: 60_000 }, () => {
  it("slow-deploy: the api's p90 is about three times worse from the deploy to the rollback", async () => {
    const { at, p90, fromMs, toMs, errorShare, deploys } = await seen("slow-deploy");
    const [outMs, backMs] = [at(/is out/), at(/is rolled back/)];
    const before = p90("api", fromMs, at(/goes out/));
    expect(p90("api", outMs, backMs) / before).toBeGreaterThan(2.3);
    expect(p90("api", outMs, backMs) / before).toBeLessThan(4.5);
    expect(p90("api", backMs + MINUTE_MS, toMs) / before).toBeLessThan(1.3);
    expect(p90("edge", outMs, backMs)).toBeGreaterThan(1.5 * p90("edge", fromMs, at(/goes out/)));
    expect(errorShare({ service: "api" }, outMs, backMs)).toBeLessThan(0.01);
    expect(deploys.map(({ status, time }) => [status, time])).toEqual([
      ["started", at(/goes out/)],
      ["finished", outMs],
      ["rolled_back", backMs],
    ]);
  });

  it("canary: its version's errors stand apart", async () => {
    const { at, errorShare, increase } = await seen("canary");
    const [fromMs, toMs] = [at(/takes 10 %/), at(/is taken out/)];
    expect(errorShare({ service: "api", version: "v413" }, fromMs, toMs)).toBeGreaterThan(0.1);
    expect(errorShare({ service: "api", version: "v411" }, fromMs, toMs)).toBeLessThan(0.02);
    const all = increase("http_requests_total", { service: "api" }, fromMs, toMs);
    const share = increase("http_requests_total", { service: "api", version: "v413" }, fromMs, toMs) / all;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  });

  it("connection-leak: the pools fill, two in three fail, a restart helps, it comes back", async () => {
    const { at, levels, errorShare, events, toMs } = await seen("connection-leak");
    const restartMs = at(/api is restarted/);
    const mended = at(/v415 is out/);
    const busiest = (fromMs: number, untilMs: number) =>
      Math.max(...levels("app_pool_busy", { service: "api" }, fromMs, untilMs));
    for (const full of [/^the pool is full/, /the pool is full again/]) {
      for (const instance of ["api-1", "api-2", "api-3"]) {
        const soon = levels("app_pool_busy", { instance }, at(full), at(full) + 15_000);
        expect([instance, Math.max(...soon)]).toEqual([instance, 8]);
      }
    }
    const size = levels("app_pool_size", { service: "api" }, restartMs, mended)[0]!;
    const fullFromMs = restartMs - 1.5 * MINUTE_MS;
    expect(busiest(fullFromMs, restartMs)).toBe(size);
    expect(errorShare({ service: "api" }, fullFromMs, restartMs)).toBeGreaterThan(0.5);
    expect(errorShare({ service: "api" }, fullFromMs, restartMs)).toBeLessThan(0.8);
    // The edge keeps some pages, which hides nothing of it from who asks there.
    expect(errorShare({ service: "web" }, fullFromMs, restartMs)).toBeGreaterThan(0.4);
    expect(errorShare({ service: "edge" }, fullFromMs, restartMs)).toBeGreaterThan(0.2);
    expect(events.some(({ title }) => title?.includes("could not obtain database connection"))).toBe(true);
    expect(errorShare({ service: "api" }, restartMs + MINUTE_MS, restartMs + 3 * MINUTE_MS)).toBeLessThan(
      0.02,
    );
    expect(busiest(restartMs + MINUTE_MS, restartMs + 3 * MINUTE_MS)).toBeLessThan(size);
    expect(busiest(restartMs + 5 * MINUTE_MS, mended)).toBe(size);
    expect(errorShare({ service: "api" }, mended + MINUTE_MS, toMs)).toBeLessThan(0.02);
  });

  it("open-files: those of api-2 climb to their limit, and it alone fails", async () => {
    const { at, levels, errorShare, fromMs, events } = await seen("open-files");
    const [fullMs, restartMs] = [at(/: too many open files/), at(/is restarted/)];
    const filesOf = (instance: string) =>
      Math.max(...levels("app_open_files", { instance }, fullMs + MINUTE_MS, restartMs));
    expect(filesOf("api-2")).toBe(256);
    expect(filesOf("api-1")).toBeLessThan(100);
    const failing = errorShare({ service: "api", instance: "api-2" }, fullMs + MINUTE_MS, restartMs);
    expect(failing).toBeGreaterThan(0.5);
    expect(errorShare({ service: "api", instance: "api-1" }, fromMs, restartMs)).toBeLessThan(0.02);
    expect(events.some(({ title }) => title?.includes("too many open files"))).toBe(true);
  });

  it("not-found: 404s go up and errors do not, whatever the events look like", async () => {
    const { at, perSecond, errorShare, fromMs, events, increase } = await seen("not-found");
    const [crawlMs, overMs] = [at(/a crawler asks/), at(/the crawler goes/)];
    const missing = { service: "web", code: "404" };
    const before = perSecond("http_requests_total", missing, fromMs, crawlMs);
    expect(perSecond("http_requests_total", missing, crawlMs, overMs)).toBeGreaterThan(5 * before + 0.5);
    expect(errorShare({ service: "web" }, crawlMs, overMs)).toBeLessThan(0.01);
    const stacks = events.filter(
      ({ type, attributes }) => type === "exception" && attributes?.status === 404,
    );
    expect(stacks.length).toBeGreaterThan(50);
    expect(stacks[0]!.attributes?.stack).toContain("parse-query-string");
    expect(increase("events_total", { type: "exception" }, fromMs, overMs)).toBe(0);
    expect(increase("events_total", { sub_type: "not_found" }, fromMs, overMs)).toBeGreaterThan(50);
  });

  it("mentions: they come in a flurry, and the load doubles with them", async () => {
    const { at, perSecond, fromMs, events, increase, beganMs } = await seen("mentions");
    const toldMs = at(/the flurry is told/);
    const edge = { service: "edge" };
    const before = perSecond("http_requests_total", edge, fromMs, beganMs);
    expect(perSecond("http_requests_total", edge, toldMs - MINUTE_MS, toldMs)).toBeGreaterThan(1.6 * before);
    expect(events.filter(({ type }) => type === "mention").length).toBeGreaterThan(50);
    expect(increase("events_total", { type: "mention" }, beganMs, toldMs)).toBeGreaterThan(50);
  });

  it("certificate: the probers see fewer than 15 days left, then many", async () => {
    const { at, levels, toMs, events } = await seen("certificate");
    const daysLeft = (fromMs: number, untilMs: number) =>
      levels("probe_ssl_earliest_cert_expiry", {}, fromMs, untilMs).map(
        (endsS) => (endsS * 1_000 - fromMs) / (24 * 60 * MINUTE_MS),
      );
    const [shortMs, renewedMs] = [at(/12 days left/), at(/is renewed/)];
    expect(Math.max(...daysLeft(shortMs + MINUTE_MS, renewedMs))).toBeLessThan(15);
    expect(Math.min(...daysLeft(renewedMs + MINUTE_MS, toMs))).toBeGreaterThan(60);
    expect(events.map(({ title }) => title)).toContainEqual(expect.stringMatching(/ends in [12] day/));
  });

  it("silent-host: web-2 answers nothing more, and the others take its share", async () => {
    const { at, perSecond, errorShare, fromMs, toMs, events } = await seen("silent-host");
    const [silentMs, backMs] = [at(/goes silent/), at(/is there again/)];
    const quiet = [silentMs + 15_000, backMs - 15_000] as const;
    const of = (instance: string, from: number, until: number) =>
      perSecond("http_requests_total", { service: "web", instance }, from, until);
    expect(of("web-2", fromMs, silentMs)).toBeGreaterThan(1);
    expect(of("web-2", ...quiet)).toBe(0);
    expect(of("web-1", ...quiet)).toBeGreaterThan(1.3 * of("web-1", fromMs, silentMs));
    expect(of("web-2", backMs + 30_000, toMs)).toBeGreaterThan(1);
    expect(errorShare({ service: "web" }, ...quiet)).toBeLessThan(0.01);
    expect(events.map(({ title }) => title)).toContain("web-2 of web is down");
  });

  it("dns-change: the edge's requests move from blue to green", async () => {
    const { at, increase, fromMs } = await seen("dns-change");
    const [movedMs, overMs] = [at(/points to green/), at(/nobody comes/)];
    const share = (from: number, until: number) =>
      increase("edge_requests_total", { address: "green" }, from, until) /
      increase("edge_requests_total", {}, from, until);
    expect(share(fromMs, movedMs)).toBe(0);
    expect(share(movedMs, overMs)).toBeGreaterThan(0.3);
    expect(share(movedMs, overMs)).toBeLessThan(0.9);
    expect(share(overMs, overMs + 2 * MINUTE_MS)).toBe(1);
  });

  it("grow-cluster: five instances share what three had, and each has less", async () => {
    const { at, perSecond } = await seen("grow-cluster");
    const [grownMs, fiveMs, overMs] = [at(/load grows/), at(/has five/), at(/as on any day/)];
    const of = (instance: string, from: number, until: number) =>
      perSecond("http_requests_total", { service: "api", instance }, from, until);
    const three = of("api-1", grownMs + 10_000, grownMs + 2 * MINUTE_MS);
    const five = of("api-1", fiveMs, overMs);
    expect(five / three).toBeGreaterThan(0.5);
    expect(five / three).toBeLessThan(0.72);
    expect(of("api-5", fiveMs, overMs)).toBeGreaterThan(0.8 * five);
  });

  it.each([4, 10, 40])(
    "the edge's cache answers most of what it may keep, not all, at %i/s",
    async (rate) => {
      const { increase, fromMs, toMs } = await seen("quiet-day", 5 * MINUTE_MS, rate);
      const all = increase("cdn_requests_total", {}, fromMs + MINUTE_MS, toMs);
      const hits = increase("cdn_requests_total", { result: "hit" }, fromMs + MINUTE_MS, toMs);
      expect(hits / all).toBeGreaterThan(0.6);
      expect(hits / all).toBeLessThan(0.97);
      expect(hits / all).toBeCloseTo(hitShare(rate * PAGES_SHARE) / KEPT_SHARE, 1);
    },
  );

  it("quiet-day: nothing", async () => {
    const { errorShare, fromMs, toMs, events, deploys } = await seen("quiet-day", 15 * MINUTE_MS);
    for (const service of ["edge", "web", "api"])
      expect(errorShare({ service }, fromMs, toMs)).toBeLessThan(0.005);
    expect(events.filter(({ type }) => type === "exception")).toEqual([]);
    expect(deploys.map(({ status }) => status)).toEqual(["started", "finished"]);
  });
});

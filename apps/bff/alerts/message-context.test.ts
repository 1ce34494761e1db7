import { alertIdOf } from "@mission-control/alerts";
import { type Alert, type Event, ruleSchema } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { labelsOf, manualClock, metric, samplesOf } from "@mission-control/series";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createMessageContext } from "./message-context.ts";

const STEP_MS = 5_000;
const HOUR_MS = 3_600_000;
/** The alert fires at this time; the ten minutes before it are not as the hour before. */
const firedMs = Math.floor(Date.UTC(2026, 10, 21, 17) / STEP_MS) * STEP_MS;
const badFromMs = firedMs - 4 * 60_000;

const rule = ruleSchema.parse({
  slug: "latency",
  name: "api latency",
  when: { kind: "threshold", expr: "api_latency_seconds", unit: "seconds", level: 0.3 },
});
const labels = { service: "api", route: "/pay" };

const alert: Alert = {
  id: alertIdOf("latency", labelsOf(Object.entries(labels))),
  rule: "latency",
  ruleName: "api latency",
  labels,
  state: "firing",
  sinceMs: firedMs,
  firingMs: firedMs,
  value: 0.412,
  unit: "seconds",
  severity: "error",
  title: "api latency",
  description: "",
  owner: "",
  runbook: "",
  link: "/",
  error: null,
  acknowledged: null,
  quiet: [],
};

const deploy: Event = {
  id: "d",
  timeMs: firedMs - 240_000,
  type: "deploy",
  subType: "",
  title: "",
  severity: "info",
  service: "api",
  host: "",
  tags: [],
  attributes: { version: "v412", author: "ada", status: "finished", kind: "release" },
  fingerprint: "",
};

/** Two hours of a service whose errors become forty times as many, and of which little else changes. */
async function world() {
  const clock = manualClock(firedMs - 2 * HOUR_MS);
  const recent = createRecent({ clock, keepMs: 3 * HOUR_MS, stepMs: STEP_MS });
  const series = {
    latency: metric("api_latency_seconds", labels),
    other: metric("api_latency_seconds", { service: "api", route: "/cart" }),
    errors: metric("http_requests_total", { service: "api", code: "500" }),
    requests: metric("http_requests_total", { service: "api", code: "200" }),
    memory: metric("process_resident_memory_bytes", { service: "api" }),
    queue: metric("queue_length", { service: "api" }),
    elsewhere: metric("http_requests_total", { service: "web", code: "500" }),
  };
  let [errors, requests, elsewhere] = [0, 0, 0];
  const points = [];
  for (let timeMs = firedMs - 2 * HOUR_MS + STEP_MS; timeMs <= firedMs; timeMs += STEP_MS) {
    const isBad = timeMs > badFromMs;
    const noise = Math.sin(timeMs / 7_000);
    errors += isBad ? 40 : 1;
    requests += 100 + Math.round(10 * noise);
    elsewhere += isBad ? 1_000 : 1;
    points.push(
      { labels: series.latency, timeMs, value: isBad ? 0.412 : 0.1 + 0.02 * noise },
      { labels: series.other, timeMs, value: 0.1 + 0.02 * noise },
      { labels: series.errors, timeMs, value: errors },
      { labels: series.requests, timeMs, value: requests },
      { labels: series.memory, timeMs, value: 2e8 + 1e6 * noise },
      { labels: series.queue, timeMs, value: isBad ? 30 : 0 },
      { labels: series.elsewhere, timeMs, value: elsewhere },
    );
  }
  clock.advance(2 * HOUR_MS);
  recent.appendNow(samplesOf(points));
  recent.appendEventsNow([deploy]);
  const contextOf = createMessageContext({
    clock,
    baseStepMs: STEP_MS,
    ruleOf: (slug) => (slug === "latency" ? rule : undefined),
    readers: {
      evaluate: createEvaluate({ reader: recent.series, clock }),
      proxied: () => undefined,
      piped: () => {
        throw new Error("no functions here");
      },
    },
    reader: recent.series,
    find: recent.events.find,
    typeOf: () => undefined,
  });
  return { clock, contextOf };
}

describe("what a message shows beside its words", () => {
  it("is how the value went, in the ramp of badness where it was bad", async () => {
    const { contextOf } = await world();
    const { picture } = await contextOf({ alerts: [alert], createdMs: firedMs });
    const { width, height, data } = PNG.sync.read(Buffer.from(picture!.png));
    expect({ width, height }).toEqual({ width: 1_080, height: 112 });
    expect(picture).toMatchObject({ width, height });
    // Red against blue of the lowest row, where every value has colour: the newest 4 of 60 minutes are bad.
    const isWarm = (x: number) => {
      const at = 4 * ((height - 1) * width + x);
      return data[at]! > data[at + 2]!;
    };
    const warm = Array.from({ length: width }, (_, x) => isWarm(x)).filter(Boolean).length;
    expect(warm / width).toBeGreaterThan(3.5 / 60);
    expect(warm / width).toBeLessThan(4.5 / 60);
    expect(isWarm(width - 5)).toBe(true);
    expect(isWarm(0)).toBe(false);
  });

  it("is the last deploy of the service, and what changed most of it, no more than three", async () => {
    const { contextOf } = await world();
    const { lastDeploy, changed } = await contextOf({ alerts: [alert], createdMs: firedMs });
    expect(lastDeploy).toEqual({
      words: "api v412 deployed by ada, 4 min before",
      timeMs: deploy.timeMs,
      link: `/?at=${deploy.timeMs}`,
    });
    expect(changed).toContainEqual({ name: 'http_requests_total{code="500"}', words: "40x" });
    expect(changed).toContainEqual({ name: "queue_length", words: "from 0 to 30" });
    expect(changed).toContainEqual({ name: 'api_latency_seconds{route="/pay"}', words: "4.1x" });
    expect(changed).toHaveLength(3);
  });

  it("is nothing of a rule that is gone, of no service, or of no alert", async () => {
    const { contextOf } = await world();
    const nothing = { picture: undefined, lastDeploy: undefined, changed: [] };
    const stranger = { ...alert, id: "x", rule: "gone", labels: {} };
    expect(await contextOf({ alerts: [stranger], createdMs: firedMs })).toEqual(nothing);
    expect(await contextOf({ alerts: [], createdMs: firedMs })).toEqual(nothing);
  });

  it("is looked for only where it is shown", async () => {
    const { contextOf } = await world();
    const notice = { alerts: [alert], createdMs: firedMs };
    expect(await contextOf(notice, "nothing")).toEqual({
      picture: undefined,
      lastDeploy: undefined,
      changed: [],
    });
    const { picture, changed } = await contextOf(notice, "words");
    expect({ picture, changed: changed.length }).toEqual({ picture: undefined, changed: 3 });
  });

  it("is waited for no longer than a second", async () => {
    const { clock } = await world();
    const never = () => new Promise<never>(() => {});
    const contextOf = createMessageContext({
      clock,
      baseStepMs: STEP_MS,
      ruleOf: () => rule,
      readers: {
        evaluate: { longRange: never },
        proxied: () => undefined,
        piped: () => {
          throw new Error("no functions here");
        },
      },
      reader: { select: never, series: never },
      find: never,
      typeOf: () => undefined,
    });
    const found = contextOf({ alerts: [alert], createdMs: firedMs });
    clock.advance(1_000);
    expect(await found).toEqual({ picture: undefined, lastDeploy: undefined, changed: [] });
  });
});

import { conditionOf } from "@mission-control/alerts";
import { type RuleWhen, ruleWhenSchema } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { parseExpr } from "@mission-control/promql";
import { manualClock, metric, type Point, samplesOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
const DAY_S = 86_400;

/** What a condition gives at `NOW`, by labels, and whether that fires. */
async function seen(when: object, points: readonly Point[]) {
  const clock = manualClock(NOW - 3 * HOUR);
  const recent = createRecent({ clock, keepMs: 3 * HOUR, stepMs: 5_000 });
  clock.advance(3 * HOUR);
  recent.appendNow(samplesOf(points));
  const condition = conditionOf(ruleWhenSchema.parse(when) satisfies RuleWhen);
  if (condition.source.kind !== "promql") throw new Error("this counts events");
  const grid = { startMs: NOW, endMs: NOW, stepMs: 10_000 };
  const { series } = await createEvaluate({ reader: recent.series, clock }).longRange(
    parseExpr(condition.source.expr),
    grid,
  );
  return Object.fromEntries(
    series.map(({ labels, values }) => {
      const value = values[0] ?? Number.NaN;
      return [[...labels.values()].join(" "), [Number(value.toFixed(6)), condition.fires(value)]];
    }),
  );
}

const at = (name: string, labels: Record<string, string>, secondsAgo: number, value: number): Point => ({
  labels: metric(name, labels),
  timeMs: NOW - secondsAgo * 1_000,
  value,
});
/** A value each ten seconds of the last so many seconds. */
const each = (seconds: number, point: (secondsAgo: number) => Point): Point[] =>
  Array.from({ length: seconds / 10 + 1 }, (_, i) => point(seconds - i * 10));

const lastSeen = (instance: string, secondsAgo: number) =>
  at("sender_last_seen_timestamp_seconds", { service: "api", instance }, 0, NOW / 1_000 - secondsAgo);

describe("what a rule of each kind finds", () => {
  it("a service is quiet for as long as the sender that was heard of last", async () => {
    const quiet = { kind: "quiet", senders: { service: "api" } };
    expect(await seen(quiet, [lastSeen("a", 500), lastSeen("b", 10)])).toEqual({ api: [10, false] });
    expect(await seen(quiet, [lastSeen("a", 500), lastSeen("b", 130)])).toEqual({ api: [130, true] });
  });

  it("senders are counted that were not heard of", async () => {
    const senders = { kind: "senders", senders: { service: "api" }, atLeast: 2 };
    const three = (...ages: number[]) => ages.map((age, i) => lastSeen(String(i), age));
    expect(await seen(senders, three(500, 10, 20))).toEqual({ api: [1, false] });
    expect(await seen(senders, three(500, 121, 20))).toEqual({ api: [2, true] });
    expect(await seen(senders, three(1, 2, 3))).toEqual({ api: [0, false] });
  });

  it("responses are slow by their quantile", async () => {
    const bucket = (le: string, per10s: number) =>
      each(300, (ago) =>
        at("http_request_duration_seconds_bucket", { service: "api", le }, ago, ((300 - ago) / 10) * per10s),
      );
    const points = [...bucket("0.1", 50), ...bucket("1", 100), ...bucket("+Inf", 100)];
    expect(await seen({ kind: "slow", service: "api", aboveS: 0.5 }, points)).toEqual({ api: [0.82, true] });
    expect(await seen({ kind: "slow", quantile: 0.5, aboveS: 0.5 }, points)).toEqual({ api: [0.1, false] });
    expect(await seen({ kind: "slow", quantile: 1, aboveS: 0.5 }, points)).toEqual({ api: [1, true] });
  });

  it("a change is by which share of what it was", async () => {
    const change = { kind: "change", expr: "sum by (service) (load)", against: "hour", byRatio: 0.5 };
    const load = (service: string, now: number, before: number) =>
      each(5_400, (ago) => at("load", { service }, ago, ago < 1_800 ? now : before));
    const points = [...load("a", 16, 10), ...load("b", 4, 10), ...load("c", 12, 10), ...load("d", -16, -10)];
    expect(await seen(change, points)).toEqual({
      a: [0.6, true],
      b: [-0.6, true],
      c: [0.2, false],
      d: [-0.6, true],
    });
    expect(await seen({ ...change, direction: "up" }, points)).toMatchObject({
      a: [0.6, true],
      b: [-0.6, false],
    });
  });

  it("a forecast goes on as it went", async () => {
    const free = each(3_600, (ago) => at("free", { disk: "a" }, ago, 100 + ago / 36));
    const forecast = { kind: "forecast", expr: "free", op: "below", level: 0, fromMs: HOUR };
    const [[days, fires] = []] = Object.values(await seen({ ...forecast, withinMs: HOUR }, free));
    expect([Math.round(Number(days)), fires]).toEqual([0, false]);
    expect(await seen({ ...forecast, withinMs: 2 * HOUR }, free)).toEqual({ a: [-100, true] });
  });

  it("a probe fails at so many places, a certificate ends in so many seconds", async () => {
    const check = (place: string, failing: number) =>
      each(290, (ago) => at("probe_success", { probe: "shop", place }, ago, ago < failing ? 0 : 1));
    const points = [...check("here", 200), ...check("there", 100)];
    expect(await seen({ kind: "probe", probe: "shop", places: 1 }, points)).toEqual({ shop: [1, true] });
    expect(await seen({ kind: "probe", places: 2 }, points)).toEqual({ shop: [1, false] });
    expect(await seen({ kind: "probe", places: 2, failing: 0.3 }, points)).toEqual({ shop: [2, true] });
    const all = check("here", 500);
    expect(await seen({ kind: "probe", failing: 1 }, all)).toEqual({ shop: [1, true] });
    expect(await seen({ kind: "probe", failing: 1 }, points)).toEqual({ shop: [0, false] });
    const ends = at("probe_ssl_earliest_cert_expiry", { probe: "shop" }, 0, NOW / 1_000 + 10 * DAY_S);
    expect(await seen({ kind: "certificate" }, [ends])).toEqual({ shop: [10 * DAY_S, true] });
    expect(await seen({ kind: "certificate", withinDays: 9 }, [ends])).toEqual({ shop: [10 * DAY_S, false] });
  });

  it("labels of any name and value are only labels", async () => {
    const odd = { "http.route": 'a"} or vector(1) #\\\n', service: "api" };
    const points = [at("sender_last_seen_timestamp_seconds", odd, 0, NOW / 1_000 - 7)];
    expect(
      Object.values(
        await seen({ kind: "quiet", senders: { "http.route": odd["http.route"].trim() } }, points),
      ),
    ).toEqual([]);
    const trimmed = { ...odd, "http.route": odd["http.route"].trim() };
    const there = [at("sender_last_seen_timestamp_seconds", trimmed, 0, NOW / 1_000 - 7)];
    expect(Object.values(await seen({ kind: "quiet", senders: trimmed }, there))).toEqual([[7, false]]);
  });
});

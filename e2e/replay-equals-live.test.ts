import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Event,
  type KeptRule,
  keptRuleSchema,
  type Replay,
  ruleSchema,
  type Stretch,
} from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { createSamplesBuilder, manualClock, type Samples, systemClock } from "@mission-control/series";
import { type AlertTurn, type History, openHistory, openRecords } from "@mission-control/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAlertEngine } from "../apps/bff/alerts/engine.ts";
import { createEventCounts } from "../apps/bff/alerts/event-counts.ts";
import { createReplays } from "../apps/bff/alerts/replays.ts";
import { createAsking } from "../apps/bff/alerts/rule-question.ts";
import { createEvaluate } from "../apps/bff/evaluate/evaluate.ts";
import { type Rehearsal, rehearse } from "../apps/demo/rehearsal/rehearse.ts";
import { findScenario } from "../apps/demo/scenario/registry.ts";

const STEP_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Hours of the company that are recorded; `DEMO_HOURS=24` makes it the whole day. */
const HOURS = Number(process.env.DEMO_HOURS ?? 1.25);

const LONGEST_MS = Math.max(1, HOURS / 2) * 600_000;

const ruleOf = (slug: string, when: object, more: object = {}): KeptRule =>
  keptRuleSchema.parse({
    ...ruleSchema.parse({ slug, name: slug, when, noDataAfterMs: 20_000, ...more }),
    version: 1,
    savedMs: 1,
  });
const threshold = (expr: string, level: number, more: object = {}) => ({
  kind: "threshold",
  expr,
  level,
  ...more,
});
const times = { forMs: 20_000, clearForMs: 30_000 };
const p90 = "histogram_quantile(0.9, sum by (service, le) (rate(http_request_duration_seconds_bucket[1m])))";
const perSecond = "sum by (service) (rate(http_requests_total[1m]))";

const rules = [
  ruleOf("p90", threshold(p90, 0.15, { clear: 0.1 }), times),
  ruleOf("p90-at-once", threshold(p90, 0.1)),
  ruleOf("p90-keep", threshold(p90, 0.1), { noData: "keep", everyMs: 20_000 }),
  ruleOf("p90-normal", threshold(p90, 0.1), { noData: "normal", everyMs: 30_000 }),
  ruleOf("traffic", threshold(perSecond, 0.5, { op: "below", clear: 0.7 }), times),
  ruleOf("traffic-range", threshold(perSecond, 0.3, { op: "outside", upper: 1.2 }), { noData: "firing" }),
  ruleOf("in-flight", threshold("max_over_time(http_requests_in_flight[30s])", 1), times),
  ruleOf("slow", { kind: "slow", aboveS: 0.12, windowMs: 60_000 }, times),
  ruleOf(
    "change",
    { kind: "change", expr: perSecond, against: "hour", byRatio: 0.4, windowMs: 120_000 },
    times,
  ),
  ruleOf(
    "forecast",
    { kind: "forecast", expr: "http_requests_in_flight", level: 20, fromMs: 600_000, withinMs: 3_600_000 },
    times,
  ),
  ruleOf("requests", { kind: "promql", expr: `${perSecond} > 1` }, times),
  ruleOf("instances", { kind: "promql", expr: "sum by (instance) (rate(http_requests_total[1m])) > 0.4" }),
  ruleOf("errors", {
    kind: "events",
    events: { types: ["exception"] },
    moreThan: 3,
    windowMs: 300_000,
  }),
];

/** The samples of each step, in order. */
function* stepsOf({ labels, refs, timesMs, values }: Samples): Generator<[number, Samples]> {
  const order = Uint32Array.from(timesMs, (_, i) => i).sort((a, b) => timesMs[a]! - timesMs[b]!);
  for (let from = 0; from < order.length; ) {
    const timeMs = timesMs[order[from]!]!;
    const builder = createSamplesBuilder(512);
    for (; from < order.length && timesMs[order[from]!] === timeMs; from++) {
      const i = order[from]!;
      builder.add(builder.ref(labels[refs[i]!]!), timeMs, values[i]!);
    }
    yield [timeMs, builder.take()];
  }
}

const eventsOf = ({ events, deploys }: Rehearsal): Event[] =>
  [
    ...events.map((event) => ({ ...event, attributes: {} })),
    ...deploys.map(({ id, time, service }) => ({ id, time, service, type: "deploy", title: "" })),
  ]
    .map(
      (event): Event => ({
        id: event.id,
        timeMs: event.time,
        type: event.type,
        subType: "",
        title: event.title ?? "",
        severity: "error",
        service: event.service ?? "",
        host: "",
        tags: [],
        attributes: {},
        fingerprint: "",
      }),
    )
    .sort((a, b) => a.timeMs - b.timeMs);

/** For how long each label set was in which state, by what was told live. */
function stretchesOf(turns: readonly AlertTurn[], endMs: number): Map<string, Stretch[]> {
  const all = new Map<string, Stretch[]>();
  const since = new Map<string, number>();
  for (const { alert, from, atMs } of turns) {
    const key = keyOf(alert.labels);
    const list = all.get(key) ?? [];
    all.set(key, list);
    if (from !== "normal") list.push({ state: from, fromMs: since.get(key)!, toMs: atMs });
    since.set(key, atMs);
    if (alert.state === "normal") since.delete(key);
  }
  const last = new Map(turns.map((turn) => [keyOf(turn.alert.labels), turn.alert.state]));
  for (const [key, fromMs] of since)
    if (fromMs < endMs) all.get(key)!.push({ state: last.get(key)!, fromMs, toMs: endMs });
  return new Map([...all].filter(([, list]) => list.length > 0));
}

const replayed = ({ alerts }: Replay): Map<string, Stretch[]> =>
  new Map(
    alerts.filter(({ stretches }) => stretches.length > 0).map((one) => [keyOf(one.labels), one.stretches]),
  );

const keyOf = (labels: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
const sorted = (all: Map<string, Stretch[]>) => [...all].sort(([a], [b]) => (a < b ? -1 : 1));

describe("rules over what the demo's company told, live and afterwards", () => {
  const dir = mkdtempSync(join(tmpdir(), "replay-"));
  const turns: AlertTurn[] = [];
  let history: History | undefined;
  let told: Rehearsal;
  let replays: ReturnType<typeof createReplays>;

  beforeAll(async () => {
    told = await rehearse({
      scenario: findScenario("connection-leak"),
      endMs: Date.UTC(2026, 4, 20, 12),
      seed: "rules",
      rate: 2,
      stepMs: STEP_MS,
      leadMs: 10 * MINUTE_MS,
      lengthMs: HOURS * HOUR_MS,
    });
    const events = eventsOf(told);
    const clock = manualClock(told.fromMs - STEP_MS);
    const recent = createRecent({ clock, keepMs: 3 * HOUR_MS, stepMs: STEP_MS });
    const records = await openRecords({ dir, clock });
    const evaluate = createEvaluate({ reader: recent.series, clock });
    const counts = createEventCounts({ find: recent.events.find });
    const engine = await createAlertEngine({
      clock,
      baseStepMs: STEP_MS,
      asking: createAsking({ clock, evaluate, readerOf: () => undefined }),
      counts,
      records: records.alerts,
      rules,
      groups: [],
      plan: () => ({ groups: [], ended: [], notices: [], quiet: new Map(), nextMs: null, released: [] }),
      wishes: () => ({ silences: [], muteTimes: [], inhibitions: [], acknowledgements: new Map() }),
      kept: (made) => void turns.push(...made.turns),
      saidBefore: () => {},
      onError: (error) => {
        throw error;
      },
    });
    let next = 0;
    for (const [timeMs, samples] of stepsOf(told.samples)) {
      clock.advance(timeMs - clock.now());
      recent.appendNow(samples);
      const from = next;
      while (next < events.length && events[next]!.timeMs <= timeMs) next++;
      counts.take(recent.appendEventsNow(events.slice(from, next)));
      engine.seal(timeMs);
      await engine.idle();
    }
    await engine.stop();
    await records.close();

    // Afterwards: what is on disk, the days that are over folded into files.
    history = await openHistory({ dir, clock: systemClock });
    await history.series.append(told.samples);
    await history.events.append(events);
    await history.sealing.seal(Math.floor(told.fromMs / (24 * HOUR_MS)));
    replays = createReplays({
      clock: manualClock(told.toMs + 1_000),
      baseStepMs: STEP_MS,
      graceMs: 500,
      evaluate: createEvaluate({ reader: history.series, clock: systemClock }),
      proxied: () => undefined,
      piped: () => {
        throw new Error("no rule here uses a function");
      },
      find: history.events.find,
    });
  }, LONGEST_MS);
  afterAll(async () => {
    await history?.close();
    rmSync(dir, { recursive: true });
  });

  it.each(rules)(
    "$slug changes its states at the same steps",
    async (rule) => {
      const { version, savedMs, ...asked } = rule;
      const replay = await replays.replay(
        { rule: asked, rangeMs: told.toMs - told.fromMs, toMs: told.toMs },
        { signal: new AbortController().signal },
      );
      const live = turns.filter(({ alert }) => alert.rule === rule.slug);
      const expected = stretchesOf(live, replay.toMs);
      // What was before the first value nobody can replay: it may have been that nobody wrote it down.
      if (rule.when.kind !== "events") expected.delete("[]");
      expect(expected.size).toBeGreaterThan(0);
      expect(sorted(replayed(replay))).toEqual(sorted(expected));
    },
    120_000,
  );
});

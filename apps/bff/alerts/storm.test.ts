import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planNotices } from "@mission-control/alerts";
import { type KeptRule, keptRuleSchema, type NewNotice, ruleSchema } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { manualClock, metric, samplesOf } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createAlertEngine } from "./engine.ts";
import { createEventCounts } from "./event-counts.ts";
import { createAsking } from "./rule-question.ts";
import { createWishes } from "./wishes.ts";

const STEP_MS = 5_000;
const HOSTS_A_RULE = 1_000;

/** Five rules that make a group of each host: nothing of the storm agrees. */
const rules = ["a", "b", "c", "d", "e"].map(
  (slug): KeptRule =>
    keptRuleSchema.parse({
      ...ruleSchema.parse({
        slug,
        name: slug,
        when: { kind: "threshold", expr: `heat_${slug}`, op: "above", level: 5 },
        everyMs: STEP_MS,
        tell: { channels: ["ops", "dev"], groupBy: ["rule", "host"] },
      }),
      version: 1,
      savedMs: 1,
    }),
);

let dir: string;
let records: Records;
const clock = manualClock(1_790_000_000_000);
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "storm-"));
  records = await openRecords({ dir, clock });
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

it("a storm of 5,000 alerts is told in one message a channel, over a restart too, and its end in two at most", async () => {
  const recent = createRecent({ clock, keepMs: 3_600_000, stepMs: STEP_MS });
  const faults: unknown[] = [];
  const sent: NewNotice[] = [];
  const onError = (error: unknown) => void faults.push(error);
  const wishes = await createWishes({ records, clock, changed: () => {} });
  const evaluate = createEvaluate({ reader: recent.series, clock });
  const open = async () =>
    createAlertEngine({
      clock,
      baseStepMs: STEP_MS,
      asking: createAsking({ clock, evaluate, readerOf: () => undefined }),
      counts: createEventCounts({ find: (query) => recent.events.find(query) }),
      records: records.alerts,
      rules,
      groups: await records.groups.list(),
      plan: planNotices,
      wishes: wishes.now,
      kept: ({ notices }) => void sent.push(...notices),
      saidBefore: () => {},
      onError,
    });
  async function step(engine: Awaited<ReturnType<typeof open>>, value: number): Promise<void> {
    clock.advance(STEP_MS);
    const timeMs = clock.now();
    const points = rules.flatMap(({ slug }) =>
      Array.from({ length: HOSTS_A_RULE }, (_, i) => {
        return { labels: metric(`heat_${slug}`, { host: `h${i}` }), timeMs, value };
      }),
    );
    recent.appendNow(samplesOf(points));
    engine.seal(timeMs);
    await engine.idle();
  }
  const told = () =>
    sent.splice(0).map(({ channel, reason, alerts, more }) => [channel, reason, alerts.length + more]);

  const before = await open();
  await step(before, 9);
  expect(told()).toEqual([]);
  await before.stop();

  const after = await open();
  clock.advance(30_000);
  await step(after, 9);
  expect(told()).toEqual([
    ["ops", "firing", 5_000],
    ["dev", "firing", 5_000],
  ]);
  expect(await records.groups.list()).toHaveLength(1);

  // What is evaluated first is over first; the interval after that message gathers the others.
  clock.advance(5 * 60_000);
  await step(after, 1);
  clock.advance(5 * 60_000);
  await step(after, 1);
  const over = told();
  expect(over.length).toBeLessThanOrEqual(4);
  expect(over.slice(-2).map(([, reason]) => reason)).toEqual(["resolved", "resolved"]);
  clock.advance(5 * 60_000);
  await step(after, 1);
  expect([told(), await records.groups.list()]).toEqual([[], []]);
  await after.stop();
  expect(faults).toEqual([]);
}, 60_000);

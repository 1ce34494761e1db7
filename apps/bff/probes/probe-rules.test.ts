import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planNotices } from "@mission-control/alerts";
import { type KeptRule, keptRuleSchema, probeSchema, ruleSchema } from "@mission-control/contracts";
import { createRecent } from "@mission-control/pipeline";
import { createSamplesBuilder, manualClock } from "@mission-control/series";
import {
  createAddressPolicy,
  createCheck,
  createGuardedLookup,
  createProber,
} from "@mission-control/sources";
import { type AlertTurn, openRecords, type Records } from "@mission-control/store";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAlertEngine } from "../alerts/engine.ts";
import { createEventCounts } from "../alerts/event-counts.ts";
import { createAsking } from "../alerts/rule-question.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";

const STEP_MS = 5_000;
const DAY_MS = 86_400_000;

const closing: (() => unknown)[] = [];
let dir: string;
let records: Records;
// Certificates are good from the machine's own day on, so time begins there.
const clock = manualClock();
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "probe-rules-"));
  records = await openRecords({ dir, clock });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await records.close();
  rmSync(dir, { recursive: true });
});

/** A server with a certificate of its own that ends `days` after now; the clock is set to now. */
async function serve(days: number): Promise<string> {
  const names = ["-subj", "/CN=shop", "-addext", "subjectAltName=IP:127.0.0.1"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem"];
  const command = ["req", "-x509", ...key, "-out", "cert.pem", "-days", String(days), ...names];
  execFileSync("openssl", command, { cwd: dir, stdio: "pipe" });
  const read = (file: string) => readFileSync(join(dir, file), "utf8");
  const server = createServer({ cert: read("cert.pem"), key: read("key.pem") }, (_, response) =>
    response.end(),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const end = execFileSync("openssl", ["x509", "-in", "cert.pem", "-noout", "-enddate"], { cwd: dir });
  clock.jumpTo(Math.ceil((Date.parse(String(end).split("=")[1]!) - days * DAY_MS) / STEP_MS) * STEP_MS);
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ruleOf = (slug: string, when: object): KeptRule =>
  keptRuleSchema.parse({
    ...ruleSchema.parse({ slug, name: slug, when, everyMs: STEP_MS }),
    version: 1,
    savedMs: 1,
  });

/** Checks the server from three places; from those in `blocked` it cannot be reached. */
async function watch(url: string, rules: KeptRule[]) {
  const recent = createRecent({ clock, keepMs: 3 * 3_600_000, stepMs: STEP_MS });
  const turns: AlertTurn[] = [];
  const engine = await createAlertEngine({
    clock,
    baseStepMs: STEP_MS,
    asking: createAsking({
      clock,
      evaluate: createEvaluate({ reader: recent.series, clock }),
      readerOf: () => undefined,
    }),
    counts: createEventCounts({ find: (query) => recent.events.find(query) }),
    records: records.alerts,
    rules,
    groups: [],
    plan: planNotices,
    wishes: () => ({ silences: [], muteTimes: [], inhibitions: [], acknowledgements: new Map() }),
    kept: (made) => void turns.push(...made.turns),
    saidBefore: () => {},
    onError(error) {
      throw error;
    },
  });
  const blocked = new Set<string>();
  const lookups = {
    open: createGuardedLookup({ policy: createAddressPolicy({ allow: ["127.0.0.1"] }) }),
    shut: createGuardedLookup({ policy: createAddressPolicy({ allow: [] }) }),
  };
  const ca = readFileSync(join(dir, "cert.pem"), "utf8");
  const probe = probeSchema.parse({ slug: "shop", name: "Shop", kind: "http", url, everyMs: STEP_MS });
  const probers = ["fra", "iad", "sin"].map((place) => {
    const check = createCheck({
      clock,
      ca,
      lookup: (...of) => (blocked.has(place) ? lookups.shut(...of) : lookups.open(...of)),
    });
    const prober = createProber({ clock, place, check, onTurn: () => {} });
    closing.push(() => prober.stop());
    prober.set(probe, { atOnce: true });
    return prober;
  });
  const checks = () => probers.map((prober) => prober.status().received);
  return {
    blocked,
    told: () => turns.map(({ alert, from }) => `${alert.rule} ${from} > ${alert.state}`),
    alerts: engine.alerts,
    /** Every place checks once, and the step after that seals. */
    async step(): Promise<void> {
      const before = checks();
      clock.advance(STEP_MS);
      await vi.waitFor(() => expect(checks()).toEqual(before.map((count) => count + 1)), 10_000);
      const samples = createSamplesBuilder(64);
      for (const prober of probers) {
        await prober.collect(clock.now(), (labels, timeMs, value) =>
          samples.add(samples.ref(labels), timeMs, value),
        );
      }
      recent.appendNow(samples.take());
      engine.seal(clock.now());
      await engine.idle();
    },
  };
}

describe("a rule of a probe", () => {
  it("fires once it fails at so many places too often, and is over when it is well again", async () => {
    const rule = ruleOf("failing", {
      kind: "probe",
      probe: "shop",
      failing: 0.5,
      places: 2,
      windowMs: 20_000,
    });
    const { step, blocked, told, alerts } = await watch(await serve(100), [rule]);
    for (let i = 0; i < 4; i++) await step();
    blocked.add("iad");
    for (let i = 0; i < 6; i++) await step();
    // One of three is not enough, however often.
    expect(told()).toEqual([]);
    blocked.add("sin");
    for (let i = 0; i < 2; i++) await step();
    expect(told()).toEqual([]);
    // Three of the four checks in the window: more than half.
    await step();
    expect(told()).toEqual(["failing normal > firing"]);
    expect(alerts()).toMatchObject([{ labels: { probe: "shop" }, value: 2 }]);
    blocked.delete("iad");
    for (let i = 0; i < 4; i++) await step();
    expect(told()).toEqual(["failing normal > firing", "failing firing > normal"]);
  });

  it("fires so many days before a certificate ends", async () => {
    const rules = [10, 15].map((withinDays) =>
      ruleOf(`within-${withinDays}`, { kind: "certificate", probe: "shop", withinDays }),
    );
    const { step, told, alerts } = await watch(await serve(12), rules);
    await step();
    expect(told()).toEqual(["within-15 normal > firing"]);
    const [alert] = alerts();
    expect(alert?.value).toBeGreaterThan((12 * DAY_MS) / 1_000 - 60);
    expect(alert?.value).toBeLessThanOrEqual((12 * DAY_MS) / 1_000);
  });
});

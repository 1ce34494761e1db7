import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Alert, type AlertState, alertSchema, limits } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertCommit, AlertTurn } from "./alert-records.ts";
import { openRecords, type Records } from "./records.ts";

const NOW_MS = 1_790_000_000_000;
let dir: string;
let records: Records;
const open = () => openRecords({ dir, clock: manualClock(NOW_MS) });
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "alerts-"));
  records = await open();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

function alertOf(id: string, state: AlertState, atMs: number): Alert {
  const texts = { title: `Alert ${id}`, description: "", owner: "", runbook: "", link: "/" };
  return alertSchema.parse({
    id,
    rule: "r",
    ruleName: "R",
    labels: { id },
    state,
    sinceMs: atMs,
    firingMs: state === "firing" ? atMs : null,
    value: 1,
    unit: "none",
    severity: "error",
    ...texts,
    error: null,
    acknowledged: { by: "Ada", note: "", atMs },
    quiet: [],
  });
}

const turn = (id: string, from: AlertState, to: AlertState, atMs: number): AlertTurn => ({
  alert: alertOf(id, to, atMs),
  from,
  atMs,
});

const made = (more: Partial<AlertCommit>): AlertCommit => ({ ...NOTHING, ...more });
const NOTHING: AlertCommit = {
  states: [],
  removed: [],
  changes: [],
  notices: [],
  groups: [],
  ended: [],
  released: [],
};

const at = async (timeMs: number) =>
  (await records.alerts.at(timeMs)).map(({ id, state }) => `${id} ${state}`);

describe("the states of alerts", () => {
  it("are found as they were kept last, but for those that were removed, also after opening again", async () => {
    const kept = (id: string, n: number) => ({ id, rule: "r", state: { n, text: "\u{1f680}\u0000'" } });
    const many = Array.from({ length: 350 }, (_, i) => kept(`s${i}`, 1));
    await records.alerts.commit(made({ states: many }));
    await records.alerts.commit(
      made({ states: [kept("s0", 2)], removed: many.slice(1, 340).map(({ id }) => id) }),
    );
    await records.close();
    records = await open();
    const found = await records.alerts.states();
    expect(found.find(({ id }) => id === "s0")).toEqual(kept("s0", 2));
    expect(found).toHaveLength(11);
  });

  it("that a disk made unreadable are left out", async () => {
    await records.alerts.commit(made({ states: [{ id: "a", rule: "r", state: {} }] }));
    await records.close();
    const db = new Database(join(dir, "records.sqlite"));
    db.exec("INSERT INTO alert_states VALUES ('b', 'r', x'ff00'), ('c', 'r', x'5b5d')");
    db.close();
    records = await open();
    expect((await records.alerts.states()).map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("the changes of alerts", () => {
  it("are told newest first, page by page, of a time, a rule or an alert", async () => {
    const changes = Array.from({ length: 10 }, (_, i) =>
      turn(i % 2 === 0 ? "a" : "b", "normal", "firing", NOW_MS + i),
    );
    await records.alerts.commit(made({ changes }));
    const { history } = records.alerts;
    const first = await history({ limit: 4 });
    expect(first.changes.map(({ atMs }) => atMs - NOW_MS)).toEqual([9, 8, 7, 6]);
    const rest = await history({ limit: 10, before: first.next! });
    expect(rest.changes.map(({ atMs }) => atMs - NOW_MS)).toEqual([5, 4, 3, 2, 1, 0]);
    expect(rest.next).toBeNull();
    const ofA = await history({ limit: 10, alert: "a", from: NOW_MS + 3, to: NOW_MS + 8 });
    expect(ofA.changes.map(({ atMs }) => atMs - NOW_MS)).toEqual([8, 6, 4]);
    expect((await history({ limit: 10, rule: "other" })).changes).toEqual([]);
    expect(first.changes[0]).toMatchObject({ alert: "b", from: "normal", to: "firing", labels: { id: "b" } });
  });

  it("say how alerts stood at any moment", async () => {
    const changes = [
      turn("a", "normal", "firing", NOW_MS + 10),
      turn("b", "normal", "pending", NOW_MS + 20),
      turn("a", "firing", "normal", NOW_MS + 30),
      turn("b", "pending", "firing", NOW_MS + 40),
    ];
    await records.alerts.commit(made({ changes }));
    expect(await at(NOW_MS + 9)).toEqual([]);
    expect(await at(NOW_MS + 10)).toEqual(["a firing"]);
    expect((await at(NOW_MS + 29)).sort()).toEqual(["a firing", "b pending"]);
    expect(await at(NOW_MS + 30)).toEqual(["b pending"]);
    expect(await at(NOW_MS + 99)).toEqual(["b firing"]);
    // Who saw it and what kept it quiet is of now.
    expect((await records.alerts.at(NOW_MS + 10))[0]).toMatchObject({ acknowledged: null });
    const since = await records.alerts.turnsSince(NOW_MS + 30, 1);
    expect(since.map(({ alert, from }) => [alert.id, from])).toEqual([["b", "pending"]]);
  });

  it("are forgotten when they are old or too many, but for the last of an alert that still fires", async () => {
    await records.alerts.commit(
      made({
        changes: [
          turn("over", "normal", "firing", NOW_MS),
          turn("fires", "normal", "firing", NOW_MS),
          turn("over", "firing", "normal", NOW_MS + 1),
          turn("new", "normal", "firing", NOW_MS + 100),
        ],
      }),
    );
    await records.alerts.forgetBefore(NOW_MS + 50);
    const left = await records.alerts.history({ limit: 10 });
    expect(left.changes.map(({ alert }) => alert)).toEqual(["new", "fires"]);
    expect((await at(NOW_MS + 60)).sort()).toEqual(["fires firing"]);
    await records.close();
    const db = new Database(join(dir, "records.sqlite"));
    db.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${limits.alertChanges + 700})
       INSERT INTO alert_changes (alert, rule, to_state, at_ms, body) SELECT 'x', 'r', 'normal', ${NOW_MS + 200}, x'7b7d' FROM n`,
    );
    db.close();
    records = await open();
    await records.alerts.forgetBefore(0);
    const after = new Database(join(dir, "records.sqlite"));
    const { count } = after.prepare("SELECT count(*) AS count FROM alert_changes").get() as { count: number };
    // What an alert changed last is one look at an index: all changes of one alert would be read for each of them.
    const last = "EXPLAIN QUERY PLAN SELECT max(seq) FROM alert_changes WHERE alert = 'x'";
    expect(JSON.stringify(after.prepare(last).all())).toContain("alert_changes_last");
    after.close();
    expect(count).toBe(limits.alertChanges + 2);
  });
});

describe("what an evaluation comes to", () => {
  it("is kept as a whole or not at all", async () => {
    const state = { id: "a", rule: "r", state: {} };
    const bad = { ...turn("a", "normal", "firing", NOW_MS), atMs: null as unknown as number };
    await expect(records.alerts.commit(made({ states: [state], changes: [bad] }))).rejects.toThrow();
    expect(await records.alerts.states()).toEqual([]);
    expect((await records.alerts.history({ limit: 1 })).changes).toEqual([]);
  });
});

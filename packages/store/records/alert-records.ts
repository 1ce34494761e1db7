import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type Alert,
  type AlertChange,
  type AlertGroup,
  type AlertHistory,
  type AlertHistoryQuery,
  type AlertState,
  alertSchema,
  alertStateSchema,
  limits,
  type NewNotice,
} from "@mission-control/contracts";
import { sql } from "kysely";
import { forgetAcknowledgements, type Released } from "./acknowledgement-records.ts";
import { writeGroups } from "./group-records.ts";
import type { RecordTables } from "./migrations.ts";
import { insertNotices } from "./notice-records.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** Rows of one statement: some milliseconds. */
const ROWS_A_TURN = 100;
/** Rows that are forgotten in one statement. */
const FORGET_A_TURN = 500;

/** What the machine of a rule remembers of a label set; JSON that only the machine reads. */
export interface KeptState {
  readonly id: string;
  readonly rule: string;
  readonly state: unknown;
}

/** A change of an alert: the alert as it is from then on, and what it was before. */
export interface AlertTurn {
  readonly alert: Alert;
  readonly from: AlertState;
  readonly atMs: number;
}

/** What one evaluation comes to: all of it is kept, or none. */
export interface AlertCommit {
  readonly states: readonly KeptState[];
  /** Ids of states that are over and forgotten. */
  readonly removed: readonly string[];
  readonly changes: readonly AlertTurn[];
  /** Notices that are to be sent of it. */
  readonly notices: readonly NewNotice[];
  /** The groups in which they are told, as they are then, and the keys of those that ended. */
  readonly groups: readonly AlertGroup[];
  readonly ended: readonly string[];
  /** The acknowledgements that are over. */
  readonly released: readonly Released[];
}

/** How alerts stand and stood. What writes refuses with `disk_full` where the disk cannot be written. */
export interface AlertRecords {
  /** What every machine remembers. What a disk made unreadable is left out. */
  states(): Promise<KeptState[]>;
  /** Keeps all of it in one transaction; on disk once it resolves. */
  commit(made: AlertCommit): Promise<void>;
  /** The changes, newest first. */
  history(query: AlertHistoryQuery): Promise<AlertHistory>;
  /** What was not normal at a time. */
  at(timeMs: number): Promise<Alert[]>;
  /** The changes after a time, oldest first: with the alerts as they were then. */
  turnsSince(timeMs: number, limit: number): Promise<AlertTurn[]>;
  /**
   * Forgets changes from before a time, and the oldest where there are more than `limits.alertChanges`. The last one of an alert
   * that is not normal stays, so that it is found however long it lasts.
   */
  forgetBefore(timeMs: number): Promise<void>;
}

/** The alerts of an open records file. */
export function createAlertRecords({ db }: { db: RecordDatabase }): AlertRecords {
  return {
    async states() {
      const rows = await db.selectFrom("alert_states").select("body").execute();
      return rows.flatMap(({ body }) => keptStateOf(jsonOfBytes(body)) ?? []);
    },

    commit: (made) => writing(() => db.transaction().execute((within) => writeAlerts(within, made))),

    async history({ from, to, rule, alert, before, limit }) {
      let asked = db.selectFrom("alert_changes").selectAll();
      if (from !== undefined) asked = asked.where("at_ms", ">=", from);
      if (to !== undefined) asked = asked.where("at_ms", "<=", to);
      if (rule !== undefined) asked = asked.where("rule", "=", rule);
      if (alert !== undefined) asked = asked.where("alert", "=", alert);
      if (before !== undefined) asked = asked.where("seq", "<", before);
      const rows = await asked
        .orderBy("seq", "desc")
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      return {
        changes: page.flatMap((row) => changeOf(row) ?? []),
        next: rows.length > limit ? page.at(-1)!.seq : null,
      };
    },

    async at(timeMs) {
      const rows = await db
        .selectFrom("alert_changes")
        .select("body")
        .where("seq", "in", (inner) =>
          inner
            .selectFrom("alert_changes")
            .select((of) => of.fn.max("seq").as("seq"))
            .where("at_ms", "<=", timeMs)
            .groupBy("alert"),
        )
        .where("to_state", "!=", "normal")
        .limit(limits.labelSetsPerRule)
        .execute();
      return rows.flatMap(({ body }) => turnOfBytes(body)?.alert ?? []);
    },

    async turnsSince(timeMs, limit) {
      const rows = await db
        .selectFrom("alert_changes")
        .select("body")
        .where("at_ms", ">=", timeMs)
        .orderBy("seq", "desc")
        .limit(limit)
        .execute();
      return rows.reverse().flatMap(({ body }) => turnOfBytes(body) ?? []);
    },

    forgetBefore: (timeMs) =>
      writing(async () => {
        const { last } = await db
          .selectFrom("alert_changes")
          .select((of) => of.fn.max("seq").as("last"))
          .executeTakeFirstOrThrow();
        const oldest = Number(last ?? 0) - limits.alertChanges;
        for (let isMore = true; isMore; ) {
          const { numAffectedRows } = await sql`
            DELETE FROM alert_changes WHERE seq IN (
              SELECT seq FROM alert_changes c
              WHERE (at_ms < ${timeMs} OR seq <= ${oldest})
                AND (to_state = 'normal' OR seq < (SELECT max(seq) FROM alert_changes n WHERE n.alert = c.alert))
              LIMIT ${FORGET_A_TURN}
            )`.execute(db);
          isMore = Number(numAffectedRows ?? 0) === FORGET_A_TURN;
          await nextTurn();
        }
      }),
  };
}

async function writeAlerts(
  within: RecordDatabase,
  { states, removed, changes, notices, groups, ended, released }: AlertCommit,
): Promise<void> {
  await inTurns(states, (rows) =>
    within
      .replaceInto("alert_states")
      .values(rows.map(({ id, rule, state }) => ({ id, rule, body: bytesOfJson({ id, rule, state }) })))
      .execute(),
  );
  await inTurns(removed, (ids) => within.deleteFrom("alert_states").where("id", "in", ids).execute());
  await inTurns(changes, (turns) =>
    within
      .insertInto("alert_changes")
      .values(
        turns.map(({ alert, from, atMs }) => ({
          alert: alert.id,
          rule: alert.rule,
          to_state: alert.state,
          at_ms: atMs,
          body: bytesOfJson({ alert: { ...alert, acknowledged: null, quiet: [] }, from, atMs }),
        })),
      )
      .execute(),
  );
  await writeGroups(within, groups, ended);
  await forgetAcknowledgements(within, released);
  await insertNotices(within, notices);
}

/** Writes many rows in parts, so that others have their turn between them. */
async function inTurns<Row>(rows: readonly Row[], write: (part: readonly Row[]) => Promise<unknown>) {
  for (let from = 0; from < rows.length; from += ROWS_A_TURN) {
    if (from > 0) await nextTurn();
    await write(rows.slice(from, from + ROWS_A_TURN));
  }
}

function keptStateOf(kept: unknown): KeptState | undefined {
  if (typeof kept !== "object" || kept === null || !("id" in kept) || !("rule" in kept)) return undefined;
  const { id, rule } = kept;
  if (typeof id !== "string" || typeof rule !== "string" || !("state" in kept)) return undefined;
  return { id, rule, state: kept.state };
}

/** A kept change; undefined where a disk made it unreadable. */
function turnOfBytes(bytes: Uint8Array | ArrayBuffer): AlertTurn | undefined {
  const kept = jsonOfBytes(bytes);
  if (typeof kept !== "object" || kept === null || !("alert" in kept) || !("from" in kept)) return undefined;
  const alert = alertSchema.safeParse(kept.alert).data;
  const from = alertStateSchema.safeParse(kept.from).data;
  if (alert === undefined || from === undefined) return undefined;
  return { alert, from, atMs: "atMs" in kept ? Number(kept.atMs) : alert.sinceMs };
}

function changeOf({
  seq,
  body,
}: Pick<RecordTables["alert_changes"], "body"> & { seq: number }): AlertChange | undefined {
  const turn = turnOfBytes(body);
  if (turn === undefined) return undefined;
  const { id: alert, rule, ruleName, labels, severity, title, state: to, value } = turn.alert;
  return { seq, alert, rule, ruleName, labels, severity, title, from: turn.from, to, atMs: turn.atMs, value };
}

import { inhibitionSchema, muteTimeSchema, shareSchema, snapshotSchema } from "@mission-control/contracts";
import Database from "libsql";
import { acknowledgementOfBytes } from "./acknowledgement-records.ts";
import { channelOfRow } from "./channel-records.ts";
import { functionOfBytes } from "./function-records.ts";
import { groupOfBytes, writeGroups } from "./group-records.ts";
import { metaKeyOf, metaOfBytes } from "./meta-records.ts";
import type { RecordTables } from "./migrations.ts";
import { insertNotices, waitingOfBytes } from "./notice-records.ts";
import { probeOfBytes } from "./probe-records.ts";
import type { RecordDatabase } from "./records-file.ts";
import { ruleOfBytes } from "./rule-records.ts";
import { silenceOfBytes } from "./silence-records.ts";
import { jsonOfBytes, textOfBytes, viewOfBytes } from "./view-bytes.ts";

/**
 * Copies what can be read of a damaged file, and says in words how much that was; the file stays aside for those who want
 * to try for the rest. A view's past versions are left behind, and its number goes on.
 */
export async function carryOver(from: string, to: RecordDatabase): Promise<string> {
  // A file from before there were versions has none.
  const views = (await carryViews(from, to, "version")) || (await carryViews(from, to, "1 AS version"));
  const functions = await carryFunctions(from, to);
  const others = [
    [await carryMeta(from, to), "what is said of metrics and events"],
    [await carryRules(from, to), "the alert rules"],
    [await carryChannels(from, to), "the channels"],
    [await carryProbes(from, to), "the probes"],
    [await carrySilences(from, to), "the silences"],
    [await carryQuiet(from, to, "mute_times"), "the mute times"],
    [await carryQuiet(from, to, "inhibitions"), "the inhibitions"],
    [await carryAcknowledgements(from, to), "the acknowledgements"],
    [await carryGroups(from, to), "the groups of alerts"],
    [await carryNotices(from, to), "the notices that waited"],
    [await carryShares(from, to), "the links that were shared"],
    [await carrySnapshots(from, to), "the snapshots"],
  ] as const;
  const told = others.map(([carried, what]) => (carried === 0 ? "" : `, and ${carried} of ${what}`));
  return `${views} of them could be read and are kept, and ${functions} of the functions${told.join("")}`;
}

/** Copies rows one by one until one cannot be read. `keep` gives false for a row that is not what it was. */
async function carry<Row>(
  from: string,
  columns: string,
  table: keyof RecordTables,
  keep: (row: Row) => Promise<boolean>,
): Promise<number> {
  let carried = 0;
  try {
    const old = new Database(from);
    const next = old.prepare(
      `SELECT rowid AS row_id, ${columns} FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT 1`,
    );
    for (let after = 0; ; ) {
      const row = next.get(after) as (Row & { row_id: number }) | undefined;
      if (row === undefined) break;
      if (await keep(row)) carried++;
      after = row.row_id;
    }
    old.close();
  } catch {
    // What could be read is over.
  }
  return carried;
}

const carryViews = (from: string, to: RecordDatabase, version: string) =>
  carry<RecordTables["views"]>(from, `summary, body, saved_ms, ${version}`, "views", async (row) => {
    const view = viewOfBytes(row.body);
    if (view === undefined) return false;
    const { summary, body, saved_ms } = row;
    const isNumber = Number.isSafeInteger(row.version) && row.version >= 1;
    const kept = { slug: view.slug, version: isNumber ? row.version : 1, body, saved_ms };
    await to
      .insertInto("views")
      .values({ ...kept, summary })
      .execute();
    await to
      .insertInto("view_versions")
      .values({ ...kept, saved_by: new Uint8Array(0) })
      .execute();
    return true;
  });

const carryFunctions = (from: string, to: RecordDatabase) =>
  carry<RecordTables["functions"]>(from, "body, saved_ms", "functions", async ({ body, saved_ms }) => {
    const made = functionOfBytes(body);
    if (made === undefined) return false;
    await to.insertInto("functions").values({ name: made.name, body, saved_ms }).execute();
    return true;
  });

const carryMeta = (from: string, to: RecordDatabase) =>
  carry<Omit<RecordTables["meta"], "kind"> & { kind: Uint8Array }>(
    from,
    "CAST(kind AS BLOB) AS kind, body, saved_ms, version",
    "meta",
    async ({ body, saved_ms, version, ...row }) => {
      const kind = textOfBytes(row.kind) === "triggers" ? "triggers" : "rules";
      const entry = metaOfBytes(kind, body);
      if (entry === undefined) return false;
      await to
        .insertInto("meta")
        .values({ kind, key: metaKeyOf(kind, entry), body, saved_ms, version })
        .execute();
      return true;
    },
  );

const carryRules = (from: string, to: RecordDatabase) =>
  carry<Omit<RecordTables["rules"], "slug">>(from, "body, saved_ms, version", "rules", async (row) => {
    const rule = ruleOfBytes(row.body);
    if (rule === undefined) return false;
    const isNumber = Number.isSafeInteger(row.version) && row.version >= 1;
    const { body, saved_ms } = row;
    const kept = { slug: rule.slug, version: isNumber ? row.version : 1, body, saved_ms };
    await to.insertInto("rules").values(kept).execute();
    await to
      .insertInto("rule_versions")
      .values({ ...kept, saved_by: new Uint8Array(0) })
      .execute();
    return true;
  });

const carrySilences = (from: string, to: RecordDatabase) =>
  carry<RecordTables["silences"]>(from, "body", "silences", async ({ body }) => {
    const silence = silenceOfBytes(body);
    if (silence === undefined) return false;
    const { id, toMs } = silence;
    await to.insertInto("silences").values({ id, to_ms: toMs, body }).execute();
    return true;
  });

const carryQuiet = (from: string, to: RecordDatabase, table: "mute_times" | "inhibitions") =>
  carry<RecordTables["mute_times"]>(from, "body, saved_ms, version", table, async (row) => {
    const schema = table === "mute_times" ? muteTimeSchema : inhibitionSchema;
    const kept = schema.safeParse(jsonOfBytes(row.body)).data;
    if (kept === undefined) return false;
    const { body, saved_ms, version } = row;
    await to.insertInto(table).values({ slug: kept.slug, body, saved_ms, version }).execute();
    return true;
  });

const carryAcknowledgements = (from: string, to: RecordDatabase) =>
  carry<RecordTables["acknowledgements"]>(from, "body", "acknowledgements", async ({ body }) => {
    const made = acknowledgementOfBytes(body);
    if (made === undefined) return false;
    await to.insertInto("acknowledgements").values({ alert: made.alert, body }).execute();
    return true;
  });

const carryGroups = (from: string, to: RecordDatabase) =>
  carry<RecordTables["alert_groups"]>(from, "body", "alert_groups", async ({ body }) => {
    const group = groupOfBytes(body);
    if (group === undefined) return false;
    await writeGroups(to, [group], []);
    return true;
  });

/** Those that nobody was sent yet; what was sent stays in the log that is set aside. */
const carryNotices = (from: string, to: RecordDatabase) =>
  carry<{ state: Uint8Array; body: Uint8Array }>(
    from,
    "CAST(state AS BLOB) AS state, body",
    "notices",
    async ({ state, body }) => {
      const notice = waitingOfBytes(state, body);
      if (notice === undefined) return false;
      await insertNotices(to, [notice]);
      return true;
    },
  );

const carryShares = (from: string, to: RecordDatabase) =>
  carry<Omit<RecordTables["shares"], "hash"> & { hash: Uint8Array }>(
    from,
    "CAST(hash AS BLOB) AS hash, body, created_ms, expires_ms, used_ms",
    "shares",
    async ({ body, created_ms, expires_ms, used_ms, ...row }) => {
      const times = { createdMs: created_ms, expiresMs: expires_ms, usedMs: used_ms };
      const share = shareSchema.safeParse({ ...(jsonOfBytes(body) as object), ...times }).data;
      if (share === undefined) return false;
      const kept = { id: share.id, hash: textOfBytes(row.hash), body, created_ms, expires_ms, used_ms };
      await to.insertInto("shares").values(kept).execute();
      return true;
    },
  );

const carrySnapshots = (from: string, to: RecordDatabase) =>
  carry<RecordTables["snapshots"]>(
    from,
    "taken_ms, summary, contents",
    "snapshots",
    async ({ taken_ms, summary, contents }) => {
      const snapshot = snapshotSchema.safeParse(jsonOfBytes(summary)).data;
      if (snapshot === undefined || jsonOfBytes(contents) === undefined) return false;
      await to.insertInto("snapshots").values({ id: snapshot.id, taken_ms, summary, contents }).execute();
      return true;
    },
  );

const carryProbes = (from: string, to: RecordDatabase) =>
  carry<Omit<RecordTables["probes"], "slug">>(
    from,
    "body, saved_ms, version, failing_ms",
    "probes",
    async ({ body, saved_ms, version, failing_ms }) => {
      const slug = probeOfBytes(body)?.slug;
      if (slug === undefined) return false;
      await to.insertInto("probes").values({ slug, body, saved_ms, version, failing_ms }).execute();
      return true;
    },
  );

const carryChannels = (from: string, to: RecordDatabase) =>
  carry<Omit<RecordTables["channels"], "slug">>(
    from,
    "body, secrets, disabled, saved_ms",
    "channels",
    async ({ body, secrets, disabled, saved_ms }) => {
      const slug = channelOfRow({ body, secrets, disabled })?.channel.slug;
      if (slug === undefined) return false;
      await to.insertInto("channels").values({ slug, body, secrets, disabled, saved_ms }).execute();
      return true;
    },
  );

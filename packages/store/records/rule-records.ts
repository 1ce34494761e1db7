import { setImmediate as nextTurn } from "node:timers/promises";
import { limits, Refusal, type Rule, ruleSchema, type SavedRule } from "@mission-control/contracts";
import { keepLastVersion, lastVersionOf } from "./last-versions.ts";
import type { RecordTables } from "./migrations.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, bytesOfText, jsonOfBytes, textOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** Rules that are saved before others have their turn: some milliseconds. */
const RULES_A_TURN = 20;
/** The kind under which versions of removed rules are remembered; `rules` are those of metrics. */
const KIND = "alert-rules";

/** A rule with the version that it is saved onto; without one it goes over whatever is there. */
export interface RuleOnto {
  readonly rule: Rule;
  readonly onto?: number | undefined;
}

/** What became of a rule that was to be saved. */
export interface SavedRuleAs {
  readonly outcome: "created" | "replaced" | "unchanged";
  readonly version: number;
}

/** The alert rules that people made. Every method refuses with `disk_full` where the disk cannot be written. */
export interface RuleRecords {
  /** All of them, by name. One that a disk made unreadable is left out. */
  list(): Promise<SavedRule[]>;
  find(slug: string): Promise<SavedRule | undefined>;
  /**
   * Keeps rules under their slugs, each as its next version, all of them or, where one is refused, none; on disk once it
   * resolves. One that is as it was stays that version.
   * @throws Refusal `changed_meanwhile` where `onto` is said and the rule is of another version by now; 0 says that there is
   * none. `invalid_body` where there would be too many.
   */
  saveAll(rules: readonly RuleOnto[], by: { nowMs: number; savedBy?: string }): Promise<SavedRuleAs[]>;
  /** The versions that are kept, the newest first. */
  versions(slug: string): Promise<SavedRule[]>;
  /** Forgets a rule and its versions; false where there was none. @throws Refusal `changed_meanwhile` as `saveAll` does */
  remove(slug: string, by?: { onto?: number | undefined }): Promise<boolean>;
}

/** The alert rules of an open records file. */
export function createRuleRecords({ db }: { db: RecordDatabase }): RuleRecords {
  const newest = () =>
    db
      .selectFrom("rule_versions")
      .selectAll("rule_versions")
      .innerJoin("rules", (join) =>
        join
          .onRef("rules.slug", "=", "rule_versions.slug")
          .onRef("rules.version", "=", "rule_versions.version"),
      );

  return {
    async list() {
      const rows = await newest().execute();
      const rules = rows.flatMap((row) => savedRuleOf(row) ?? []);
      return rules.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1));
    },

    async find(slug) {
      const row = await newest().where("rules.slug", "=", slug).executeTakeFirst();
      return row === undefined ? undefined : savedRuleOf(row);
    },

    saveAll: (rules, by) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const saved: SavedRuleAs[] = [];
          for (const each of rules) {
            saved.push(await saveWithin(within, each, by));
            if (saved.length % RULES_A_TURN === 0) await nextTurn();
          }
          await refuseTooMany(within);
          return saved;
        }),
      ),

    async versions(slug) {
      const rows = await db
        .selectFrom("rule_versions")
        .selectAll()
        .where("slug", "=", slug)
        .orderBy("version", "desc")
        .execute();
      return rows.flatMap((row) => savedRuleOf(row) ?? []);
    },

    remove: (slug, { onto } = {}) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const now = await versionOf(within, slug);
          refuseOther(slug, onto, now?.version, "remove");
          if (now === undefined) return false;
          await within.deleteFrom("rule_versions").where("slug", "=", slug).execute();
          await within.deleteFrom("rules").where("slug", "=", slug).execute();
          await keepLastVersion(within, KIND, slug, now.version);
          return true;
        }),
      ),
  };
}

const versionOf = (within: RecordDatabase, slug: string) =>
  within.selectFrom("rules").select(["version", "body"]).where("slug", "=", slug).executeTakeFirst();

async function saveWithin(
  within: RecordDatabase,
  { rule, onto }: RuleOnto,
  { nowMs, savedBy = "" }: { nowMs: number; savedBy?: string },
): Promise<SavedRuleAs> {
  const { slug } = rule;
  const now = await versionOf(within, slug);
  refuseOther(slug, onto, now?.version, "save");
  const body = bytesOfJson(rule);
  if (now !== undefined && body.equals(Buffer.from(now.body as Uint8Array)))
    return { outcome: "unchanged", version: now.version };
  const version = (now?.version ?? (await lastVersionOf(within, KIND, slug))) + 1;
  const kept = { slug, version, body, saved_ms: nowMs };
  if (now === undefined) await within.insertInto("rules").values(kept).execute();
  else await within.updateTable("rules").set(kept).where("slug", "=", slug).execute();
  await within
    .deleteFrom("rule_versions")
    .where("slug", "=", slug)
    .where("version", "<=", version - limits.versionsPerRule)
    .execute();
  await within
    .insertInto("rule_versions")
    .values({ ...kept, saved_by: bytesOfText(savedBy) })
    .execute();
  return { outcome: now === undefined ? "created" : "replaced", version };
}

async function refuseTooMany(within: RecordDatabase): Promise<void> {
  const { count } = await within
    .selectFrom("rules")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count <= limits.rules) return;
  throw new Refusal(
    "invalid_body",
    `There may be ${limits.rules} rules; remove one that is not needed first.`,
  );
}

/** A kept rule, with what it did not say yet when it was saved filled in; undefined where it is no rule any more. */
export function ruleOfBytes(bytes: Uint8Array | ArrayBuffer): Rule | undefined {
  return ruleSchema.safeParse(jsonOfBytes(bytes)).data;
}

function savedRuleOf(row: RecordTables["rule_versions"]): SavedRule | undefined {
  const { version, saved_ms: savedMs } = row;
  const rule = ruleOfBytes(row.body);
  return rule === undefined ? undefined : { ...rule, version, savedMs, savedBy: textOfBytes(row.saved_by) };
}

function refuseOther(
  slug: string,
  onto: number | undefined,
  version: number | undefined,
  what: "save" | "remove",
): void {
  if (onto === undefined || onto === (version ?? 0)) return;
  const nothing = what === "save" ? "nothing was kept" : "nothing was removed";
  const words =
    version === undefined
      ? `The rule "${slug}" has been removed meanwhile; ${nothing}.`
      : `The rule "${slug}" has been saved by somebody else meanwhile, as version ${version}; ${nothing}.`;
  throw new Refusal("changed_meanwhile", `${words} Look at what is different, then ${what} again.`);
}

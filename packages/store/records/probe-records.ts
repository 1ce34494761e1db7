import { limits, type Probe, probeSchema, Refusal } from "@mission-control/contracts";
import { keepLastVersion, lastVersionOf } from "./last-versions.ts";
import type { RecordTables } from "./migrations.ts";
import type { RecordDatabase } from "./records-file.ts";
import { bytesOfJson, jsonOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** The kind under which versions of removed probes are remembered. */
const KIND = "probes";

/** A probe as it is kept, and since when it fails, which a restart must not tell of again. */
export interface KeptProbe {
  readonly probe: Probe;
  readonly version: number;
  readonly failingSinceMs: number | null;
}

/** The probes that people made. Every method that writes refuses with `disk_full` where the disk cannot be written. */
export interface ProbeRecords {
  /** All of them. One that a disk made unreadable is left out. */
  list(): Promise<KeptProbe[]>;
  /**
   * Keeps a probe under its slug, over the one that was there; on disk once it resolves.
   * @throws Refusal `changed_meanwhile` where `onto` is said and it is of another version by now; 0 says that there is none.
   * `invalid_body` where there would be too many.
   */
  save(
    probe: Probe,
    by: { nowMs: number; onto?: number | undefined },
  ): Promise<{ outcome: "created" | "replaced"; version: number }>;
  /** Remembers since when a probe fails, or that it does not; nothing where there is none. */
  failing(slug: string, sinceMs: number | null): Promise<void>;
  /** Forgets a probe; false where there was none. @throws Refusal `changed_meanwhile` as `save` does */
  remove(slug: string, by?: { onto?: number | undefined }): Promise<boolean>;
}

/** The probes of an open records file. */
export function createProbeRecords({ db }: { db: RecordDatabase }): ProbeRecords {
  return {
    async list() {
      const rows = await db.selectFrom("probes").select(["body", "version", "failing_ms"]).execute();
      return rows.flatMap((row) => keptOf(row) ?? []);
    },

    save: (probe, { nowMs, onto }) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const { slug, enabled } = probe;
          const now = await versionOf(within, slug);
          refuseOther(slug, onto, now?.version, "save");
          const version = (now?.version ?? (await lastVersionOf(within, KIND, slug))) + 1;
          const row = { body: bytesOfJson(probe), saved_ms: nowMs, version };
          if (now === undefined) {
            await within
              .insertInto("probes")
              .values({ slug, ...row, failing_ms: null })
              .execute();
            await refuseTooMany(within);
            return { outcome: "created" as const, version };
          }
          // What is switched off fails no more.
          const set = enabled ? row : { ...row, failing_ms: null };
          await within.updateTable("probes").set(set).where("slug", "=", slug).execute();
          return { outcome: "replaced" as const, version };
        }),
      ),

    failing: (slug, sinceMs) =>
      writing(async () => {
        await db.updateTable("probes").set({ failing_ms: sinceMs }).where("slug", "=", slug).execute();
      }),

    remove: (slug, { onto } = {}) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const now = await versionOf(within, slug);
          refuseOther(slug, onto, now?.version, "remove");
          if (now === undefined) return false;
          await within.deleteFrom("probes").where("slug", "=", slug).execute();
          await keepLastVersion(within, KIND, slug, now.version);
          return true;
        }),
      ),
  };
}

/** A kept probe, with what it did not say yet when it was saved filled in; undefined where it is none any more. */
export function probeOfBytes(bytes: Uint8Array | ArrayBuffer): Probe | undefined {
  return probeSchema.safeParse(jsonOfBytes(bytes)).data;
}

function keptOf(row: Pick<RecordTables["probes"], "body" | "version" | "failing_ms">): KeptProbe | undefined {
  const probe = probeOfBytes(row.body);
  return probe === undefined
    ? undefined
    : { probe, version: row.version, failingSinceMs: probe.enabled ? row.failing_ms : null };
}

const versionOf = (within: RecordDatabase, slug: string) =>
  within.selectFrom("probes").select("version").where("slug", "=", slug).executeTakeFirst();

async function refuseTooMany(within: RecordDatabase): Promise<void> {
  const { count } = await within
    .selectFrom("probes")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count <= limits.probes) return;
  throw new Refusal(
    "invalid_body",
    `There may be ${limits.probes} probes; remove one that is not needed first.`,
  );
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
      ? `The probe "${slug}" has been removed meanwhile; ${nothing}.`
      : onto === 0
        ? `There is a probe "${slug}" already; ${nothing}. Choose another name in addresses.`
        : `The probe "${slug}" has been changed by somebody else meanwhile, to version ${version}; ${nothing}.`;
  throw new Refusal("changed_meanwhile", words);
}

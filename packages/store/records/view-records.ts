import {
  limits,
  Refusal,
  type SavedView,
  type View,
  type ViewSummary,
  viewSummarySchema,
} from "@mission-control/contracts";
import { keepLastVersion, lastVersionOf } from "./last-versions.ts";
import type { RecordTables } from "./migrations.ts";
import type { RecordDatabase } from "./records-file.ts";
import { unshareView } from "./share-records.ts";
import { bytesOfJson, bytesOfText, jsonOfBytes, textOfBytes, viewOfBytes } from "./view-bytes.ts";
import { writing } from "./writing.ts";

/** What became of a view that was to be saved. */
export interface SavedAs {
  readonly outcome: "created" | "replaced" | "unchanged";
  readonly version: number;
}

/** When views are saved, and by whom where that is said. */
interface SavedWhen {
  readonly nowMs: number;
  readonly savedBy?: string;
}

/** A view with the version that it is saved onto; without one it goes over whatever is there. */
export interface SavedOnto {
  readonly view: View;
  readonly onto?: number | undefined;
}

/** The views that people saved. Every method refuses with `disk_full` where the disk cannot be written. */
export interface ViewRecords {
  /** What there is, by name. */
  list(): Promise<ViewSummary[]>;
  find(slug: string): Promise<SavedView | undefined>;
  /**
   * Keeps a view under its slug as its next version, on disk once it resolves; one that is as it was stays that version.
   * @throws Refusal `changed_meanwhile` where `onto` is said and the view is of another version by now; 0 says that there is none.
   */
  save(view: View, by: SavedWhen & { onto?: number | undefined }): Promise<SavedAs>;
  /** Keeps several views, all of them or, where one is refused, none; otherwise as `save` does. */
  saveAll(views: readonly SavedOnto[], by: SavedWhen): Promise<SavedAs[]>;
  /** The versions that are kept, the newest first; each is read when it is asked for. */
  versions(slug: string): AsyncIterable<SavedView>;
  /** The version of this number; undefined where it is not kept. */
  version(slug: string, version: number): Promise<SavedView | undefined>;
  /**
   * Forgets a view and its versions, and ends what shares it; false where there was none.
   * @throws Refusal `changed_meanwhile` as `save` does
   */
  remove(slug: string, by?: { onto?: number | undefined }): Promise<boolean>;
}

/** The saved views of an open records file. */
export function createViewRecords({ db }: { db: RecordDatabase }): ViewRecords {
  const versionsOf = (slug: string) =>
    db.selectFrom("view_versions").selectAll().where("slug", "=", slug).orderBy("version", "desc");

  const saveAll: ViewRecords["saveAll"] = (views, by) =>
    writing(() =>
      db.transaction().execute(async (within) => {
        const saved: SavedAs[] = [];
        for (const each of views) saved.push(await saveWithin(within, each, by));
        return saved;
      }),
    );

  return {
    async list() {
      const rows = await db.selectFrom("views").select(["summary", "saved_ms"]).execute();
      const views = rows.flatMap(({ summary, saved_ms }) => {
        const kept = jsonOfBytes(summary);
        return viewSummarySchema.safeParse({ ...(kept as object), savedMs: saved_ms }).data ?? [];
      });
      return views.sort((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1));
    },

    async find(slug) {
      const [row] = await versionsOf(slug).limit(1).execute();
      return row === undefined ? undefined : savedViewOf(row);
    },

    async save(view, { onto, ...by }) {
      const [saved] = await saveAll([{ view, onto }], by);
      return saved!;
    },

    saveAll,

    async *versions(slug) {
      const numbers = await versionsOf(slug).clearSelect().select("version").execute();
      for (const { version } of numbers) {
        const row = await versionsOf(slug).where("version", "=", version).executeTakeFirst();
        const saved = row === undefined ? undefined : savedViewOf(row);
        if (saved !== undefined) yield saved;
      }
    },

    async version(slug, version) {
      const row = await versionsOf(slug).where("version", "=", version).executeTakeFirst();
      return row === undefined ? undefined : savedViewOf(row);
    },

    remove: (slug, { onto } = {}) =>
      writing(() =>
        db.transaction().execute(async (within) => {
          const now = await within
            .selectFrom("views")
            .select("version")
            .where("slug", "=", slug)
            .executeTakeFirst();
          if (onto !== undefined && onto !== (now?.version ?? 0))
            throw changedMeanwhile(slug, now?.version, "remove it");
          if (now === undefined) return false;
          await within.deleteFrom("view_versions").where("slug", "=", slug).execute();
          await within.deleteFrom("views").where("slug", "=", slug).execute();
          await keepLastVersion(within, "views", slug, now.version);
          await unshareView(within, slug);
          return true;
        }),
      ),
  };
}

async function saveWithin(
  within: RecordDatabase,
  { view, onto }: SavedOnto,
  { nowMs, savedBy = "" }: SavedWhen,
): Promise<SavedAs> {
  const { slug, name, description, owner, tags } = view;
  const now = await within
    .selectFrom("views")
    .select(["version", "body"])
    .where("slug", "=", slug)
    .executeTakeFirst();
  if (onto !== undefined && onto !== (now?.version ?? 0)) throw changedMeanwhile(slug, now?.version);
  const body = bytesOfJson(view);
  if (now !== undefined && body.equals(Buffer.from(now.body as Uint8Array)))
    return { outcome: "unchanged", version: now.version };
  const version = (now?.version ?? (await lastVersionOf(within, "views", slug))) + 1;
  const told = { slug, name, description, owner, tags, builtIn: false };
  const summary = bytesOfJson(savedBy === "" ? told : { ...told, savedBy });
  const kept = { slug, version, body, saved_ms: nowMs };
  if (now === undefined)
    await within
      .insertInto("views")
      .values({ ...kept, summary })
      .execute();
  else
    await within
      .updateTable("views")
      .set({ ...kept, summary })
      .where("slug", "=", slug)
      .execute();
  await within
    .deleteFrom("view_versions")
    .where("slug", "=", slug)
    .where("version", "<=", version - limits.versionsPerView)
    .execute();
  await within
    .insertInto("view_versions")
    .values({ ...kept, saved_by: bytesOfText(savedBy) })
    .execute();
  return { outcome: now === undefined ? "created" : "replaced", version };
}

/** A kept version; undefined where a disk made it unreadable. */
function savedViewOf(row: RecordTables["view_versions"]): SavedView | undefined {
  const { version, saved_ms: savedMs } = row;
  const view = viewOfBytes(row.body);
  return view === undefined ? undefined : { ...view, version, savedMs, savedBy: textOfBytes(row.saved_by) };
}

function changedMeanwhile(slug: string, version: number | undefined, what = "save"): Refusal {
  const nothing = what === "save" ? "nothing was kept" : "nothing was removed";
  const words =
    version === undefined
      ? `The view "${slug}" has been removed meanwhile; ${nothing}.`
      : `The view "${slug}" has been saved by somebody else meanwhile, as version ${version}; ${nothing}.`;
  return new Refusal("changed_meanwhile", `${words} Look at what is different, then ${what} again.`);
}

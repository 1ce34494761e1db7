import type { SavedView, View, ViewList } from "@mission-control/contracts";
import type { ViewRecords } from "@mission-control/store";
import type { Taken } from "./import-views.ts";
import type { ViewFolderReader } from "./view-folder.ts";

/** Names that are no view's: at `/views/new` a new one is begun. */
export const reservedSlugs: ReadonlySet<string> = new Set(["new"]);

/** See `createAllViews`. */
export type AllViews = ReturnType<typeof createAllViews>;

/** Every view there is, wherever it is kept: built in, in a file of the folder, or saved. A slug is one view's. */
export function createAllViews(options: {
  builtIn: readonly View[];
  folder: Pick<ViewFolderReader, "views" | "told">;
  records: ViewRecords;
}) {
  const { folder, records } = options;
  const builtIn = new Map(options.builtIn.map((view) => [view.slug, view]));

  return {
    /** The built-in ones, then the others by name. */
    async list(): Promise<ViewList> {
      const own = options.builtIn.map((view) => ({ ...summaryOf(view), builtIn: true }));
      const inFiles = [...folder.views().values()].map(({ view, file, savedMs }) => ({
        ...summaryOf(view),
        builtIn: false,
        savedMs,
        file,
      }));
      const saved = (await records.list()).filter(
        ({ slug }) => !builtIn.has(slug) && !folder.views().has(slug),
      );
      const others = [...inFiles, ...saved].sort(
        (a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1),
      );
      const told = folder.told();
      return { views: [...own, ...others], ...(told !== undefined && { folder: told }) };
    },

    /** A saved one comes with its version. */
    async find(slug: string): Promise<View | SavedView | undefined> {
      return builtIn.get(slug) ?? folder.views().get(slug)?.view ?? (await records.find(slug));
    },

    /** Where a view stands that can only be changed as a copy. */
    fixed(slug: string): { taken: Taken; file?: string } | undefined {
      if (builtIn.has(slug) || reservedSlugs.has(slug)) return { taken: "built-in" };
      const inFile = folder.views().get(slug);
      return inFile === undefined ? undefined : { taken: "file", file: inFile.file };
    },

    /** Whose each slug is, of those that are asked for much at once. */
    async taken(): Promise<(slug: string) => Taken | undefined> {
      const saved = new Set((await records.list()).map(({ slug }) => slug));
      return (slug) => this.fixed(slug)?.taken ?? (saved.has(slug) ? "saved" : undefined);
    },
  };
}

function summaryOf({ slug, name, description, owner, tags }: View) {
  return { slug, name, description, owner, tags };
}

import type { Settings } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Records } from "@mission-control/store";
import { createAllViews, reservedSlugs } from "../views/all-views.ts";
import { thisMachine } from "../views/this-machine.ts";
import { createViewFolder } from "../views/view-folder.ts";
import { createViewsThread } from "../views/views-thread.ts";

/** See `createViews`. */
export type Views = ReturnType<typeof createViews>;

/** Every view there is, the folder that some stand in, and the thread that reads what is written in files. */
export function createViews(options: {
  settings: Settings;
  clock: Clock;
  records: Pick<Records, "views">;
  /** The file of that thread. */
  viewsWorker: string;
  onError: (error: unknown) => void;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, records, onError } = options;
  const thread = createViewsThread({ file: options.viewsWorker, clock });
  options.ifStartFails(thread.close);
  const builtIn = [thisMachine];
  const folder = createViewFolder({
    path: settings.views.folder,
    clock,
    read: thread.read,
    taken: async () =>
      new Map([
        ...(await records.views.list()).map(({ slug }): [string, string] => [slug, "a saved one"]),
        ...[...builtIn.map(({ slug }) => slug), ...reservedSlugs].map((slug): [string, string] => [
          slug,
          "a built-in one",
        ]),
      ]),
    onError,
  });
  return { all: createAllViews({ builtIn, folder, records: records.views }), folder, thread };
}

import type { Clock } from "@mission-control/series";
import type { Records } from "@mission-control/store";
import type { Functions } from "../functions/functions.ts";
import { uses } from "../functions/piped.ts";
import type { Broadcast } from "../live/broadcast.ts";
import type { Meta } from "../meta/meta.ts";
import type { Probes } from "../probes/probes.ts";
import { functionRoutes } from "../routes/functions.ts";
import { metaRoutes } from "../routes/meta.ts";
import { probeRoutes } from "../routes/probes.ts";
import { viewFileRoutes } from "../routes/view-files.ts";
import { viewRoutes } from "../routes/views.ts";
import type { Views } from "./views.ts";

/** The routes of what people make and keep here: views, functions, what is said of metrics, and probes. */
export function createLibraryRooms(options: {
  clock: Clock;
  records: Pick<Records, "views">;
  views: Views;
  functions: Functions;
  meta: Meta;
  probes: Probes;
  broadcast: Pick<Broadcast, "reset">;
}) {
  const { clock, functions, meta, probes, broadcast } = options;
  const { all, folder, thread } = options.views;
  const records = options.records.views;
  return {
    views: viewRoutes({
      all,
      records,
      clock,
      files: viewFileRoutes({ all, records, clock, read: thread.read, readAgain: folder.readAgain }),
      removed: () => void folder.readAgain(),
    }),
    functions: functionRoutes({
      functions,
      changed: (name) =>
        broadcast.reset(`the function "${name}" is another now`, ({ expr }) => uses(expr, name)),
    }),
    meta: metaRoutes({ meta }),
    probes: probeRoutes({ probes }),
  };
}

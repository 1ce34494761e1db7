import { join } from "node:path";
import type { Settings } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Exports } from "../export/exports.ts";
import { deployRoutes } from "../routes/deploys.ts";
import { eventRoutes } from "../routes/events.ts";
import { exportRoutes } from "../routes/exports.ts";
import { liveRoutes } from "../routes/live.ts";
import { queryRoutes } from "../routes/query.ts";
import { sharedRoutes } from "../routes/shared.ts";
import { shareRoutes } from "../routes/shares.ts";
import { snapshotRoutes } from "../routes/snapshots.ts";
import { writeRoutes } from "../routes/write.ts";
import { createShares } from "../shares/shares.ts";
import { createSnapshots } from "../snapshots/snapshots.ts";
import { version } from "../version.ts";
import type { AllViews } from "../views/all-views.ts";
import type { Flow } from "./flow.ts";
import type { Keeping } from "./keeping.ts";
import type { Questions } from "./questions.ts";
import type { Sources } from "./sources.ts";

/** The routes by which data comes in and is asked for: by this page, by whoever has a link, and as a snapshot or a file. */
export function createDataRooms(options: {
  settings: Settings;
  clock: Clock;
  dataDir: string;
  keeping: Pick<Keeping, "reader" | "find" | "records" | "stores" | "past">;
  questions: Pick<Questions, "evaluate" | "piped">;
  exports: Exports;
  findView: AllViews["find"];
  flow: Pick<Flow, "pipeline" | "broadcast">;
  sources: Sources;
  onError: (error: unknown) => void;
  /** Hears at once of what has to be closed should the start fail. */
  ifStartFails: (close: () => unknown) => void;
}) {
  const { settings, clock, exports, findView, sources, onError } = options;
  const { reader, find, records, stores, past } = options.keeping;
  const { evaluate, piped } = options.questions;
  const { pipeline, broadcast } = options.flow;
  const { listeners, remoteWrite, acceptPosted, acceptWritten } = sources;
  const query = queryRoutes({
    reader,
    evaluate,
    clock,
    version,
    past,
    stores,
    piped,
    metadata: () => new Map([...listeners.metadata(), ...pipeline.metadata.all()]),
    onError,
  });
  const deploys = deployRoutes({ clock, accept: acceptPosted, find });
  // Links and snapshots are answered by the same rooms.
  const answering = {
    clock,
    baseStepMs: settings.step,
    store: stores.defaultName,
    query,
    deploys,
    find,
  };
  const shares = createShares({ records: records.shares, clock, findView });
  const shared = sharedRoutes({ ...answering, shares, broadcast });
  const snapshots = createSnapshots({
    records: records.snapshots,
    taker: { ...answering, graceMs: settings.grace },
    dir: join(options.dataDir, "snapshots"),
    findView,
    onError,
  });
  options.ifStartFails(snapshots.close);

  return {
    rooms: {
      query,
      events: eventRoutes({ clock, accept: acceptPosted, refused: pipeline.noteRefused, find }),
      write: writeRoutes({ remoteWrite, accept: acceptWritten }),
      deploys,
      ...exportRoutes({ exports, proxied: stores.proxied, piped: piped.checkedReaderOf }),
      live: liveRoutes({ broadcast }),
      shares: shareRoutes({ shares }),
      shared: shared.app,
      snapshots: snapshotRoutes({ snapshots, onError }),
    },
    /** Begins to look after the streams of links; the returned function ends it. */
    startShared: shared.start,
    /** Ends the snapshot that is being taken. */
    closeSnapshots: snapshots.close,
  };
}

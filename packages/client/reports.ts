import type { RawDeploy, RawEvent } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { Tags } from "./metric-line.ts";
import { defaultSpoolDir } from "./private-folder.ts";
import type { RecordKind } from "./segment.ts";
import { createSender } from "./sender.ts";
import { openSpool } from "./spool.ts";

/** An event as `/api/events` takes it. Only `type` is required; the time is now unless it is given. */
export type EventToSend = Omit<RawEvent, "tags"> & { tags?: readonly string[] | Tags };

/** A deploy as `/api/deploys` takes it. Only `service` is required, here or of the client. */
export type DeployToSend = Partial<RawDeploy>;

/** How long a power cut may reach back, ms. */
const SYNC_MS = 1_000;

/**
 * Events and deploys on their way: written to disk, then sent.
 * @throws Error in words, where the folder cannot be written.
 */
export function createReports(options: {
  url: string;
  clock: Clock;
  spoolDir: string | undefined;
  maxSpoolBytes: number;
  service: string | undefined;
  host: string | undefined;
  tags: Tags;
}) {
  const { clock, service, host } = options;
  const commonTags = Object.entries(options.tags).map(([key, value]) => `${key}:${value}`);
  const sent = { events: 0, deploys: 0 };
  const dropped = { events: 0, deploys: 0 };
  const refused = { events: 0, deploys: 0 };
  let closed: Promise<void> | undefined;

  const spool = openSpool({
    dir: options.spoolDir ?? defaultSpoolDir(service),
    clock,
    maxBytes: options.maxSpoolBytes,
    onDropped(kind, records) {
      dropped[kind] += records;
    },
  });
  const sender = createSender({
    url: options.url,
    clock,
    spool,
    onSettled(kind, outcome) {
      sent[kind] += outcome.accepted;
      refused[kind] += outcome.refused;
      dropped[kind] += outcome.lost;
    },
  });
  const stopSyncing = clock.every(SYNC_MS, () => void spool.sync());
  if (!spool.isEmpty()) sender.wake();

  function keep(kind: RecordKind, value: object): boolean {
    const text = closed !== undefined ? undefined : textOf(value);
    if (text !== undefined && spool.append(kind, text)) {
      sender.wake();
      return true;
    }
    dropped[kind]++;
    return false;
  }

  async function close(): Promise<void> {
    stopSyncing();
    await sender.flush();
    await sender.close();
    await spool.close();
  }

  function tagsOf({ tags }: EventToSend): string[] {
    if (tags === undefined) return commonTags;
    const own = Array.isArray(tags) ? tags : Object.entries(tags).map(([key, value]) => `${key}:${value}`);
    return [...own, ...commonTags];
  }

  const about = { ...(service === undefined ? {} : { service }), ...(host === undefined ? {} : { host }) };

  return {
    event: (event: EventToSend) =>
      keep("events", { ...about, ...event, time: event.time ?? clock.now(), tags: tagsOf(event) }),
    deploy: (deploy: DeployToSend) =>
      keep("deploys", { ...about, ...deploy, time: deploy.time ?? clock.now() }),
    counts() {
      const queued = spool.queued();
      const of = (kind: RecordKind) => ({
        queued: queued[kind],
        sent: sent[kind],
        dropped: dropped[kind],
        refused: refused[kind],
      });
      return {
        events: of("events"),
        deploys: of("deploys"),
        spoolBytes: queued.bytes,
        damaged: spool.damaged,
      };
    },
    flush: sender.flush,
    close(): Promise<void> {
      closed ??= close();
      return closed;
    },
  };
}

/** The value as JSON, or undefined where it has none. */
function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

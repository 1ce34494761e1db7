import { type Batch, limits, type Spool } from "@mission-control/contracts";
import type { Recent } from "@mission-control/pipeline";
import type { History } from "@mission-control/store";

/** A start does not wait for more events than these, the newest; older ones are read from history when asked for. */
const MAX_EVENTS = 20_000;
const MAX_REQUESTS = 2_000;
const EVENTS_PER_PAGE = 5_000;
const SPOOL_PER_READ = 500;

/**
 * Fills memory after a start with what history and the spool have from `fromMs` on, so that the wall shows the past at once.
 * The spool is read after history's last batch: between them nothing is missing and nothing is twice.
 * @throws Refusal `store_away` where history cannot be read: then memory has the spool's part, and covers nothing earlier.
 */
export async function warmRecent(options: {
  recent: Recent;
  history: History;
  spool: Spool;
  fromMs: number;
  toMs: number;
  replay: (batches: readonly Batch[]) => void;
  maxEvents?: number;
}): Promise<void> {
  const { recent, history, spool, fromMs, toMs, replay, maxEvents = MAX_EVENTS } = options;
  let [eventsFromMs, requestsFromMs] = [toMs, toMs];
  try {
    // Samples may lie ahead of the clock, and memory is about to say that it has those too.
    await warmSamples(recent, history, fromMs, toMs + limits.futureMs);
    eventsFromMs = await warmEvents(recent, history, { from: fromMs, except: "request" }, maxEvents);
    // By themselves: a flood of requests must not take the place of what explains.
    const fewer = Math.min(maxEvents, MAX_REQUESTS);
    requestsFromMs = await warmEvents(recent, history, { from: fromMs, type: "request" }, fewer);
  } finally {
    // Also where history is away: what the spool holds is shown all the same.
    replaySpool(spool, history.appliedSeq(), replay);
  }
  recent.warmedFrom(fromMs, eventsFromMs, requestsFromMs);
}

async function warmSamples(recent: Recent, history: History, fromMs: number, toMs: number): Promise<void> {
  for (const { labels, timesMs, values } of await history.series.select([], fromMs, toMs)) {
    recent.appendNow({ labels: [labels], refs: new Uint32Array(timesMs.length), timesMs, values });
  }
}

/** Puts the newest events of a kind in, at most `maxEvents`, and gives back from when on, ms, none is missing. */
async function warmEvents(
  recent: Recent,
  history: History,
  kind: { from: number; type?: string; except?: string },
  maxEvents: number,
): Promise<number> {
  let before: string | undefined;
  for (let room = maxEvents; ; ) {
    const { events, next } = await history.events.find({
      ...kind,
      limit: Math.min(room, EVENTS_PER_PAGE),
      ...(before === undefined ? {} : { before }),
    });
    recent.appendEventsNow(events);
    room -= events.length;
    if (next === null) return kind.from;
    // Of the oldest one's millisecond there may be more.
    if (room <= 0) return events.at(-1)!.timeMs + 1;
    before = next;
  }
}

function replaySpool(spool: Spool, afterSeq: number, replay: (batches: readonly Batch[]) => void): void {
  for (let seq = afterSeq; ; ) {
    const batches = spool.read(seq, SPOOL_PER_READ);
    if (batches.length === 0) return;
    // All events of a read at once: late ones make memory move what lies behind them once, not once for each batch.
    replay(batches.map(({ samples }) => ({ samples, events: [] })));
    replay([{ samples: undefined, events: batches.flatMap((batch) => batch.events) }]);
    seq = batches.at(-1)!.seq;
  }
}

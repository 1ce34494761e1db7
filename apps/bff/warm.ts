import type { Batch, Spool } from "@mission-control/contracts";
import type { Recent } from "@mission-control/pipeline";
import type { History } from "@mission-control/store";

const EVENTS_PER_PAGE = 1_000;
const SPOOL_PER_READ = 500;

/**
 * Fills memory after a start with what history and the spool have from `fromMs` on, so that the wall shows the past at once.
 * The spool is read after history's last batch: between them nothing is missing and nothing is twice.
 */
export async function warmRecent(options: {
  recent: Recent;
  history: History;
  spool: Spool;
  fromMs: number;
  toMs: number;
  replay: (batches: readonly Batch[]) => void;
}): Promise<void> {
  const { recent, history, spool, fromMs, toMs, replay } = options;
  try {
    await warmFromHistory(recent, history, fromMs, toMs);
    recent.warmedFrom(fromMs);
  } finally {
    // Also where history is away: what the spool holds is shown all the same.
    let seq = history.appliedSeq();
    for (;;) {
      const batches = spool.read(seq, SPOOL_PER_READ);
      if (batches.length === 0) break;
      replay(batches);
      seq = batches.at(-1)!.seq;
    }
  }
}

async function warmFromHistory(
  recent: Recent,
  history: History,
  fromMs: number,
  toMs: number,
): Promise<void> {
  for (const { labels, timesMs, values } of await history.series.select([], fromMs, toMs)) {
    recent.appendNow({ labels: [labels], refs: new Uint32Array(timesMs.length), timesMs, values });
  }
  let before: string | undefined;
  do {
    const page = await history.events.find({
      from: fromMs,
      limit: EVENTS_PER_PAGE,
      ...(before === undefined ? {} : { before }),
    });
    recent.appendEventsNow(page.events);
    before = page.next ?? undefined;
  } while (before !== undefined);
}

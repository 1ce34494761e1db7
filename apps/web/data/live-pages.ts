import { type LaneSubscription, limits, type StepFrame } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { type SealedLane, type ToPage, type Watch, watchKey } from "./live-protocol.ts";

interface Page {
  readonly send: (message: ToPage) => void;
  lanes: Map<string, Watch>;
  /** Lanes that have not heard yet up to where to ask for the past. */
  awaiting: Set<string>;
  heardMs: number;
}

/** The pages that share one stream: who they are, what each looks at, and what each is to hear. */
export function createLivePages(clock: Clock) {
  const pages = new Set<Page>();

  return {
    get size() {
      return pages.size;
    },
    add(send: Page["send"]): Page {
      const page: Page = { send, lanes: new Map(), awaiting: new Set(), heardMs: clock.monotonicMs() };
      pages.add(page);
      return page;
    },
    remove: (page: Page): void => void pages.delete(page),
    /** A page spoke; true where it had been taken for gone and is back. */
    heard(page: Page): boolean {
      page.heardMs = clock.monotonicMs();
      if (pages.has(page)) return false;
      pages.add(page);
      page.awaiting = new Set(page.lanes.keys());
      return true;
    },
    dropSilent(afterMs: number): void {
      for (const page of pages) if (clock.monotonicMs() - page.heardMs > afterMs) pages.delete(page);
    },
    /** Sets what a page looks at; true where that changes anything. */
    watch(page: Page, lanes: readonly Watch[]): boolean {
      const next = new Map(lanes.map((lane) => [watchKey(lane), lane]));
      const added = [...next.keys()].filter((key) => !page.lanes.has(key));
      const changed = added.length > 0 || next.size !== page.lanes.size;
      for (const key of added) page.awaiting.add(key);
      for (const key of page.awaiting) if (!next.has(key)) page.awaiting.delete(key);
      page.lanes = next;
      return changed;
    },
    /** Every lane of every page is to hear anew. */
    awaitAll(): void {
      for (const page of pages) page.awaiting = new Set(page.lanes.keys());
    },
    tell(message: ToPage): void {
      for (const page of pages) page.send(message);
    },
    /** Hands each page those of a frame's lanes that it looks at. */
    step(frame: StepFrame): void {
      for (const page of pages) {
        const lanes = frame.lanes.filter((lane) => page.lanes.has(watchKey(lane)));
        page.send({ type: "step", frame: { sealedMs: frame.sealedMs, nowMs: frame.nowMs, lanes } });
      }
    },
    /** Tells those who await it. */
    sealed(lanes: readonly SealedLane[]): void {
      for (const page of pages) {
        const awaited = lanes.filter((lane) => page.awaiting.delete(watchKey(lane)));
        if (awaited.length > 0) page.send({ type: "sealed", lanes: awaited });
      }
    },
    /** All that the pages look at, each once, under short keys; what is too much is `refused`. */
    union() {
      const all = new Map<string, Watch>();
      for (const page of pages) for (const [key, watch] of page.lanes) all.set(key, watch);
      const lanes: LaneSubscription[] = [];
      const watchOf = new Map<string, SealedLane>();
      const refused: SealedLane[] = [];
      for (const watch of all.values()) {
        const { expr, stepMs, store } = watch;
        const named = { expr, stepMs, ...(store === undefined ? {} : { store }) };
        if (lanes.length === limits.lanesPerWatcher) {
          const error = `A browser can watch ${limits.lanesPerWatcher} lanes at once. Close a tab or fold a section.`;
          refused.push({ ...named, sealedMs: 0, error });
          continue;
        }
        const key = String(lanes.length);
        lanes.push({ key, ...named });
        watchOf.set(key, { ...named, sealedMs: 0 });
      }
      return { lanes, watchOf, refused };
    },
  };
}

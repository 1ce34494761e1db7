import type { LaneSubscription, Subscribed } from "@mission-control/contracts";
import type { FeedListener, LiveFeed } from "./live-feed.ts";

/** A feed that tests speak through: as an EventSource would, but by hand. */
export function createFakeFeed() {
  const opened: { id: string; listener: FeedListener; open: boolean }[] = [];
  const puts: { id: string; lanes: readonly LaneSubscription[] }[] = [];
  let answer: (lanes: readonly LaneSubscription[]) => Subscribed | "unknown" | "away" = (lanes) => ({
    lanes: lanes.map(({ key }) => ({ key, sealedMs: 0 })),
  });
  const feed: LiveFeed = {
    open(id, listener) {
      const stream = { id, listener, open: true };
      opened.push(stream);
      return () => {
        stream.open = false;
      };
    },
    async subscribe(id, lanes) {
      puts.push({ id, lanes });
      return answer(lanes);
    },
  };
  return {
    feed,
    opened,
    puts,
    /** The stream that was opened last. */
    last: () => opened.at(-1)!,
    say: (type: string, data: unknown) => opened.at(-1)!.listener.message(type, data),
    hello: (resumed = false) =>
      opened.at(-1)!.listener.message("hello", {
        id: opened.at(-1)!.id,
        nowMs: 0,
        baseStepMs: 5_000,
        graceMs: 500,
        resumed,
      }),
    answers(next: typeof answer) {
      answer = next;
    },
  };
}

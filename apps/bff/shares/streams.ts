import type { ServerResponse } from "node:http";
import { type LaneSubscription, Refusal } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Shares } from "./shares.ts";
import { isAmong } from "./shown-view.ts";

/** Streams of one share at once. */
const MOST_STREAMS = 200;
/** How often it is asked whether what streams may still be looked at. */
const CHECK_MS = 15_000;

interface Stream {
  readonly shareId: string;
  readonly token: string;
  readonly outgoing: ServerResponse;
}

/** The open streams of what was shared: they end with the share, and where what is watched is no part of it any more. */
export function createSharedStreams(options: { shares: Shares; clock: Clock; baseStepMs: number }) {
  const { shares, clock, baseStepMs } = options;
  const streams = new Map<string, Stream>();
  const watched = new Map<string, readonly LaneSubscription[]>();

  async function check(): Promise<void> {
    for (const [id, { token, outgoing }] of streams) {
      const open = await shares.open(token).catch(() => undefined);
      const lanes = watched.get(id) ?? [];
      const holds =
        open !== undefined &&
        lanes.every((lane) => isAmong(open.queries, { ...lane, store: lane.store }, baseStepMs));
      if (!holds) outgoing.end();
    }
  }

  return {
    /** @throws Refusal `too_many_watchers` */
    refuseTooMany(shareId: string): void {
      const count = [...streams.values()].filter((stream) => stream.shareId === shareId).length;
      if (count >= MOST_STREAMS)
        throw new Refusal("too_many_watchers", `${MOST_STREAMS} pages look at this link already.`);
    },
    add(id: string, stream: Stream): void {
      streams.set(id, stream);
      stream.outgoing.once("close", () => {
        if (streams.get(id) !== stream) return;
        streams.delete(id);
        watched.delete(id);
      });
    },
    watch: (id: string, lanes: readonly LaneSubscription[]): void => void watched.set(id, lanes),
    start(): Undo {
      const undo = [
        clock.every(CHECK_MS, () => void check()),
        shares.onRevoked((revoked) => {
          for (const { shareId, outgoing } of streams.values()) if (shareId === revoked) outgoing.end();
        }),
      ];
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}

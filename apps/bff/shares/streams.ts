import type { ServerResponse } from "node:http";
import { type LaneSubscription, Refusal } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Broadcast } from "../live/broadcast.ts";
import { createTurns } from "../live/turns.ts";
import type { OpenShare, Shares } from "./shares.ts";
import { areAmong } from "./shown-view.ts";

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
export function createSharedStreams(options: {
  shares: Pick<Shares, "open" | "onRevoked">;
  broadcast: Pick<Broadcast, "watchedBy">;
  clock: Clock;
  baseStepMs: number;
}) {
  const { shares, broadcast, clock, baseStepMs } = options;
  const streams = new Map<string, Stream>();
  let checking = false;

  /** Ends what may not be looked at any more; each share is opened once, and each list of lanes is looked through once. */
  async function check(): Promise<void> {
    const turns = createTurns(clock);
    const opened = new Map<string, OpenShare | undefined>();
    const looked = new Map<OpenShare, Map<readonly LaneSubscription[], boolean>>();
    for (const [id, { token, outgoing }] of [...streams]) {
      if (!opened.has(token)) opened.set(token, await shares.open(token).catch(() => undefined));
      await turns.mayPass();
      const open = opened.get(token);
      if (open === undefined) {
        outgoing.destroy();
        continue;
      }
      const known = looked.get(open) ?? new Map<readonly LaneSubscription[], boolean>();
      looked.set(open, known);
      const lanes = broadcast.watchedBy(id);
      const holds = known.get(lanes) ?? areAmong(open.queries, lanes, baseStepMs);
      known.set(lanes, holds);
      if (!holds) outgoing.destroy();
    }
  }

  return {
    /** @throws Refusal `too_many_watchers` */
    refuseTooMany(shareId: string): void {
      const count = [...streams.values()].filter((stream) => stream.shareId === shareId).length;
      if (count >= MOST_STREAMS)
        throw new Refusal("too_many_watchers", `${MOST_STREAMS} pages look at this link already.`);
    },
    /** Whether what a stream watched when it was here last is still part of the share. */
    mayResume: (id: string, { queries }: OpenShare): boolean =>
      areAmong(queries, broadcast.watchedBy(id), baseStepMs),
    add(id: string, stream: Stream): void {
      streams.set(id, stream);
      stream.outgoing.once("close", () => {
        if (streams.get(id) === stream) streams.delete(id);
      });
    },
    start(): Undo {
      const undo = [
        clock.every(CHECK_MS, () => {
          if (checking) return;
          checking = true;
          void check().finally(() => {
            checking = false;
          });
        }),
        shares.onRevoked((revoked) => {
          // Cut off, not ended: a reader that stalls would never let it end.
          for (const { shareId, outgoing } of streams.values()) if (shareId === revoked) outgoing.destroy();
        }),
      ];
      return () => {
        for (const stop of undo) stop();
      };
    },
  };
}

import { createDelivery, messageOf } from "@mission-control/alerts/delivery";
import { type ChannelKind, type Notice, Refusal, type Status } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { NoticeRecords } from "@mission-control/store";
import type { Channels } from "./channels.ts";
import type { ContextOf, Shown } from "./message-context.ts";

const HOUR_MS = 3_600_000;
/** A channel is told of among the problems once it did not take what it was sent so often in a row. */
const FAILURES_TOLD = 5;

/** See `createNotices`. */
export type Notices = ReturnType<typeof createNotices>;

/** Notices of this process: what they say, their way out, and their log. */
export function createNotices(options: {
  clock: Clock;
  records: NoticeRecords;
  contextOf: ContextOf;
  /** The address that links in messages begin with. */
  address: () => string;
  retentionMs: number;
  onError: (error: unknown) => void;
  random?: () => number;
}) {
  const { clock, records, contextOf, address, retentionMs, onError } = options;

  /** Written for a channel of a kind, or for any: nobody waits for what he is not shown. */
  const write = async (notice: Notice, kind?: ChannelKind) =>
    messageOf({ notice, context: await contextOf(notice, shownBy(kind)), address: address() });

  return {
    messageOf: (notice: Notice) => write(notice),
    list: records.list,
    /** Begins to send by these channels what waits and what comes. */
    deliverBy(channels: Pick<Channels, "ready" | "send" | "disable">) {
      const delivery = createDelivery({
        clock,
        outbox: records,
        channelOf: channels.ready,
        disable: channels.disable,
        send: channels.send,
        messageOf: (notice, { channel }) => write(notice, channel.kind),
        onError,
        ...(options.random === undefined ? {} : { random: options.random }),
      });
      const forget = () => void records.dropBefore(clock.now() - retentionMs).catch(onError);
      return {
        ...delivery,
        /** Tries again what failed or waits. @throws Refusal `not_found`, `invalid_body` where it was sent */
        async retry(id: string): Promise<Notice> {
          delivery.sendNow(await records.retry(id, clock.now()));
          const notice = await records.find(id);
          if (notice === undefined) throw new Refusal("not_found", "There is no such notice.");
          return notice;
        },
        problems: (): Status["problems"] =>
          delivery.failing(FAILURES_TOLD).map(({ channel, waiting }) => ({
            code: "channel_failing",
            message: `The channel "${channel}" does not take what it is sent; ${waiting} ${waiting === 1 ? "message waits" : "messages wait"}. Alerts, Channels says what it answers.`,
          })),
        /** Sends what waits since the last time, and forgets old ones now and then; the returned function ends it. */
        start() {
          delivery.wake();
          const stops = [clock.after(60_000, forget), clock.every(HOUR_MS, forget)];
          return async () => {
            for (const stop of stops) stop();
            await delivery.stop();
          };
        },
      };
    },
  };
}

/** What a message shows beside its words, by the kind of its channel. */
function shownBy(kind: ChannelKind | undefined): Shown {
  if (kind === undefined || kind === "smtp" || kind === "mandrill") return "all";
  return kind === "webhook" || kind === "slack" ? "words" : "nothing";
}

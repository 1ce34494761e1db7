import type {
  AfterAttempt,
  Attempt,
  ChannelHealth,
  Notice,
  NoticeOutbox,
  WaitingNotice,
} from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Message, Sent } from "../channels/channel.ts";
import { cut } from "../template.ts";
import { backoffMs } from "./backoff.ts";
import { fallbackOf } from "./fallback.ts";
import { healthOf } from "./health.ts";
import { createLine, type Entry, type Line } from "./line.ts";

/** A notice is tried for so long before it is given up. */
const LIFE_MS = 24 * 3_600_000;
/** Whatever a channel's own limits are: nothing more is sent of a message then, and what has not answered by the end did not. */
const LONGEST_SEND_MS = 60_000;
const SEND_ENDS_MS = 100_000;
/** How long a stop waits for what is being sent. */
const STOP_MS = 3_000;
const WORDS_LENGTH = 500;
const HOUR_MS = 3_600_000;

/** What the delivery must know of a channel. */
export interface DeliveryChannel {
  readonly enabled: boolean;
  readonly fallback?: string | undefined;
}

/** See `createDelivery`. */
export type Delivery = ReturnType<typeof createDelivery>;

/**
 * Sends the notices of an outbox until they are taken: at least once, each attempt kept before the next, with the same id each
 * time. What was being sent when the process ended waits in the outbox still and is sent again. Channels do not wait for
 * each other.
 */
export function createDelivery<Channel extends DeliveryChannel>(options: {
  clock: Clock;
  outbox: NoticeOutbox;
  /** The channel of a name, its secrets in place; undefined where there is none any more. */
  channelOf: (slug: string) => Promise<Channel | undefined>;
  /** Ends a channel for good, with the reason. */
  disable: (slug: string, why: string) => Promise<void>;
  /** Once `late` is aborted it may begin nothing more. */
  send: (channel: Channel, message: Message, late: AbortSignal) => Promise<Sent>;
  messageOf: (notice: Notice, channel: Channel) => Promise<Message>;
  /** Told of faults of our own, and of a disk that cannot be written. */
  onError: (error: unknown) => void;
  random?: () => number;
}) {
  const { clock, outbox, channelOf, disable, send, messageOf, onError, random = Math.random } = options;
  const lines = new Map<string, Line>();
  const timers = new Map<string, Undo>();
  const running = new Set<Promise<void>>();
  const counted = { sent: 0, failed: 0, retried: 0 };
  let lastSeq = 0;
  let reading: Promise<void> | undefined;
  let isAskedAgain = false;
  let isStopped = false;
  let endWaits: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    endWaits = resolve;
  });

  function lineOf(channel: string): Line {
    const known = lines.get(channel);
    if (known !== undefined) return known;
    const line = createLine();
    lines.set(channel, line);
    return line;
  }

  function add(notice: WaitingNotice): void {
    const inMs = notice.tries === 0 ? 0 : Math.min(HOUR_MS, Math.max(0, notice.nextMs - clock.now()));
    lineOf(notice.channel).add(notice, clock.monotonicMs() + inMs);
  }

  async function read(): Promise<void> {
    do {
      isAskedAgain = false;
      for (const notice of await outbox.waitingAfter(lastSeq)) {
        lastSeq = notice.seq;
        add(notice);
      }
    } while (isAskedAgain);
  }

  /** Looks into the outbox for what is new and sends what is due. */
  function wake(): void {
    if (isStopped) return;
    isAskedAgain = true;
    reading ??= read()
      .catch((error: unknown) => {
        onError(error);
        timers.set("", clock.after(backoffMs(4, random), wake));
      })
      .finally(() => {
        reading = undefined;
        for (const channel of lines.keys()) pump(channel);
        if (isAskedAgain) wake();
      });
  }

  function pump(channel: string): void {
    const line = lineOf(channel);
    timers.get(channel)?.();
    timers.delete(channel);
    if (isStopped) return;
    for (let next = line.take(clock.monotonicMs()); next !== undefined; ) {
      const entry = next;
      const sending = deliver(line, entry)
        .catch((error: unknown) => {
          onError(error);
          const restMs = backoffMs(line.failures + 1, random);
          line.again(entry, clock.monotonicMs() + restMs, clock.monotonicMs() + restMs);
        })
        .finally(() => {
          running.delete(sending);
          pump(channel);
        });
      running.add(sending);
      next = line.take(clock.monotonicMs());
    }
    const atMs = line.nextAtMs();
    if (atMs !== undefined)
      timers.set(
        channel,
        clock.after(Math.max(0, atMs - clock.monotonicMs()), () => pump(channel)),
      );
  }

  async function deliver(line: Line, entry: Entry): Promise<void> {
    const { attempt, sent, notice, fallback } = await tryOnce(entry);
    let after: AfterAttempt = { state: "sent" };
    let restMs = 0;
    if (!sent.ok) {
      const waitMs = backoffMs(entry.tries + 1, random, sent.afterMs);
      const isOver = clock.now() + waitMs > entry.sinceMs + LIFE_MS;
      if (sent.retry && !isOver) {
        after = { state: "waiting", nextMs: clock.now() + waitMs };
        restMs = backoffMs(line.failures + 1, random, sent.afterMs);
      } else {
        const by = { find: outbox.find, nowMs: clock.now() };
        after = { state: "failed", instead: notice && (await fallbackOf(notice, fallback, by)) };
      }
      if (sent.retry && isOver) attempt.words = cut(`Given up after a day. ${attempt.words}`, WORDS_LENGTH);
    }
    await keep(entry, attempt, after);
    if (after.state === "waiting") {
      counted.retried++;
      const nowMs = clock.monotonicMs();
      line.again(entry, nowMs + Math.max(0, after.nextMs - clock.now()), nowMs + restMs);
    } else {
      // One that is gone was dropped while it waited: its channel was not asked.
      if (notice !== undefined) counted[after.state]++;
      line.done(entry, notice !== undefined && (sent.ok || !sent.retry));
      if (after.state === "failed" && after.instead !== undefined) wake();
    }
  }

  async function tryOnce(entry: Entry) {
    let startMs = clock.monotonicMs();
    let fallback: string | undefined;
    let notice: Notice | undefined;
    let sent: Sent;
    try {
      notice = await outbox.find(entry.id);
      const channel = await channelOf(entry.channel);
      fallback = channel?.fallback;
      if (notice === undefined) sent = refused("What it says was lost on the disk.");
      else if (channel === undefined) sent = refused(`There is no channel "${entry.channel}" any more.`);
      else if (!channel.enabled) sent = refused("The channel is switched off.");
      else {
        const message = await messageOf(notice, channel);
        startMs = clock.monotonicMs();
        sent = await answerOf((late) => send(channel, message, late));
      }
      if (!sent.ok && sent.disable === true) await disable(entry.channel, sent.words);
    } catch (error) {
      onError(error);
      sent = { ok: false, retry: true, words: error instanceof Error ? error.message : String(error) };
    }
    const words = cut(sent.words, WORDS_LENGTH);
    const tookMs = Math.round(clock.monotonicMs() - startMs);
    const attempt: Attempt = { atMs: clock.now() - tookMs, ok: sent.ok, words, tookMs };
    return { attempt, sent, notice, fallback };
  }

  /**
   * What came of sending, or that nothing came in time: a channel that hangs must not keep its place forever. What is on its way
   * when it is late is waited for, as a further try beside it would tell some twice.
   */
  async function answerOf(begin: (late: AbortSignal) => Promise<Sent>): Promise<Sent> {
    const late = new AbortController();
    const cancelLate = clock.after(LONGEST_SEND_MS, () => late.abort());
    let cancelEnd: Undo = () => {};
    const words = `It did not answer within ${LONGEST_SEND_MS / 1_000} s.`;
    const end = new Promise<Sent>((resolve) => {
      cancelEnd = clock.after(SEND_ENDS_MS, () => resolve({ ok: false, retry: true, words }));
    });
    try {
      return await Promise.race([begin(late.signal), end]);
    } finally {
      cancelLate();
      cancelEnd();
    }
  }

  /** Keeps an attempt. Until it is kept nothing else of it goes on, so that a full disk does not send the same on and on. */
  async function keep(entry: Entry, attempt: Attempt, after: AfterAttempt): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        await outbox.attempted(entry.id, attempt, after);
        return;
      } catch (error) {
        if (isStopped) return;
        onError(error);
      }
      let cancel: Undo = () => {};
      const waited = new Promise<void>((resolve) => {
        cancel = clock.after(backoffMs(failures, random), resolve);
      });
      await Promise.race([waited, stopped]);
      cancel();
    }
  }

  return {
    wake,
    /** Sends one now that waits, or that was let wait again. */
    sendNow(notice: WaitingNotice): void {
      add(notice);
      pump(notice.channel);
    },
    /** How a channel is doing, apart from whether it is switched off. */
    async health(channel: string): Promise<ChannelHealth> {
      const last = await outbox.lastAttempt(channel);
      const line = lines.get(channel);
      const atMs = line?.nextAtMs();
      const nextMs = atMs === undefined ? null : clock.now() + Math.max(0, atMs - clock.monotonicMs());
      return healthOf({ last, waiting: line?.waiting ?? 0, nextMs });
    },
    /** The channels that did not take what they were sent so often in a row, and how many wait for them. */
    failing: (failures: number) =>
      [...lines]
        .filter(([, line]) => line.failures >= failures)
        .map(([channel, { waiting }]) => ({ channel, waiting })),
    /** What was sent, given up and put off since the start, and what waits. */
    counters: () => ({
      ...counted,
      waiting: [...lines.values()].reduce((sum, line) => sum + line.waiting, 0),
    }),
    /** Waits a little for what is being sent; what has not ended by then waits in the outbox. */
    async stop(): Promise<void> {
      isStopped = true;
      endWaits();
      for (const cancel of timers.values()) cancel();
      let cancel: Undo = () => {};
      const late = new Promise<void>((resolve) => {
        cancel = clock.after(STOP_MS, resolve);
      });
      await Promise.race([Promise.all([reading, ...running]), late]);
      cancel();
    },
  };
}

const refused = (words: string): Sent => ({ ok: false, retry: false, words });

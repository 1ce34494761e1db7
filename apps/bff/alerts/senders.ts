import {
  type Clock,
  type Labels,
  labelsOf,
  METRIC_NAME,
  nameOf,
  type SamplesBuilder,
} from "@mission-control/series";

/** What is written of each sender: when a sample came from it last, in seconds since the epoch. */
export const SENDER_SERIES = "sender_last_seen_timestamp_seconds";

/** A scraper writes these of a target that does not answer, too. */
const WRITTEN_OF_THE_DEAD = /^(?:up|scrape_.*|ALERTS|ALERTS_FOR_STATE|sender_last_seen_timestamp_seconds)$/;

/** What must not be silent for longer is never forgotten to make room, and so much is made at once. */
const QUITE_SILENT_MS = 60_000;
const ROOM_SHARE = 0.1;

/** Who sends: the `service` or `job` of its labels, with the `instance` or `host`; other labels tell no senders apart. */
interface Sender {
  readonly service: string;
  readonly instance: string;
  readonly labels: Labels;
  /** When something came from it last, by the monotonic clock, which is never set. */
  seenMs: number;
  isForgotten: boolean;
}

/** How a sender stood when it was written last: for how long nothing had come from it. */
export interface KeptSender {
  readonly service: string;
  readonly instance: string;
  readonly silentMs: number;
}

/**
 * Who sends us something, and when something came last: by arrival, so that a series that is still reported though nobody sends
 * it hides no dead sender. What counts is how long we have listened in vain: a pause of ours and a clock that is set count for
 * nothing. A sender that is silent for `forgetAfterMs` is forgotten; of `maxSenders` the longest silent ones make room for others,
 * but for those that a rule has still to tell of.
 */
export function createSenders(options: {
  clock: Clock;
  forgetAfterMs: number;
  maxSenders?: number;
  /** For how long rules have to know a silent sender at most. */
  keepSilentMs?: () => number;
  /** Called with those that are known no more. */
  forgot?: (gone: readonly KeptSender[]) => void;
}) {
  const { clock, forgetAfterMs, maxSenders = 10_000, keepSilentMs = () => 0, forgot = () => {} } = options;
  const senders = new Map<string, Sender>();
  /** Sources hand in the same labels again and again; null where they name nobody. */
  const senderOf = new WeakMap<ReadonlyMap<string, string>, Sender | null>();

  const keyOf = (service: string, instance: string) => `${service.length}:${service}${instance}`;

  function forget(sender: Sender | undefined): boolean {
    if (sender === undefined) return false;
    sender.isForgotten = true;
    return senders.delete(keyOf(sender.service, sender.instance));
  }

  /** Where there is no more room, those that have been silent for longest leave some, once a step: a flood costs no more. */
  function makeRoom(nowMs: number): Sender[] {
    if (senders.size < maxSenders) return [];
    const longMs = Math.max(QUITE_SILENT_MS, keepSilentMs());
    const silent = [...senders.values()].filter(({ seenMs }) => nowMs - seenMs > longMs);
    silent.sort((a, b) => a.seenMs - b.seenMs);
    return silent.slice(0, Math.ceil(maxSenders * ROOM_SHARE));
  }

  const keptOf = ({ service, instance, seenMs }: Sender, nowMs: number): KeptSender => ({
    service,
    instance,
    silentMs: Math.max(0, Math.round(nowMs - seenMs)),
  });

  /** Undefined where there is no room. */
  function add(service: string, instance: string, seenMs: number): Sender | undefined {
    const key = keyOf(service, instance);
    const known = senders.get(key);
    if (known !== undefined || senders.size >= maxSenders) return known;
    const pairs: [string, string][] = [
      [METRIC_NAME, SENDER_SERIES],
      ["service", service],
      ["instance", instance],
    ];
    const sender = { service, instance, labels: labelsOf(pairs), seenMs, isForgotten: false };
    senders.set(key, sender);
    return sender;
  }

  /** Who has sent what has these labels; null where they name nobody, undefined where there is no room. */
  function named(labels: ReadonlyMap<string, string>): Sender | undefined | null {
    const service = labels.get("service") ?? labels.get("job") ?? "";
    if (service === "") return null;
    const instance = labels.get("instance") ?? labels.get("host") ?? "";
    return add(service, instance, clock.monotonicMs());
  }

  /** Whether a series is of the same sender as the one before it: what comes together mostly is. */
  function isOf(sender: Sender | undefined | null, labels: Labels): boolean {
    return (
      !!sender &&
      sender.service === (labels.get("service") ?? labels.get("job")) &&
      sender.instance === (labels.get("instance") ?? labels.get("host") ?? "")
    );
  }

  return {
    /** Something came with these labels, which the caller keeps and hands in again: then it costs next to nothing. */
    arrived(labels: ReadonlyMap<string, string>): void {
      let sender = senderOf.get(labels);
      if (sender === null) return;
      if (sender === undefined || sender.isForgotten) {
        sender = named(labels);
        if (sender !== undefined) senderOf.set(labels, sender);
      }
      if (sender) sender.seenMs = clock.monotonicMs();
    },
    /** A batch of series came. */
    arrivedAll(series: readonly Labels[]): void {
      const nowMs = clock.monotonicMs();
      let last: Sender | undefined | null;
      for (const labels of series) {
        if (isOf(last, labels) || WRITTEN_OF_THE_DEAD.test(nameOf(labels))) continue;
        last = named(labels);
        if (last) last.seenMs = nowMs;
      }
    },
    /**
     * An event came. A request is a sign of life of somebody who sends all the time; anything else only of a sender that is known, as
     * it may be the only one that ever comes.
     */
    happened(service: string, instance: string, isRequest: boolean): void {
      if (service === "") return;
      const nowMs = clock.monotonicMs();
      const sender = isRequest ? add(service, instance, nowMs) : senders.get(keyOf(service, instance));
      if (sender !== undefined) sender.seenMs = nowMs;
    },
    /** Writes of each sender when it was seen last, as samples at `timeMs`, and forgets who has been silent for too long. Nobody else
     * writes such series `into` it. */
    write(timeMs: number, into: SamplesBuilder): void {
      const nowMs = clock.monotonicMs();
      const gone: Sender[] = [];
      for (const sender of senders.values()) {
        const silentMs = Math.max(0, nowMs - sender.seenMs);
        if (silentMs > forgetAfterMs) gone.push(sender);
        else {
          // A step that is written late makes nobody more silent at its end.
          const seenMs = Math.min(timeMs, clock.now() - silentMs);
          into.add(into.refOfNew(sender.labels), timeMs, Math.round(seenMs) / 1_000);
        }
      }
      for (const sender of gone) forget(sender);
      const toMakeRoom = makeRoom(nowMs);
      for (const sender of toMakeRoom) forget(sender);
      gone.push(...toMakeRoom);
      if (gone.length > 0) forgot(gone.map((sender) => keptOf(sender, nowMs)));
    },
    /** Knows senders again after a restart, as long silent as they were when it stopped. */
    restore(kept: readonly KeptSender[]): void {
      const nowMs = clock.monotonicMs();
      for (const { service, instance, silentMs } of kept) add(service, instance, nowMs - silentMs);
    },
    /** Forgets a sender that will not come back; false where there is none such. */
    forget: (service: string, instance: string): boolean => forget(senders.get(keyOf(service, instance))),
    /** All of them, and for how long nothing came from each. */
    list(): KeptSender[] {
      const nowMs = clock.monotonicMs();
      return [...senders.values()].map((sender) => keptOf(sender, nowMs));
    },
  };
}

/** Who sends us something, and when something came last. */
export type Senders = ReturnType<typeof createSenders>;

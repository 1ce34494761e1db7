import { setImmediate as nextTurn } from "node:timers/promises";
import type { Spool } from "@mission-control/contracts";
import { type Clock, createSamplesBuilder, type Samples, type Undo } from "@mission-control/series";
import type { PrometheusStore } from "./adapters/prometheus.ts";
import { openSentFile } from "./sent-file.ts";

/** How long batches gather before they become one request. */
const GATHER_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;
/** How long a stop waits for a store. */
const LAST_MS = 1_000;
/** What one request holds at most, but for a batch that is larger by itself. */
const SAMPLES_AT_ONCE = 10_000;
const BATCHES_PER_READ = 100;

/** Samples of batches that follow one another. */
interface Gathered {
  readonly samples: Samples;
  readonly throughSeq: number;
  /** The time of the first of them; undefined where there are none. */
  readonly oldestMs: number | undefined;
}

/**
 * Gives a store the samples that the spool takes, in the background and in order. Where the store fails, it waits longer each
 * time, at most 10 s, and the spool holds what comes in. How far it came is on disk: after a crash some is given twice.
 */
export function createForward(options: {
  store: Pick<PrometheusStore, "name" | "write">;
  spool: Pick<Spool, "read">;
  dir: string;
  clock: Clock;
}) {
  const { store, spool, clock } = options;
  const file = openSentFile(options.dir, store.name);
  let sentSeq = file.read();
  let cancel: Undo = () => {};
  let started = false;
  let failures = 0;
  let fault: { reason: string; sinceMs: number } | undefined;
  let oldestMs: number | undefined;
  let sent = 0;
  const lost = { samples: 0, atMs: Number.NEGATIVE_INFINITY };
  const refused = { samples: 0, atMs: Number.NEGATIVE_INFINITY, reason: "" };
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  function reached(seq: number): void {
    // What was given up meanwhile stays given up.
    if (seq <= sentSeq) return;
    sentSeq = seq;
    file.write(seq);
  }

  /** Reads a request's worth; undefined where nothing waits. */
  async function gather(): Promise<Gathered | undefined> {
    const builder = createSamplesBuilder(1_024);
    let seq = sentSeq;
    while (builder.length < SAMPLES_AT_ONCE) {
      const batches = spool.read(seq, BATCHES_PER_READ);
      if (batches.length === 0) break;
      for (const batch of batches) {
        if (builder.length >= SAMPLES_AT_ONCE) break;
        if (batch.samples !== undefined) addAll(builder, batch.samples);
        seq = batch.seq;
      }
      await nextTurn();
    }
    if (seq === sentSeq) return undefined;
    const samples = builder.take();
    return { samples, throughSeq: seq, oldestMs: samples.timesMs[0] };
  }

  async function sendAll(): Promise<void> {
    for (let next = await gather(); next !== undefined; next = await gather()) {
      oldestMs = next.oldestMs;
      const written = await store.write(next.samples, ending.signal);
      sent += next.samples.refs.length - written.refused;
      if (written.refused > 0) {
        refused.samples += written.refused;
        refused.atMs = clock.now();
        refused.reason = written.reason ?? "";
      }
      reached(next.throughSeq);
      failures = 0;
      fault = undefined;
      if (!started) break;
    }
    if (fault === undefined) oldestMs = undefined;
  }

  function turn(): Promise<void> {
    running ??= sendAll()
      .catch((error: unknown) => {
        failures++;
        const reason = error instanceof Error ? error.message : String(error);
        fault = { reason, sinceMs: fault?.sinceMs ?? clock.now() };
      })
      .finally(() => {
        running = undefined;
        if (started) schedule();
      });
    return running;
  }

  function schedule(): void {
    cancel();
    const waitMs = failures === 0 ? GATHER_MS : Math.min(LONGEST_WAIT_MS, GATHER_MS * 2 ** failures);
    // What went wrong is in `status`.
    cancel = clock.after(waitMs, () => void turn());
  }

  return {
    name: store.name,
    /** Begins to give; the returned function ends it with a last request, which gets a second. */
    start(): () => Promise<void> {
      started = true;
      schedule();
      return async () => {
        started = false;
        cancel();
        const cut = clock.after(LAST_MS, () => ending.abort());
        await running;
        if (failures === 0) await turn();
        cut();
      };
    },
    /** The last batch that the store has, or that was given up. */
    sentSeq: () => sentSeq,
    /** Gives up the oldest batches that wait, a read of them, up to `throughSeq`; their samples are counted as lost. */
    giveUp(throughSeq: number): void {
      const batches = spool.read(sentSeq, BATCHES_PER_READ).filter(({ seq }) => seq <= throughSeq);
      for (const { samples } of batches) lost.samples += samples?.refs.length ?? 0;
      if (batches.length > 0) lost.atMs = clock.now();
      reached(batches.at(-1)?.seq ?? throughSeq);
    },
    status: () => ({
      /** Samples that the store has taken, refused, and never got, since the start. */
      sent,
      refused: { ...refused },
      lost: { ...lost },
      /** How old the oldest sample is that waits for an answer; 0 where none does. */
      behindMs: oldestMs === undefined ? 0 : Math.max(0, clock.now() - oldestMs),
      /** Since when the store takes nothing, and why; undefined where it does. */
      fault,
    }),
  };
}

function addAll(
  into: ReturnType<typeof createSamplesBuilder>,
  { labels, refs, timesMs, values }: Samples,
): void {
  const refOf = labels.map((one) => into.ref(one));
  for (let i = 0; i < refs.length; i++) into.add(refOf[refs[i]!]!, timesMs[i]!, values[i]!);
}

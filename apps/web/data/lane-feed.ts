import { expandIntervals, fromWire, type LaneFrame } from "@mission-control/contracts";
import { ceilToStep, floorToStep, type Labels, labelsOf, type Undo } from "@mission-control/series";
import type { Context } from "cubism-es";
import type { ReadPast } from "./history.ts";
import { createLaneRows, type LaneOrder, type LaneRow } from "./lane-rows.ts";
import type { LiveLink } from "./live-link.ts";
import type { Failure } from "./outcome.ts";

/** So many steps after a store came back it has all that waited for it. */
const SETTLED_STEPS = 12;

/** A past that did not come is asked for again with a frame: first after so long, then each time after twice as long. */
const FIRST_REST_MS = 1_000;
const LAST_REST_MS = 30_000;

/** Rows whose order goes by their values are put into it so often: they can be read meanwhile. */
const RESORT_MS = 60_000;

/** What of a lane the page shows; its values are in the rows' metrics. */
export interface LaneState {
  /** "waiting" until the first answer. */
  readonly phase: "waiting" | "ready" | "failed";
  /** Why it failed; of one that is ready, why its past, or a part of it, has not come. */
  readonly failure: Failure | undefined;
  /** Of one that is ready and whose past did not come: "part" where most of its picture is there all the same. */
  readonly missing: "past" | "part" | undefined;
  readonly rows: readonly LaneRow[];
  /** Label sets beyond the limit. */
  readonly hidden: number;
}

/** See `createLaneFeed`. */
export type LaneFeed = ReturnType<typeof createLaneFeed>;

/**
 * A lane's data: the past by query up to the step the stream begins at, every later step as it seals, both into the
 * metrics of its rows. Told anew where the stream begins (after a break, another range), it asks for the past again.
 */
export function createLaneFeed(options: {
  expr: string;
  /** The store that is asked; without one the default. */
  store?: string | undefined;
  rowLimit: number;
  sort?: LaneOrder | undefined;
  /** What a row is called, for those sorted by name. */
  nameOf?: ((labels: Labels) => string) | undefined;
  baseStepMs: number;
  context: Context;
  link: Pick<LiveLink, "watch">;
  readPast: ReadPast;
}) {
  const { context, link, readPast, baseStepMs, store, sort, nameOf } = options;
  const rows = createLaneRows({ context, limit: options.rowLimit, sort, nameOf });
  const listeners = new Set<() => void>();
  const answered = new Set<() => void>();
  let phase: LaneState["phase"] = "waiting";
  let failure: Failure | undefined;
  let missing: LaneState["missing"];
  /** Why the past did not come when it was last asked for. */
  let unread: Failure | undefined;
  let restMs = FIRST_REST_MS;
  let restedMs = Number.NEGATIVE_INFINITY;
  let state: LaneState = { phase, failure, missing, rows: rows.all, hidden: 0 };
  let stepMs = 0;
  let expr = "";
  let sealedMs = Number.NaN;
  let unwatch: Undo = () => {};
  let reading = new AbortController();
  let asking = true;
  /** Steps with values since its store came back, but for those while a question was out; infinite where it was not away. */
  let sinceAway = Number.POSITIVE_INFINITY;
  let users = 0;
  let end: Undo = () => {};

  function settle(): void {
    state = { phase, failure, missing, rows: rows.all, hidden: rows.hidden };
    for (const listener of [...listeners]) listener();
  }

  function fail(why: Failure): void {
    phase = "failed";
    failure = why;
    missing = undefined;
    settle();
  }

  /** Nothing is wrong but that its past may not have come, which is said in place of rows that show nothing. */
  function recover(): boolean {
    const before = [phase, failure, missing];
    phase = unread === undefined || rows.haveValues() ? "ready" : "failed";
    failure = unread;
    missing = undefined;
    if (unread !== undefined && phase === "ready") missing = rows.fillMost() ? "part" : "past";
    return [phase, failure, missing].some((one, i) => one !== before[i]);
  }

  function frame(of: LaneFrame): void {
    if (of.away === true) sinceAway = 0;
    if (of.error !== undefined) {
      // While a store is away its rows show what came before.
      if (of.away !== true || rows.all.length === 0) fail({ message: of.error });
      return;
    }
    fetchMissed(of);
    let changed = false;
    for (let i = 0; i < of.series.length; i++) {
      const labels = labelsOf(Object.entries(of.series[i]!));
      changed = rows.set(labels, of.atMs, fromWire(of.values[i] ?? null)) || changed;
    }
    if (phase === "failed" || unread !== undefined) changed = recover() || changed;
    if (changed) settle();
  }

  /**
   * Asks for a past that did not come, and for what could not be told while a store was away: of that once more for what
   * was written there a little later.
   */
  function fetchMissed({ atMs, open }: LaneFrame): void {
    // Before it is told where the stream begins there is nothing to ask up to; what is told then asks by itself.
    if (Number.isNaN(sealedMs) || asking || context.clock.monotonicMs() < restedMs) return;
    const isBack = sinceAway === 0 || sinceAway === SETTLED_STEPS;
    sinceAway++;
    if (!isBack && unread?.away !== true) return;
    sealedMs = Math.max(sealedMs, open === true ? atMs - stepMs : atMs);
    void read();
  }

  function answer(): void {
    asking = false;
    for (const listener of [...answered]) listener();
  }

  /** Asks for the past of what is shown. */
  async function read(): Promise<void> {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    asking = true;
    await readInto(signal);
    if (!signal.aborted) answer();
  }

  async function readInto(signal: AbortSignal): Promise<void> {
    const shownFrom = floorToStep(context.startMs, stepMs) + stepMs;
    // Live, all that the stream does not bring is needed, also what the picture has not come to yet.
    const neededMs = context.paused ? Math.min(sealedMs, ceilToStep(context.endMs, stepMs)) : sealedMs;
    const endMs = floorToStep(neededMs, stepMs);
    if (endMs < shownFrom) return came(false);
    const past = await readPast({ expr, store, stepMs, startMs: shownFrom, endMs }, signal).catch(
      () => undefined,
    );
    if (signal.aborted || past === undefined) return;
    if (!past.ok) return missed(past.failure);
    came(rows.load(shownFrom, past.value));
  }

  /** The past is there; `changed` where the rows are others by it. */
  function came(changed: boolean): void {
    unread = undefined;
    restNoMore();
    if (recover() || changed) settle();
  }

  /** The past did not come. What came live is shown all the same. */
  function missed(why: Failure): void {
    unread = why;
    restedMs = context.clock.monotonicMs() + restMs;
    restMs = Math.min(LAST_REST_MS, 2 * restMs);
    if (recover()) settle();
  }

  /** It may be asked again at once, and rests shortly after the next that does not come. */
  function restNoMore(): void {
    restMs = FIRST_REST_MS;
    restedMs = Number.NEGATIVE_INFINITY;
  }

  function watch(): void {
    unwatch();
    reading.abort();
    asking = true;
    stepMs = context.step;
    expr = expandIntervals(options.expr, stepMs, baseStepMs);
    sealedMs = Number.NaN;
    restNoMore();
    unwatch = link.watch(
      { expr, stepMs, store },
      {
        sealed(ms) {
          sealedMs = ms;
          // With that all is asked for that could not be told before.
          sinceAway = Math.max(1, sinceAway);
          context.advance(ms);
          void read();
        },
        failed(message, column) {
          fail({ message, column });
          answer();
        },
        frame,
      },
    );
  }

  function relaid(): void {
    if (context.step !== stepMs) watch();
    else if (!Number.isNaN(sealedMs)) void read();
  }

  function begin(): void {
    watch();
    const undo = [context.on("configure", relaid), context.on("pause", () => !context.paused && relaid())];
    if (sort === "value" || sort === "change")
      undo.push(context.clock.every(RESORT_MS, () => rows.resort() && settle()));
    end = () => {
      for (const stop of undo) stop();
      unwatch();
      reading.abort();
    };
  }

  return {
    state: (): LaneState => state,
    /** Calls `listener` when the state is another. */
    subscribe(listener: () => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Whether the past of what is shown has not come yet, while it is watched. */
    asking: (): boolean => asking,
    /** Calls `listener` when the past has come, or why it does not. */
    onAnswer(listener: () => void): Undo {
      answered.add(listener);
      return () => void answered.delete(listener);
    },
    /** Begins to watch, however many ask; once all have undone it, it stops and keeps what it has. */
    start(): Undo {
      if (users++ === 0) begin();
      let using = true;
      return () => {
        if (!using) return;
        using = false;
        if (--users === 0) end();
      };
    },
    /** Whether anyone watches it. */
    isUsed: (): boolean => users > 0,
    /** Asks again after a failure. */
    retry(): void {
      if (Number.isNaN(sealedMs)) watch();
      else void read();
    },
  };
}

import { expandIntervals, fromWire, type LaneFrame } from "@mission-control/contracts";
import { ceilToStep, floorToStep, type Labels, labelsOf, type Undo } from "@mission-control/series";
import type { Context } from "cubism-es";
import type { ReadPast } from "./history.ts";
import { createLaneRows, type LaneOrder, type LaneRow } from "./lane-rows.ts";
import type { LiveLink } from "./live-link.ts";
import type { Failure } from "./outcome.ts";

/** So many steps after a store came back it has all that waited for it. */
const SETTLED_STEPS = 12;

/** Rows whose order goes by their values are put into it so often: they can be read meanwhile. */
const RESORT_MS = 60_000;

/** What of a lane the page shows; its values are in the rows' metrics. */
export interface LaneState {
  /** "waiting" until the first answer. */
  readonly phase: "waiting" | "ready" | "failed";
  readonly failure: Failure | undefined;
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
  let state: LaneState = { phase, failure, rows: rows.all, hidden: 0 };
  let stepMs = 0;
  let expr = "";
  let sealedMs = Number.NaN;
  let unwatch: Undo = () => {};
  let reading = new AbortController();
  let asking = true;
  /** Steps since its store came back, whose past is then asked for again: infinite where it was not away. */
  let sinceAway = Number.POSITIVE_INFINITY;
  let users = 0;
  let end: Undo = () => {};

  function settle(): void {
    state = { phase, failure, rows: rows.all, hidden: rows.hidden };
    for (const listener of [...listeners]) listener();
  }

  function become(next: LaneState["phase"], why?: Failure): void {
    if (phase === next && failure === why) return;
    phase = next;
    failure = why;
    settle();
  }

  function frame(of: LaneFrame): void {
    if (of.away === true) sinceAway = 0;
    if (of.error !== undefined) {
      // While a store is away its rows show what came before.
      if (of.away !== true || rows.all.length === 0) become("failed", { message: of.error });
      return;
    }
    fetchMissed(of);
    let changed = phase === "failed";
    if (changed) {
      phase = "ready";
      failure = undefined;
    }
    for (let i = 0; i < of.series.length; i++) {
      const labels = labelsOf(Object.entries(of.series[i]!));
      changed = rows.set(labels, of.atMs, fromWire(of.values[i] ?? null)) || changed;
    }
    if (changed) settle();
  }

  /** Asks for what a store could not tell while it was away, and once more for what was written there a little later. */
  function fetchMissed({ atMs, open }: LaneFrame): void {
    if (sinceAway > SETTLED_STEPS || sinceAway++ % SETTLED_STEPS !== 0) return;
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
    if (endMs < shownFrom) return become("ready");
    const past = await readPast({ expr, store, stepMs, startMs: shownFrom, endMs }, signal).catch(
      () => undefined,
    );
    if (signal.aborted || past === undefined) return;
    if (!past.ok) {
      if (past.failure.away) sinceAway = 0;
      return become("failed", past.failure);
    }
    const changed = rows.load(shownFrom, past.value);
    if (phase !== "ready") become("ready");
    else if (changed) settle();
  }

  function watch(): void {
    unwatch();
    reading.abort();
    asking = true;
    stepMs = context.step;
    expr = expandIntervals(options.expr, stepMs, baseStepMs);
    sealedMs = Number.NaN;
    unwatch = link.watch(
      { expr, stepMs, store },
      {
        sealed(ms) {
          sealedMs = ms;
          context.advance(ms);
          void read();
        },
        failed(message, column) {
          become("failed", { message, column });
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

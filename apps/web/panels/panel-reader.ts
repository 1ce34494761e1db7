import type { Undo } from "@mission-control/series";
import type { Context } from "cubism-es";
import type { LaneFeed, LaneState } from "../data/lane-feed.ts";
import type { Failure } from "../data/outcome.ts";
import type { PanelData, PanelSeries } from "./panel-data.ts";
import { nameSeries, type SeriesTitle, type ValueName } from "./series-name.ts";

/** What a panel's queries came to on a wall. */
export interface PanelAnswer {
  readonly data: PanelData;
  /** Why one of them is not answered. */
  readonly failure: Failure | undefined;
  /** Of one that goes on live: what of its past did not come, and why. */
  readonly lost: LostPast | undefined;
  /** What is there does not count yet: it has not been answered. */
  readonly waiting: boolean;
  /** Series beyond those that are watched. */
  readonly hidden: number;
}

/** What of a past did not come, and why. */
export interface LostPast {
  readonly missing: "past" | "part";
  readonly failure: Failure;
}

/** What of a feed a panel reads. */
type PanelFeed = Pick<LaneFeed, "state" | "subscribe" | "asking" | "onAnswer">;

/**
 * Reads the feeds of a panel's queries as one: the values of all of their rows on the columns the wall shows, read anew in
 * the frame after any of them changed or the wall came to rest elsewhere. While the wall is dragged it stands still.
 */
export function createPanelReader(options: {
  context: Context;
  feeds: readonly PanelFeed[];
  titles: readonly SeriesTitle[];
  called?: ValueName | undefined;
}) {
  const { context, feeds, titles, called } = options;
  const listeners = new Set<() => void>();
  let answer = read();
  let undo: Undo[] = [];
  /** Of the rows that are watched now. */
  let unwatch = new Map<object, Undo>();

  function read(): PanelAnswer {
    const states = feeds.map((feed) => feed.state());
    const { size, step } = context;
    const series = states.flatMap(({ rows }, query) =>
      rows.flatMap(({ labels, metric }): Omit<PanelSeries, "name">[] => {
        const values = Float64Array.from({ length: size }, (_, column) => metric.at(column));
        return values.every(Number.isNaN) ? [] : [{ query, labels, values }];
      }),
    );
    return {
      data: {
        startMs: context.timeOf(0),
        stepMs: step,
        steps: size,
        series: nameSeries(series, titles, called),
      },
      failure: states.find(({ phase }) => phase === "failed")?.failure,
      lost: lostOf(states),
      waiting: feeds.some((feed) => feed.asking()),
      hidden: states.reduce((sum, { hidden }) => sum + hidden, 0),
    };
  }

  const drawable = {
    draw() {
      const next = read();
      watchRows();
      // Another range has no values yet: until they come the old picture stands.
      if (next.waiting && next.data.series.length === 0 && answer.data.series.length > 0) return;
      answer = next;
      for (const listener of [...listeners]) listener();
    },
  };
  const refresh = () => context.requestDraw(drawable);

  function watchRows(): void {
    const next = new Map<object, Undo>();
    for (const { metric } of feeds.flatMap((feed) => feed.state().rows)) {
      next.set(metric, unwatch.get(metric) ?? metric.on("change", refresh));
      unwatch.delete(metric);
    }
    for (const stop of unwatch.values()) stop();
    unwatch = next;
  }

  function begin(): void {
    undo = [
      context.on("configure", refresh),
      context.on("change", () => !context.paused && refresh()),
      ...feeds.flatMap((feed) => [feed.subscribe(refresh), feed.onAnswer(refresh)]),
    ];
    watchRows();
    refresh();
  }

  function end(): void {
    for (const stop of [...undo, ...unwatch.values()]) stop();
    unwatch.clear();
    context.cancelDraw(drawable);
  }

  return {
    state: (): PanelAnswer => answer,
    /** Calls `listener` when the answer is another; while nobody listens nothing is read. */
    subscribe(listener: () => void): Undo {
      if (listeners.size === 0) begin();
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) end();
      };
    },
  };
}

/** Where several did not come, the one of which most is missing. */
function lostOf(states: readonly LaneState[]): LostPast | undefined {
  const some = states.flatMap(({ missing, failure }) =>
    missing === undefined || failure === undefined ? [] : [{ missing, failure }],
  );
  return some.find(({ missing }) => missing === "past") ?? some[0];
}

import {
  columnsType,
  decodeColumns,
  type Event,
  type EventPage,
  type EventQuery,
  encodeColumns,
  expandIntervals,
  limits,
  type RawSnapshot,
  Refusal,
  type View,
} from "@mission-control/contracts";
import { type Clock, floorToStep, layColumns } from "@mission-control/series";
import type { Hono } from "hono";
import { eventsOf } from "../shares/event-filters.ts";
import { findShown } from "../shares/shown-events.ts";
import { type Query, queriesOf, shownLanes, shownView } from "../shares/shown-view.ts";
import type { Contents } from "./contents.ts";
import { largest } from "./largest.ts";
import { writeSnapshotFile } from "./snapshot-file.ts";

/** A snapshot has the step of a wall that is so wide. */
const WIDTH_PX = 1_440;
/** So many queries are asked at once. */
const AT_ONCE = 4;
/** A query that was refused because too much was asked is asked again so often, and so much later each time. */
const TRIES = 4;
const TRY_MS = 1_000;
const EVENTS = 1_000;
const REQUEST = "request";

/** What taking a snapshot needs of the rest. */
export interface Taker {
  readonly clock: Clock;
  readonly baseStepMs: number;
  readonly graceMs: number;
  readonly store: string;
  readonly query: Hono;
  readonly deploys: Hono;
  readonly find: (query: EventQuery) => Promise<EventPage>;
}

/**
 * Asks everything that a page of the view asks, and writes the answers down.
 * @throws Refusal `too_large`, `disk_full`; the signal's reason
 */
export async function takeSnapshot(
  { clock, baseStepMs, graceMs, store, query, deploys, find }: Taker,
  options: {
    raw: RawSnapshot;
    kept: View;
    path: string;
    signal: AbortSignal;
    onProgress: (done: number, total: number) => void;
  },
): Promise<{ contents: Contents; bytes: number }> {
  const { raw, kept, path, signal, onProgress } = options;
  const shown = { ...raw.view, lanes: shownLanes(kept, raw.view), variables: {} };
  const view = shownView(kept, raw.view);
  const { stepMs } = layColumns(shown.rangeMs, WIDTH_PX, baseStepMs);
  const lastMs = floorToStep(clock.now() - graceMs, baseStepMs);
  const toMs = floorToStep(Math.min(shown.pauseMs ?? lastMs, lastMs), stepMs);
  // Columns fill the width, and so show more than the range.
  const fromMs = toMs - 2 * Math.ceil(shown.rangeMs / stepMs) * stepMs;
  const asked = queriesOf(view, shown.lanes);
  const file = await writeSnapshotFile(path);

  async function answerOf({ expr, store: from }: Query): Promise<Uint8Array | string> {
    const parameters = new URLSearchParams({
      query: expandIntervals(expr, stepMs, baseStepMs),
      start: String(fromMs / 1000),
      end: String(toMs / 1000),
      step: String(stepMs / 1000),
      ...(from === undefined ? {} : { store: from }),
    });
    for (let tried = 1; ; tried++) {
      const response = await query.request("/query_range", {
        method: "POST",
        headers: { accept: columnsType, "content-type": "application/x-www-form-urlencoded" },
        body: parameters,
        signal,
      });
      signal.throwIfAborted();
      if (response.ok) return bounded(await response.arrayBuffer());
      const { error } = (await response.json()) as { error?: string };
      if (response.status !== 503 || tried === TRIES)
        return error ?? `the server answered ${response.status}`;
      await new Promise<void>((resolve) => clock.after(TRY_MS * tried, resolve));
    }
  }

  /** The newest events that the panels of a view show; none where it has no panel that shows any. */
  async function eventsShown(view: View, range: { from: number; to: number }): Promise<Event[]> {
    const wants = eventsOf([view]);
    if (wants === undefined) return [];
    const query = { ...range, limit: EVENTS };
    const { events } = await findShown(find, wants, { ...query, except: REQUEST });
    // Requests are many, and would leave no room for others.
    const requests = await findShown(find, wants, { ...query, type: REQUEST });
    return [...events, ...requests.events];
  }

  async function partOf(one: Query): Promise<Contents["queries"][number]> {
    const named = { expr: one.expr, ...(one.store === undefined ? {} : { store: one.store }) };
    const answer = await answerOf(one);
    return typeof answer === "string"
      ? { ...named, failure: answer }
      : { ...named, part: await file.add(answer) };
  }

  try {
    const queries: Contents["queries"] = [];
    onProgress(0, asked.length);
    for (let i = 0; i < asked.length; i += AT_ONCE) {
      signal.throwIfAborted();
      // Answers are asked for together and written one after the other.
      queries.push(...(await Promise.all(asked.slice(i, i + AT_ONCE).map(partOf))));
      onProgress(queries.length, asked.length);
    }
    const range = new URLSearchParams({ from: String(fromMs), to: String(toMs) });
    const told = await deploys.request(`/?${range}`);
    const events = await eventsShown(view, { from: fromMs, to: toMs });
    const contents: Contents = {
      view,
      shown: { ...shown, pauseMs: toMs },
      store,
      fromMs,
      toMs,
      stepMs,
      takenMs: clock.now(),
      queries,
      deploys: await file.add(new Uint8Array(await told.arrayBuffer())),
      events: await file.add(new TextEncoder().encode(JSON.stringify(events))),
    };
    signal.throwIfAborted();
    await file.finish();
    return { contents, bytes: file.bytes };
  } finally {
    await file.close();
  }
}

/** Of very many series the largest are kept, as a wall shows them. */
function bounded(bytes: ArrayBuffer): Uint8Array {
  const columns = decodeColumns(bytes);
  if ("code" in columns) throw new Refusal("internal", `An answer cannot be read: ${columns.message}.`);
  if (columns.series.length <= limits.snapshotSeries) return new Uint8Array(bytes);
  return encodeColumns({ ...columns, series: largest(columns.series, limits.snapshotSeries) });
}

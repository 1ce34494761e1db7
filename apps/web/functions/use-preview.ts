import type { ColumnSeries } from "@mission-control/contracts";
import { type Grid, gridsOf, lookbackSteps, type PlannedCall } from "@mission-control/functions";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { readColumns } from "../data/history.ts";
import { failureOf, orThrow } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";
import type { CodeFault } from "./CodeEditor.tsx";
import { openPreviewWorker } from "./open-preview-worker.ts";
import { createPreviewBoard, type PreviewGrid } from "./preview-board.ts";
import { createBoundedRunner } from "./run-bounded.ts";

/** A call in its sandbox ends by itself; whoever is still busy after this has found a way around, and is ended. */
const BOUND_MS = 3_000;

/** What is previewed: a call after an expression, on a grid. */
export interface PreviewOrder {
  readonly call: PlannedCall;
  /** Windows filled in. */
  readonly expr: string;
  readonly grid: PreviewGrid;
}

/** How it stands with what was ordered last. The lanes show what came before until there is something newer. */
export type PreviewState =
  | { readonly phase: "waiting" }
  | { readonly phase: "ready"; readonly empty: boolean }
  /** The values could not be had; `expr` is the one they were asked for. */
  | { readonly phase: "no-values"; readonly message: string; readonly expr: string }
  | { readonly phase: "faulty"; readonly fault: CodeFault };

interface Columns {
  /** As shown without the call. */
  readonly before: readonly ColumnSeries[];
  /** What the call is given. */
  readonly series: readonly ColumnSeries[];
  /** The columns of the queries among its arguments. */
  readonly queried: ReadonlyMap<string, readonly ColumnSeries[]>;
}

/** Runs what is ordered in a worker, on values of the server, and puts before and after on a board. */
export function usePreview(order: PreviewOrder | undefined) {
  const { clock } = useServices();
  const board = useMemo(() => createPreviewBoard({ clock }), [clock]);
  const runner = useMemo(
    () => createBoundedRunner({ clock, boundMs: BOUND_MS, open: openPreviewWorker }),
    [clock],
  );
  const [state, become] = useState<PreviewState>({ phase: "waiting" });
  useEffect(() => board.start(), [board]);
  useEffect(() => runner.stop, [runner]);

  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["preview", order?.expr, order?.grid, order === undefined ? undefined : needOf(order.call)],
    enabled: order !== undefined,
    queryFn: ({ signal }) => readAll(order!, signal),
    placeholderData: (before) => before,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });

  useEffect(() => {
    if (order === undefined) return;
    const { call, grid, expr } = order;
    if (error !== null) return become({ phase: "no-values", message: failureOf(error).message, expr });
    if (data === undefined || isPlaceholderData) return;
    const ahead = lookbackSteps(call, grid.stepMs);
    const { code, shiftMs } = call;
    const args = new Map(
      [...call.args].map(
        ([name, arg]) => [name, typeof arg === "number" ? arg : data.queried.get(name)!] as const,
      ),
    );
    const frame = { timesMs: timesOf(readGrid(order)), stepMs: grid.stepMs, series: data.series };
    runner.run({ call: { code, args, lookbackSteps: ahead, shiftMs }, frame }, (ended) => {
      if ("timedOut" in ended) {
        const words = `${code.name} timed out: it was ended after ${BOUND_MS / 1_000} s`;
        return become({ phase: "faulty", fault: { message: words } });
      }
      if ("fault" in ended.result) return become({ phase: "faulty", fault: ended.result.fault });
      board.show(grid, data.before, ended.result.series);
      become({ phase: "ready", empty: data.before.length + ended.result.series.length === 0 });
    });
  }, [order, data, error, isPlaceholderData, runner, board]);

  return { board, state };
}

/** What is shown. */
function shownGrid({ grid: { startMs, stepMs, columns } }: PreviewOrder): Grid {
  return { startMs, stepMs, endMs: startMs + (columns - 1) * stepMs };
}

/** What is read for it: as much before it, and as much earlier, as the call asks for. */
function readGrid(order: PreviewOrder): Grid {
  return gridsOf([order.call], shownGrid(order))[0]!;
}

function timesOf({ startMs, endMs, stepMs }: Grid): Float64Array {
  return Float64Array.from(
    { length: Math.round((endMs - startMs) / stepMs) + 1 },
    (_, i) => startMs + i * stepMs,
  );
}

/** The part of a call that decides which values are asked for. */
function needOf({ lookbackMs, shiftMs, args }: PlannedCall): string {
  return JSON.stringify([lookbackMs, shiftMs, [...args].filter(([, arg]) => typeof arg !== "number")]);
}

async function readAll(order: PreviewOrder, signal: AbortSignal): Promise<Columns> {
  const { call, expr } = order;
  const grid = readGrid(order);
  const read = async (query: string, on = grid) =>
    orThrow(await readColumns({ expr: query, ...on }, signal)).series;
  const ahead = lookbackSteps(call, grid.stepMs);
  const queries = [...call.args].flatMap(([name, arg]) =>
    typeof arg === "number" ? [] : [[name, arg.query] as const],
  );
  const [series, shown, ...queried] = await Promise.all([
    read(expr),
    call.shiftMs === 0 ? undefined : read(expr, shownGrid(order)),
    ...queries.map(async ([name, query]) => [name, await read(query)] as const),
  ]);
  const before = shown ?? series.map(({ labels, values }) => ({ labels, values: values.subarray(ahead) }));
  return { before, series, queried: new Map(queried) };
}

import type { Export, ExportFormat } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import { ask } from "../data/ask.ts";
import type { Outcome } from "../data/outcome.ts";

/** How often the server is asked how far an export is, ms. */
const POLL_MS = 400;

/** What is exported: the values of an expression at each step, both ends on the step grid. */
export interface ExportQuery {
  readonly expr: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly format: ExportFormat;
  /** The store that is asked; without one the default. */
  readonly store?: string | undefined;
}

/** What of an export the page shows; `share` is from 0 to 1. */
export type ExportState =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly share: number; readonly rows: number }
  | { readonly phase: "ready"; readonly rows: number; readonly file: NonNullable<Export["file"]> }
  | { readonly phase: "failed"; readonly message: string };

/** One export at a time: begun at the server, followed there, and ended there where it is cancelled before its file is ready. */
export function createExportJob({ clock }: { clock: Clock }) {
  const listeners = new Set<() => void>();
  let state: ExportState = { phase: "idle" };
  let begun: string | undefined;
  let stopPolling: Undo = () => {};
  /** Counts starts and cancels, so that an answer that comes after one of them is not for us any more. */
  let turn = 0;

  function become(next: ExportState): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  function take(outcome: Outcome<Export>): void {
    become(stateOf(outcome));
    begun = outcome.ok ? outcome.value.id : undefined;
    if (state.phase !== "running" || begun === undefined) return;
    const [path, mine] = [`/api/exports/${begun}`, turn];
    stopPolling = clock.after(POLL_MS, () => {
      void ask<Export>(path).then((answer) => {
        if (mine === turn) take(answer);
      });
    });
  }

  return {
    state: (): ExportState => state,
    subscribe(listener: () => void): Undo {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async start(query: ExportQuery): Promise<void> {
      const mine = ++turn;
      begun = undefined;
      become({ phase: "running", share: 0, rows: 0 });
      const answer = await ask<Export>("/api/exports", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          query: query.expr,
          start: String(query.startMs / 1000),
          end: String(query.endMs / 1000),
          step: String(query.stepMs / 1000),
          format: query.format,
          ...(query.store === undefined ? {} : { store: query.store }),
        }),
      });
      if (mine === turn) take(answer);
      else if (answer.ok) end(answer.value.id);
    },
    /** Ends what runs; a file that is ready stays for its ten minutes. */
    cancel(): void {
      turn++;
      stopPolling();
      if (state.phase === "running" && begun !== undefined) end(begun);
      become({ phase: "idle" });
    },
  };
}

function stateOf(outcome: Outcome<Export>): ExportState {
  if (!outcome.ok) return { phase: "failed", message: outcome.failure.message };
  const { state, done, total, rows, file, fault } = outcome.value;
  if (state === "failed") return { phase: "failed", message: fault?.detail ?? "The export failed." };
  return file === undefined
    ? { phase: "running", share: total === 0 ? 0 : done / total, rows }
    : { phase: "ready", rows, file };
}

function end(id: string): void {
  void ask(`/api/exports/${id}`, { method: "DELETE" });
}

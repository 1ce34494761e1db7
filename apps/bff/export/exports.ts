import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Export, Refusal } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { Evaluate } from "../evaluate/evaluate.ts";
import { refusalOf } from "../evaluate/refusal-of.ts";
import { stepsOf } from "./cut-grid.ts";
import { type ExportAsk, runExport } from "./run-export.ts";

/** How long a file waits for whoever asked for it, and how many wait at most: the oldest goes first. */
const KEEP_MS = 10 * 60_000;
const KEEP_FILES = 4;

interface Job {
  state: Export;
  readonly path: string;
  readonly stop: AbortController;
  forget: Undo;
  /** Settles when it is ready or failed. */
  ended: Promise<void>;
  /** Why it failed, as it was thrown. */
  error?: unknown;
}

/** See `createExports`. */
export type Exports = ReturnType<typeof createExports>;

/**
 * Exports of queries, one at a time, each with a temporary file in `dir`. The folder is emptied at the start and taken away
 * at the end, so that no file outlives its time, whatever ends this process.
 */
export function createExports(options: {
  evaluate: Pick<Evaluate, "longRange">;
  clock: Clock;
  dir: string;
  /** Told of faults of our own. */
  onError: (error: unknown) => void;
}) {
  const { evaluate, clock, dir, onError } = options;
  const jobs = new Map<string, Job>();
  rmSync(dir, { recursive: true, force: true });

  function remove(id: string): boolean {
    const job = jobs.get(id);
    if (job === undefined) return false;
    jobs.delete(id);
    job.forget();
    job.stop.abort();
    // What runs still writes: its file goes when it has ended.
    void job.ended.then(() => rmSync(job.path, { force: true }));
    return true;
  }

  async function run(job: Job, ask: ExportAsk): Promise<void> {
    try {
      await runExport({
        ask,
        path: job.path,
        evaluate,
        signal: job.stop.signal,
        onProgress: (done, rows) => {
          job.state = { ...job.state, done, rows };
        },
      });
      const { size } = await stat(job.path);
      const { id, format } = job.state;
      const file = {
        path: `/api/exports/${id}/file`,
        name: `export-${nameTime(ask.grid.startMs)}-${nameTime(ask.grid.endMs)}.${format}`,
        bytes: size,
        keptUntilMs: clock.now() + KEEP_MS,
      };
      job.state = { ...job.state, state: "ready", file };
    } catch (error) {
      const cancelled = new Refusal("not_evaluated", "The export was cancelled.", { cause: error });
      const refusal = job.stop.signal.aborted
        ? cancelled
        : refusalOf(error, "narrow the range or the selector");
      if (refusal === undefined) onError(error);
      job.error = refusal ?? error;
      job.state = { ...job.state, state: "failed", fault: faultOf(refusal) };
      rmSync(job.path, { force: true });
    }
    job.forget = clock.after(KEEP_MS, () => remove(job.state.id));
  }

  function jobOf(id: string): Job {
    const job = jobs.get(id);
    if (job !== undefined) return job;
    throw new Refusal("not_found", "There is no such export: it is kept for ten minutes after it is ready.");
  }

  return {
    /** Begins an export. @throws Refusal `overloaded` while another one runs. */
    start(ask: ExportAsk): Export {
      const all = [...jobs.values()];
      if (all.some(({ state }) => state.state === "running"))
        throw new Refusal(
          "overloaded",
          "Another export runs; there is one at a time. Try again when it is done.",
        );
      for (const { state } of all.slice(0, Math.max(0, all.length - KEEP_FILES + 1))) remove(state.id);
      mkdirSync(dir, { recursive: true });
      const id = randomUUID();
      const total = stepsOf(ask.grid);
      const job: Job = {
        state: { id, format: ask.format, state: "running", done: 0, total, rows: 0 },
        path: join(dir, `${id}.${ask.format}`),
        stop: new AbortController(),
        forget: () => {},
        ended: Promise.resolve(),
      };
      jobs.set(id, job);
      job.ended = run(job, ask);
      return job.state;
    },
    /** How far it is. @throws Refusal `not_found` */
    find: (id: string): Export => jobOf(id).state,
    /** Resolves when it is ready. @throws what ended it; Refusal `not_found` */
    async ended(id: string): Promise<Export> {
      const job = jobOf(id);
      await job.ended;
      if (job.error !== undefined) throw job.error;
      return job.state;
    },
    /** Its file, open: it can be read to its end even where it is removed meanwhile. @throws Refusal `not_ready`, `not_found` */
    async read(id: string) {
      const { state, path } = jobOf(id);
      if (state.file === undefined)
        throw new Refusal(
          "not_ready",
          `This export is ${state.state}; GET /api/exports/${id} says how far it is.`,
        );
      return { ...state.file, handle: await open(path) };
    },
    /** Ends it, and takes its file away; whether there was one. */
    remove,
    async close(): Promise<void> {
      const ending = [...jobs].map(([id, { ended }]) => {
        remove(id);
        return ended;
      });
      await Promise.all(ending);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A time for a file's name: "20261121T0830Z". */
const nameTime = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace(/[-:]/g, "")}Z`;

function faultOf(refusal: Refusal | undefined): NonNullable<Export["fault"]> {
  if (refusal !== undefined) return { code: refusal.code, detail: refusal.message };
  return { code: "internal", detail: "The fault is logged by the server; the export may be tried again." };
}

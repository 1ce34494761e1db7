import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type RawSnapshot, Refusal, type Snapshot, type Taking, type View } from "@mission-control/contracts";
import type { SnapshotRecords } from "@mission-control/store";
import { type Contents, contentsSchema } from "./contents.ts";
import { type Part, readPart } from "./snapshot-file.ts";
import { type Taker, takeSnapshot } from "./take.ts";

const ID_BYTES = 24;
/** How long it is said what became of one that was taken. */
const KEEP_MS = 10 * 60_000;

interface Job {
  state: Taking;
  readonly stop: AbortController;
  ended: Promise<void>;
}

/** See `createSnapshots`. */
export type Snapshots = ReturnType<typeof createSnapshots>;

/** Views with their values as they were: taken one at a time, each with a file of its own in `dir`. */
export function createSnapshots(options: {
  records: SnapshotRecords;
  taker: Taker;
  dir: string;
  findView: (slug: string) => Promise<View | undefined>;
  /** Told of faults of our own. */
  onError: (error: unknown) => void;
}) {
  const { records, taker, dir, findView, onError } = options;
  const { clock } = taker;
  const jobs = new Map<string, Job>();
  mkdirSync(dir, { recursive: true });
  // Of one that was cut off nothing can be shown.
  for (const name of readdirSync(dir)) if (name.endsWith(".part")) rmSync(join(dir, name), { force: true });

  const fileOf = (id: string) => join(dir, `${id}.snapshot`);

  async function run(job: Job, raw: RawSnapshot, kept: View): Promise<void> {
    const id = randomBytes(ID_BYTES).toString("base64url");
    const path = fileOf(id);
    const partPath = `${path}.part`;
    try {
      const { contents, bytes } = await takeSnapshot(taker, {
        raw,
        kept,
        path: partPath,
        signal: job.stop.signal,
        onProgress: (done, total) => {
          job.state = { ...job.state, done, total };
        },
      });
      const { fromMs, toMs, stepMs, takenMs } = contents;
      const title = raw.title === "" ? kept.name : raw.title;
      const snapshot: Snapshot = { id, title, slug: kept.slug, takenMs, fromMs, toMs, stepMs, bytes };
      await rename(partPath, path);
      await records.add(snapshot, contents);
      job.state = { ...job.state, state: "ready", snapshot };
    } catch (error) {
      // Where it cannot be removed, either, the job has ended all the same.
      for (const left of [partPath, path]) await rm(left, { force: true }).catch(onError);
      const cancelled = job.stop.signal.aborted
        ? new Refusal("not_evaluated", "The snapshot was cancelled; nothing was kept.")
        : error;
      if (!(cancelled instanceof Refusal)) onError(cancelled);
      job.state = { ...job.state, state: "failed", fault: faultOf(cancelled) };
    }
    clock.after(KEEP_MS, () => jobs.delete(job.state.id));
  }

  function jobOf(id: string): Job {
    const job = jobs.get(id);
    if (job !== undefined) return job;
    throw new Refusal("not_found", "No such snapshot is being taken.");
  }

  async function contentsOf(id: string): Promise<Contents> {
    const kept = contentsSchema.safeParse(await records.contents(id));
    if (kept.success) return kept.data;
    throw new Refusal("not_found", "There is no such snapshot: it was removed, or the link is not whole.");
  }

  return {
    list: records.list,
    /** What it is called; undefined where there is none. */
    titleOf: async (id: string): Promise<string | undefined> =>
      (await records.list()).find((one) => one.id === id)?.title,

    /** Begins to take one. @throws Refusal `not_found`, `overloaded` while another is taken, `invalid_body` where there are too many */
    async start(raw: RawSnapshot): Promise<Taking> {
      const kept = await findView(raw.view.slug);
      if (kept === undefined) throw new Refusal("not_found", `There is no view called "${raw.view.slug}".`);
      await records.refuseTooMany();
      if ([...jobs.values()].some(({ state }) => state.state === "running"))
        throw new Refusal("overloaded", "Another snapshot is being taken; try again when it is done.");
      const id = randomUUID();
      const job: Job = {
        state: { id, state: "running", done: 0, total: 0 },
        stop: new AbortController(),
        ended: Promise.resolve(),
      };
      jobs.set(id, job);
      job.ended = run(job, raw, kept);
      return job.state;
    },
    /** How far it is. @throws Refusal `not_found` */
    taking: (id: string): Taking => jobOf(id).state,
    /** Ends it; what was taken by then goes. @throws Refusal `not_found` */
    async cancel(id: string): Promise<void> {
      const job = jobOf(id);
      job.stop.abort();
      await job.ended;
      jobs.delete(id);
    },
    /** @throws Refusal `not_found` */
    contents: contentsOf,
    read: (id: string, part: Part) => readPart(fileOf(id), part),
    /** @throws Refusal `not_found` */
    async remove(id: string): Promise<void> {
      if (!(await records.remove(id))) throw new Refusal("not_found", "There is no such snapshot.");
      rmSync(fileOf(id), { force: true });
    },
    async close(): Promise<void> {
      for (const { stop } of jobs.values()) stop.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

function faultOf(error: unknown): NonNullable<Taking["fault"]> {
  if (error instanceof Refusal) return { code: error.code, detail: error.message };
  return { code: "internal", detail: "The fault is logged by the server; it may be tried again." };
}

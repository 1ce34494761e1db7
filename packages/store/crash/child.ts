/**
 * A process to be killed: it appends numbered batches to the spool while history takes and seals them, and prints the number of each
 * one that was acknowledged. Arguments: data folder, first number, name of this run, samples in a batch.
 */
import { metric, samplesOf, systemClock } from "@mission-control/series";
import { openHistory } from "../adapters/duckdb.ts";
import { openSpool } from "../spool.ts";
import { createDrain } from "../write.ts";

const [dir = "", first = "0", run = "", size = "10"] = process.argv.slice(2);
const t0 = 1_790_000_000_000;
const labels = Array.from({ length: Number(size) }, (_, i) => metric("m", { i: String(i) }));

const history = await openHistory({ dir, clock: systemClock });
// Small, so that checkpoints come often enough to be hit.
const spool = openSpool({ dir, clock: systemClock, maxBytes: 8_000_000, afterSeq: history.appliedSeq() });
const drain = createDrain({ spool, history, clock: systemClock });
process.stdout.write("ready\n");

const pause = (ms: number) => new Promise<void>((resume) => systemClock.after(ms, resume));

/** Drains without the usual rest, so that kills hit history's commits too. */
async function drainOnAndOn(): Promise<void> {
  for (;;) {
    await drain.drained();
    await pause(20);
  }
}

/** Seals the day again and again, so that kills hit that too. */
async function sealOnAndOn(): Promise<void> {
  for (;;) {
    for (const { day } of await history.sealing.waiting(Math.floor(t0 / 86_400_000)))
      await history.sealing.seal(day);
    await pause(20);
  }
}

let next = Number(first);
/** Appends one batch after another, as one of several clients. */
async function client(): Promise<void> {
  for (;;) {
    const n = next++;
    const samples = samplesOf(labels.map((one) => ({ labels: one, timeMs: t0 + n, value: n })));
    // A retry after a kill has another event id but the same key: only the key can keep it from counting twice.
    const event = {
      id: `${n}/${run}`,
      timeMs: t0 + n,
      type: "t",
      subType: "",
      title: "",
      severity: "info" as const,
      service: "",
      host: "",
      tags: [],
      attributes: {},
      fingerprint: "",
    };
    try {
      await spool.append({ samples, events: [event] }, `batch ${n}`);
      process.stdout.write(`${n}\n`);
    } catch (error) {
      if ((error as { code?: string }).code !== "spool_full") throw error;
      process.stdout.write(`refused ${n}\n`);
      await pause(50);
    }
  }
}
// The clock's timers do not keep a process alive.
setInterval(() => {}, 1_000);
await Promise.all([drainOnAndOn(), sealOnAndOn(), client(), client(), client(), client()]);

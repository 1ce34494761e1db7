import type { Bench } from "./ground/bench.ts";
import { startOurs } from "./ground/subjects.ts";
import { median, tableOf } from "./ground/table.ts";
import { tell, thousandSeries } from "./ground/world.ts";
import { writeAll } from "./ground/write.ts";
import { measure } from "./ingest.ts";
import { loadWall } from "./wall-load.ts";

const STEP_MS = 10_000;
/** What fits into the smallest store. */
const COLUMNS = 900;
const TIMES = 3;

/** The same wall and the same ingest on stores that are ten times as large. */
export const growth: Bench = async ({ scale, full }) => {
  const sizes = [1_000_000, 10_000_000, ...(full ? [100_000_000] : [])].map((size) => size * scale);
  const rows: number[][] = [];
  for (const size of sizes) {
    const subject = await startOurs();
    try {
      const series = thousandSeries();
      // What is measured as ingest comes behind what is stored.
      const endMs = Math.floor(Date.now() / STEP_MS) * STEP_MS - 3_600_000;
      const startMs = endMs - (size / series.length - 1) * STEP_MS;
      await writeAll([subject], () => tell(series, [{ startMs, endMs, stepMs: STEP_MS }]));
      const columns = Math.round(COLUMNS * scale);
      const loads: number[] = [];
      for (let time = 0; time <= TIMES; time++)
        loads.push(await loadWall(subject, { stepMs: STEP_MS, columns, endMs }));
      const [, , perSecond] = await measure(subject, 300_000 * scale);
      rows.push([size, median(loads.slice(1)), Number(perSecond)]);
    } finally {
      await subject.stop();
    }
  }
  const [first, last] = [rows[0]!, rows.at(-1)!];
  return {
    table: tableOf(["samples stored", "wall of 200 lanes, ms", "ingest, samples/s"], rows),
    ours: `${Math.round(last[1]!)} ms at ${last[0]!.toLocaleString("en")} samples`,
    peer: `${Math.round(first[1]!)} ms at ${first[0]!.toLocaleString("en")}`,
    ratio: last[1]! / first[1]!,
    target: "load time grows less than 2x",
  };
};

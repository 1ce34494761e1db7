import { get } from "node:http";
import { expressions } from "./expressions.ts";
import type { Bench } from "./ground/bench.ts";
import { peers, type Subject, startOurs, startPeer } from "./ground/subjects.ts";
import { geometricMean, median, tableOf } from "./ground/table.ts";
import { tell, thousandSeries } from "./ground/world.ts";
import { writeAll } from "./ground/write.ts";

const [STEP_S, STEPS, WARM, TIMES] = [15, 240, 2, 7];

/** Forty PromQL expressions of every kind over a thousand series, JSON over HTTP, beside Prometheus. */
export const query: Bench = async ({ scale }) => {
  const ours = await startOurs();
  const peer = await startPeer(peers.prometheus);
  const both = [ours, ...(peer === undefined ? [] : [peer])];
  try {
    const endMs = Math.floor(Date.now() / 60_000) * 60_000;
    const stretch = { startMs: endMs - 6 * 3_600_000, endMs, stepMs: 10_000 };
    await writeAll(both, () => tell(thousandSeries(), [stretch]));
    const rows: (string | number)[][] = [];
    const ratios: number[] = [];
    for (const expr of expressions.slice(0, Math.ceil(expressions.length * scale))) {
      const took: number[][] = both.map(() => []);
      let size: number[] = [];
      for (let time = -WARM; time < TIMES; time++) {
        // In turn, so that what else the machine does meets both.
        size = [];
        for (const [i, subject] of both.entries()) {
          const answer = await ask(subject, expr, endMs / 1_000);
          size.push(answer.bytes);
          if (time >= 0) took[i]!.push(answer.ms);
        }
      }
      const [oursMs, peerMs = Number.NaN] = took.map(median);
      const ratio = oursMs! / peerMs;
      if (peer !== undefined) ratios.push(ratio);
      rows.push([expr.replaceAll("|", "\\|"), oursMs!, peerMs, ratio, Math.round(size[0]! / 1_000)]);
    }
    const mean = geometricMean(ratios);
    const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
    return {
      table: tableOf(["expression", "ours, ms", "Prometheus, ms", "ratio", "answer, kB"], rows),
      ours: `${sum(1).toFixed(0)} ms for all`,
      peer: peer === undefined ? "-" : `${sum(2).toFixed(0)} ms`,
      ratio: mean,
      target: "geometric mean of the ratios at most 1.0",
    };
  } finally {
    await Promise.all(both.map((subject) => subject.stop()));
  }
};

/** One answer, read to its end, as it comes without compression. */
function ask(subject: Subject, expr: string, endS: number): Promise<{ ms: number; bytes: number }> {
  const parameters = new URLSearchParams({
    query: expr,
    start: String(endS - (STEPS - 1) * STEP_S),
    end: String(endS),
    step: String(STEP_S),
  });
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    get(`${subject.url}/api/v1/query_range?${parameters}`, (response) => {
      let [bytes, text] = [0, ""];
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (response.statusCode !== 200) text += chunk.toString();
      });
      response.on("end", () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - startMs, bytes });
        else reject(new Error(`${subject.name} answered ${expr} with ${response.statusCode}: ${text}`));
      });
    }).on("error", reject);
  });
}

import type { Bench } from "./ground/bench.ts";
import { openBrowser } from "./ground/browser.ts";
import { peers, type Subject, startOurs, startPeer, untilPacked } from "./ground/subjects.ts";
import { median, tableOf } from "./ground/table.ts";
import { countOf, type Stretch, tell, thousandSeries } from "./ground/world.ts";
import { writeAll } from "./ground/write.ts";

const [HOUR_MS, DAY_MS, STEP_MS] = [3_600_000, 86_400_000, 10_000];
const TIMES = 3;
const DAYS = 30;

/** What a wall shows: so many columns, each of so many milliseconds. */
const walls = [
  { name: "4 h", stepMs: STEP_MS, columns: 1_440 },
  { name: "24 h", stepMs: 60_000, columns: 1_440 },
  { name: "30 d", stepMs: 1_800_000, columns: 1_440 },
];

/** Two hundred lanes, asked for by a browser until their arrays are ready in the page, beside Prometheus and VictoriaMetrics. */
export const wallLoad: Bench = async ({ scale, full }) => {
  const subjects = [await startOurs()];
  for (const peer of [peers.prometheus, peers.victoria]) {
    const started = await startPeer(peer);
    if (started !== undefined) subjects.push(started);
  }
  try {
    const endMs = Math.floor(Date.now() / 1_800_000) * 1_800_000;
    const stretches = stretchesTo(endMs, scale, full);
    console.log(`${countOf(thousandSeries(), stretches).toLocaleString("en")} samples in 1,000 series`);
    await writeAll(subjects, () => tell(thousandSeries(), stretches));
    // Days that were over for three hours: of the thirty all but the last, or the last two.
    await untilPacked(subjects[0]!, DAYS - 2);
    await subjects[0]!.settle();
    const rows: (string | number)[][] = [];
    for (const wall of walls) {
      const took: number[][] = subjects.map(() => []);
      for (let time = 0; time <= TIMES; time++) {
        for (const [i, subject] of subjects.entries()) {
          const ms = await loadWall(subject, { ...wall, endMs });
          if (time > 0) took[i]!.push(ms);
        }
      }
      const [ours = Number.NaN, prometheus = Number.NaN, victoria = Number.NaN] = took.map(median);
      rows.push([
        wall.name,
        ours,
        prometheus,
        victoria,
        ours / Math.min(...[prometheus, victoria].filter(Number.isFinite)),
      ]);
    }
    const [first] = rows;
    const fastest = Math.min(...[Number(first![2]), Number(first![3])].filter(Number.isFinite));
    return {
      table: tableOf(
        ["range", "ours, ms", "Prometheus, ms", "VictoriaMetrics, ms", "ratio to the faster"],
        rows,
      ),
      ours: `${Math.round(Number(first![1]))} ms`,
      peer: Number.isFinite(fastest) ? `${Math.round(fastest)} ms` : "-",
      ratio: Number(first![4]),
      target: "4 h at 10 s at most 0.5; 24 h and 30 d at most 1.0",
    };
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
};

/** Ten million samples: a day at 10 s, and the month before it each half an hour; in full, the month at 26 s. */
function stretchesTo(endMs: number, scale: number, full: boolean): Stretch[] {
  const dayMs = Math.round((DAY_MS * scale) / HOUR_MS) * HOUR_MS;
  const fineFromMs = endMs - dayMs;
  const coarseMs = full ? 30_000 : 1_800_000;
  return [
    { startMs: endMs - DAYS * DAY_MS, endMs: fineFromMs - coarseMs, stepMs: coarseMs },
    { startMs: fineFromMs, endMs, stepMs: STEP_MS },
  ];
}

/** How long two hundred lanes of a wall take in a browser, ms; each time in a page that has nothing yet. */
export async function loadWall(
  subject: Subject,
  wall: { stepMs: number; columns: number; endMs: number },
): Promise<number> {
  const browser = await openBrowser();
  try {
    const isOurs = subject.name === "Mission Control";
    const asked = { exprs: lanesOf(wall.stepMs), ...wall, isOurs };
    const { ms, values } = await browser.load(subject.url, asked);
    const least = (200 * wall.columns) / 4;
    if (values < least) throw new Error(`${subject.name} gave ${values} values for ${wall.columns} columns`);
    return ms;
  } finally {
    await browser.close();
  }
}

/** A hundred lanes of levels and a hundred of rates. */
function lanesOf(stepMs: number): string[] {
  const window = `${stepMs / 1_000}s`;
  const rateWindow = `${(4 * stepMs) / 1_000}s`;
  return Array.from({ length: 100 }, (_, i) => {
    const mode = ["idle", "user", "system", "iowait", "steal"][i % 5];
    const host = i % 10;
    const cpu = Math.floor(i / 10) % 6;
    const code = ["200", "204", "302", "404", "500"][i % 5];
    const method = ["GET", "POST", "PUT", "DELETE"][Math.floor(i / 5) % 4];
    return [
      `avg_over_time(cpu_percent{instance="host-${host}:9100", cpu="${cpu}", mode="${mode}"}[${window}])`,
      `rate(http_requests_total{instance="host-${Math.floor(i / 5)}:9100", code="${code}", method="${method}"}[${rateWindow}])`,
    ];
  }).flat();
}

import { PassThrough } from "node:stream";
import { alertIdOf, type Condition } from "@mission-control/alerts";
import type { Alert, NoticeContext } from "@mission-control/contracts";
import { ceilToStep, floorToStep, type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";
import { columnsOf, createPalette, createRaster, createScale, darkRamps, type Ramp } from "cubism-es";
import { PNG } from "pngjs";
import { type ReplayReaders, readParts } from "./replay-source.ts";

const RANGE_MS = 3_600_000;
/** As fine as an hour needs to be on a picture that is so wide, in pixels; a mail shows it half as large. */
const STEP_MS = 10_000;
const WIDTH = 1_080;
const ROWS = 112;
const BACKGROUND = "#0a0d13";
/** Where it began to fire, red, green, blue. */
const MARK = [0xe8, 0xec, 0xf3] as const;

/**
 * Draws how the value of an alert went in the hour before `atMs`, as its lane: what is bad in the ramp of badness, a line where it
 * began to fire. Undefined where there is nothing to draw.
 * @throws as an evaluation; the signal's reason
 */
export async function drawAlert(options: {
  alert: Alert;
  condition: Condition;
  atMs: number;
  baseStepMs: number;
  readers: ReplayReaders;
  signal: AbortSignal;
}): Promise<NoticeContext["picture"]> {
  const { alert, condition, atMs, baseStepMs, readers, signal } = options;
  const stepMs = ceilToStep(STEP_MS, baseStepMs);
  const columns = Math.max(1, Math.round(RANGE_MS / stepMs));
  const endMs = floorToStep(atMs, stepMs);
  const startMs = endMs - (columns - 1) * stepMs;
  const values = new Float64Array(columns).fill(Number.NaN);
  let found = 0;
  for await (const { part } of readParts(condition, { startMs, endMs, stepMs }, readers, signal)) {
    const series = part.series.find(({ labels }) => isOf(alert, labels));
    const first = Math.round((part.timesMs[0]! - startMs) / stepMs);
    for (const [i, value] of series?.values.entries() ?? []) {
      if (series?.present[i] !== 1 || !Number.isFinite(value)) continue;
      values[first + i] = value;
      found++;
    }
  }
  if (found === 0) return undefined;
  const firingColumn =
    alert.firingMs === null ? -1 : Math.round((floorToStep(alert.firingMs, stepMs) - startMs) / stepMs);
  return paint({ values, fires: condition.fires, firingColumn, firstStep: Math.round(startMs / stepMs) });
}

/** Whether a series is the alert's; a metric's name is no label of an alert. */
function isOf({ rule, id }: Alert, labels: Labels): boolean {
  return alertIdOf(rule, labelsOf([...labels].filter(([name]) => name !== METRIC_NAME))) === id;
}

async function paint(lane: {
  values: Float64Array;
  fires: (value: number) => boolean;
  firingColumn: number;
  firstStep: number;
}): Promise<NoticeContext["picture"]> {
  const { values, fires, firingColumn, firstStep } = lane;
  const columns = values.length;
  const columnPx = Math.max(1, Math.floor(WIDTH / columns));
  const scale = createScale();
  const shown = values.filter((value) => !Number.isNaN(value));
  scale.fit({ min: shown.reduce((a, b) => Math.min(a, b)), max: shown.reduce((a, b) => Math.max(a, b)) }, {});
  const { baseline, span, signed } = scale;
  const look = (ramp: Ramp) =>
    ({
      kind: "horizon",
      palette: createPalette({ ...ramp, background: BACKGROUND }),
      scale: { baseline, span, signed },
      mode: "offset",
      columnPx,
      pixelRatio: 2,
    }) as const;
  const [good, bad] = [look(darkRamps.blue), look(darkRamps.warm)];
  const raster = createRaster(columns, ROWS);
  const data = [columnsOf(values)];
  for (let from = 0, to = 1; from < columns; from = to++) {
    const isBad = fires(values[from]!);
    while (to < columns && fires(values[to]!) === isBad) to++;
    raster.paint(isBad ? bad : good, from, to, data, firstStep);
  }
  return encode(raster.pixels, columns, columnPx, firingColumn);
}

/** Pixels as a PNG, each column `columnPx` wide. The deflating is not done on this thread. */
async function encode(pixels: Uint32Array, columns: number, columnPx: number, firingColumn: number) {
  const width = columns * columnPx;
  const png = new PNG({ width, height: ROWS, colorType: 2, deflateLevel: 6 });
  for (let row = 0; row < ROWS; row++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (row * width + x);
      const column = Math.floor(x / columnPx);
      const pixel = pixels[row * columns + column]!;
      const isMark = column === firingColumn && x % columnPx < 2;
      png.data[at] = isMark ? MARK[0] : pixel & 255;
      png.data[at + 1] = isMark ? MARK[1] : (pixel >>> 8) & 255;
      png.data[at + 2] = isMark ? MARK[2] : (pixel >>> 16) & 255;
      png.data[at + 3] = 255;
    }
  }
  // Its stream is one of the old kind, which cannot be read by a loop.
  const bytes = new PassThrough();
  png
    .on("error", (error) => bytes.destroy(error))
    .pack()
    .pipe(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk as Buffer);
  return { png: Buffer.concat(chunks), width, height: ROWS };
}

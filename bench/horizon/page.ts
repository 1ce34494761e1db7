import { type Clock, fasterClock, systemClock } from "@mission-control/series";
import {
  type Context,
  createContext,
  createHorizon,
  createMetric,
  darkRamps,
  type Horizon,
  type Metric,
} from "../../packages/cubism-es/index.ts";
import { createLaneWorker } from "../../packages/cubism-es/worker.ts";
import { COLUMNS, createData, type Data, LANE_PX, LANES, MAX, STEP_MS } from "./data.ts";

interface Lane {
  readonly canvas: HTMLCanvasElement;
  readonly metric: Metric;
  readonly horizon: Horizon;
  readonly value: HTMLElement;
  inSight: boolean;
}

interface Asked {
  /** Draws what is out of sight, too. */
  readonly everyLane?: boolean;
  /** What is kept beyond the window, to be dragged into sight, ms. */
  readonly keepMs?: number;
  /** Scales are given, from 0 to 100, rather than automatic. */
  readonly isFixed?: boolean;
  /** The script of a worker, which then draws. */
  readonly workerScript?: string;
}

let data: Data;
let context: Context;
let lanes: Lane[] = [];

/** Makes the data, which is not measured. */
export function prepare(): void {
  data = createData();
}

/** Builds the wall and resolves when it is drawn. Lanes in sight draw, as in the app. */
export async function build(options: Asked = {}): Promise<void> {
  const { everyLane = false, keepMs = 0, isFixed = false, workerScript } = options;
  const worker = workerScript === undefined ? undefined : workerOf(workerScript);
  const endMs = Math.floor(systemClock.now() / STEP_MS) * STEP_MS;
  context = createContext({ step: STEP_MS, size: COLUMNS, endMs });
  const byElement = new Map<Element, Lane>();
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const lane = byElement.get(target)!;
        lane.inSight = isIntersecting || everyLane;
        lane.horizon.setVisible(lane.inSight);
        if (lane.inSight) write(lane);
      }
    },
    { rootMargin: "200px" },
  );
  lanes = Array.from({ length: LANES }, (_, i) => {
    const row = document.createElement("div");
    const canvas = document.createElement("canvas");
    const title = document.createElement("span");
    const value = document.createElement("span");
    row.className = "horizon";
    title.className = "title";
    title.textContent = `lane ${i}`;
    value.className = "value";
    row.append(canvas, title, value);
    const metric = createMetric(context, { keepMs });
    const firstMs = endMs - keepMs - (COLUMNS - 1) * STEP_MS;
    metric.load(firstMs, data.from(i, firstMs, keepMs / STEP_MS + COLUMNS));
    const horizon = createHorizon({
      context,
      canvas,
      metric,
      height: LANE_PX,
      ramp: darkRamps.blue,
      worker,
      ...(isFixed ? { extent: { min: 0, max: MAX } } : {}),
    });
    const lane = { canvas, metric, horizon, value, inSight: false };
    byElement.set(row, lane);
    document.body.append(row);
    sight.observe(row);
    return lane;
  });
  context.on("change", () => {
    for (const lane of lanes) if (lane.inSight) write(lane);
  });
  context.start();
  while (!isDrawn()) await nextFrame();
  await nextFrame();
}

function write({ metric, value }: Lane): void {
  value.textContent = metric.at(COLUMNS - 1).toFixed(1);
}

let fed = 0;
let firstFed = 0;

/** Feeds a new step each second of a clock that goes `factor` times as fast, as frames of the live stream do. */
export function run(factor = 1): void {
  const clock: Clock = factor === 1 ? systemClock : fasterClock(systemClock, factor);
  fed = context.liveStep;
  firstFed = fed;
  const feed = () => {
    const due = Math.floor(clock.now() / STEP_MS);
    for (; fed < due; fed++) {
      const timeMs = (fed + 1) * STEP_MS;
      for (let i = 0; i < lanes.length; i++) lanes[i]!.metric.set(timeMs, data.at(i, timeMs));
      context.advance(timeMs);
    }
  };
  clock.every(STEP_MS / 4, feed);
  letDrag();
}

/** How many steps came so far. */
export const stepsFed = (): number => fed - firstFed;

function letDrag(): void {
  let from: { x: number; endMs: number } | undefined;
  addEventListener("pointerdown", ({ clientX }) => {
    from = { x: clientX, endMs: context.endMs };
    context.pause();
  });
  addEventListener("pointermove", ({ clientX }) => {
    if (from !== undefined)
      context.look(Math.min(context.liveStep * STEP_MS, from.endMs - (clientX - from.x) * STEP_MS));
  });
  addEventListener("pointerup", () => {
    from = undefined;
    context.resume();
  });
}

function workerOf(script: string) {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return createLaneWorker(new Worker(url));
}

const nextFrame = () => new Promise((next) => requestAnimationFrame(next));

/** A lane that never drew has no canvas of its size; one that a worker draws gets it with its first picture. */
function isDrawn(): boolean {
  const seen = lanes.filter((lane) => lane.inSight);
  return seen.length > 0 && seen.every(({ canvas }) => canvas.width === COLUMNS);
}

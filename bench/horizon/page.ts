import { type Clock, fasterClock, systemClock } from "@mission-control/series";
import {
  type Context,
  createContext,
  createHorizon,
  createMetric,
  darkRamps,
  type Horizon,
  type HorizonStyle,
  type Metric,
} from "../../packages/cubism-es/index.ts";
import { createStack } from "../../packages/cubism-es/stack.ts";
import { createLaneWorker } from "../../packages/cubism-es/worker.ts";
import { COLUMNS, createData, type Data, LANE_PX, LANES, MAX, STEP_MS } from "./data.ts";

interface Lane {
  readonly metric: Metric;
  readonly write: (value: string) => void;
  readonly isDrawn: () => boolean;
  horizon?: Horizon;
  inSight: boolean;
}

interface Asked {
  /** Each lane has a canvas and a text of its own, rather than a place on a stack. */
  readonly apart?: boolean;
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
  const { keepMs = 0, workerScript } = options;
  const worker = workerScript === undefined ? undefined : workerOf(workerScript);
  const endMs = Math.floor(systemClock.now() / STEP_MS) * STEP_MS;
  context = createContext({ step: STEP_MS, size: COLUMNS, endMs });
  const make = options.apart === true ? standApart(options, worker) : stand(worker);
  lanes = Array.from({ length: LANES }, (_, i) => {
    const metric = createMetric(context, { keepMs });
    const firstMs = endMs - keepMs - (COLUMNS - 1) * STEP_MS;
    metric.load(firstMs, data.from(i, firstMs, keepMs / STEP_MS + COLUMNS));
    return make(i, {
      context,
      metric,
      height: LANE_PX,
      ramp: darkRamps.blue,
      ...(options.isFixed === true ? { extent: { min: 0, max: MAX } } : {}),
    });
  });
  context.on("change", () => {
    for (const lane of lanes) if (lane.inSight) write(lane);
  });
  // A page that leaves the drawing to a worker changes nothing of its own and needs no frame for it.
  if (worker !== undefined && options.apart !== true) context.start((draw) => setTimeout(draw));
  else context.start();
  while (!isDrawn()) await nextFrame();
  await nextFrame();
}

type Style = { context: Context } & HorizonStyle;
type Worker = ReturnType<typeof createLaneWorker> | undefined;

function rowOf(i: number): HTMLElement {
  const row = document.createElement("div");
  const title = document.createElement("span");
  row.className = "horizon";
  title.className = "title";
  title.textContent = `lane ${i}`;
  row.append(title);
  return row;
}

/** Lanes and their values on the canvases of a stack. */
function stand(worker: Worker) {
  const box = document.createElement("div");
  box.style.cssText = "position: relative; isolation: isolate";
  document.body.append(box);
  const captions = { widthPx: 60, font: "12px sans-serif", colour: "#e8ecf3" };
  const stack = createStack({ context, box, worker, captions });
  return (i: number, style: Style): Lane => {
    const row = rowOf(i);
    box.append(row);
    const place = stack.place(row, (inSight) => {
      lane.inSight = inSight;
      if (inSight) write(lane);
    });
    let drawn = false;
    // Which canvas it is on is the stack's matter.
    const { draw } = place.surface;
    place.surface.draw = (stroke) => {
      drawn = true;
      draw(stroke);
    };
    const lane: Lane = {
      metric: style.metric as Metric,
      write: place.write,
      isDrawn: () => drawn,
      inSight: false,
    };
    lane.horizon = createHorizon({ ...style, place });
    return lane;
  };
}

/** A canvas and an element with the value to a lane. */
function standApart({ everyLane = false }: Asked, worker: Worker) {
  const byElement = new Map<Element, Lane>();
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const lane = byElement.get(target)!;
        lane.inSight = isIntersecting || everyLane;
        lane.horizon!.setVisible(lane.inSight);
        if (lane.inSight) write(lane);
      }
    },
    { rootMargin: "200px" },
  );
  return (i: number, style: Style): Lane => {
    const row = rowOf(i);
    const canvas = document.createElement("canvas");
    const value = document.createElement("span");
    value.className = "value";
    row.prepend(canvas);
    row.append(value);
    const lane: Lane = {
      metric: style.metric as Metric,
      write(text) {
        value.textContent = text;
      },
      // A lane that never drew has no canvas of its size; one that a worker draws gets it with its first picture.
      isDrawn: () => canvas.width === COLUMNS,
      horizon: createHorizon({ ...style, canvas, worker }),
      inSight: false,
    };
    byElement.set(row, lane);
    document.body.append(row);
    sight.observe(row);
    return lane;
  };
}

function write({ metric, write }: Lane): void {
  write(metric.at(COLUMNS - 1).toFixed(1));
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
      data.step(timeMs, (i, value) => lanes[i]!.metric.set(timeMs, value));
      context.advance(timeMs);
    }
  };
  clock.every(STEP_MS, feed);
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

function isDrawn(): boolean {
  const seen = lanes.filter((lane) => lane.inSight);
  return seen.length > 0 && seen.every((lane) => lane.isDrawn());
}

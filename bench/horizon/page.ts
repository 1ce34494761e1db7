import { type Clock, fasterClock, systemClock } from "@mission-control/series";
import { createMetrics, type Metrics } from "../../packages/cubism-es/feed.ts";
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
import { shown } from "./shown.ts";

interface Lane {
  readonly metric: Metric;
  readonly write: (value: string) => void;
  readonly canvas?: HTMLCanvasElement;
  horizon?: Horizon;
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
  /** Metrics are told one by one, and lanes drawn in an animation frame, as on the app's wall. */
  readonly oneByOne?: boolean;
}

let data: Data;
let context: Context;
let metrics: Metrics;
/** The same, where each is told by itself. */
let singles: readonly Metric[] = [];
let oneByOne = false;
const inSight = new Set<Lane>();
let picturesInSight: () => HTMLCanvasElement[] = () => [];

/** Makes the data, which is not measured. */
export function prepare(): void {
  data = createData();
}

/** Builds the wall and resolves when it is drawn. Lanes in sight draw, as in the app. */
export async function build(options: Asked = {}): Promise<void> {
  const { keepMs = 0, workerScript } = options;
  oneByOne = options.oneByOne === true;
  const worker = workerScript === undefined ? undefined : workerOf(workerScript);
  const endMs = Math.floor(systemClock.now() / STEP_MS) * STEP_MS;
  context = createContext({ step: STEP_MS, size: COLUMNS, endMs });
  const make = options.apart === true ? standApart(options, worker) : stand(worker);
  const names = Array.from({ length: LANES }, (_, i) => `lane ${i}`);
  metrics = createMetrics(context, oneByOne ? [] : names, { keepMs });
  singles = oneByOne ? names.map((name) => createMetric(context, { name, keepMs })) : metrics.all;
  singles.forEach((metric, i) => {
    const firstMs = endMs - keepMs - (COLUMNS - 1) * STEP_MS;
    metric.load(firstMs, data.from(i, firstMs, keepMs / STEP_MS + COLUMNS));
    make(i, {
      context,
      metric,
      height: LANE_PX,
      ramp: darkRamps.blue,
      ...(options.isFixed === true ? { extent: { min: 0, max: MAX } } : {}),
    });
  });
  context.on("change", () => {
    for (const lane of inSight) write(lane);
  });
  // A page that leaves the drawing to a worker changes nothing of its own and needs no frame for it; all of a step comes in
  // one turn, at the end of which all is drawn.
  if (worker !== undefined && options.apart !== true && !oneByOne) context.start(queueMicrotask);
  else context.start();
  while (!isDrawn()) await soon();
  await shown();
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
  const isOnScreen = (canvas: HTMLCanvasElement) => canvas.getBoundingClientRect().top < innerHeight;
  // Those of captions have no columns. One that a worker draws gets its size with its first picture.
  picturesInSight = () =>
    [...box.querySelectorAll("canvas")].filter(
      (canvas) => canvas.style.imageRendering === "pixelated" && isOnScreen(canvas),
    );
  return (i: number, style: Style): Lane => {
    const row = rowOf(i);
    box.append(row);
    const place = stack.place(row, (seen) => see(lane, seen));
    const lane: Lane = { metric: style.metric as Metric, write: place.write };
    lane.horizon = createHorizon({ ...style, place });
    return lane;
  };
}

/** A canvas and an element with the value to a lane. */
function standApart({ everyLane = false }: Asked, worker: Worker) {
  const byElement = new Map<Element, Lane>();
  picturesInSight = () => [...inSight].map(({ canvas }) => canvas!);
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const lane = byElement.get(target)!;
        const seen = isIntersecting || everyLane;
        lane.horizon!.setVisible(seen);
        see(lane, seen);
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
      canvas,
      horizon: createHorizon({ ...style, canvas, worker }),
    };
    byElement.set(row, lane);
    document.body.append(row);
    sight.observe(row);
    return lane;
  };
}

function see(lane: Lane, seen: boolean): void {
  if (!seen) inSight.delete(lane);
  else if (!inSight.has(lane)) {
    inSight.add(lane);
    write(lane);
  }
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
      const values = data.step(timeMs);
      if (!oneByOne) metrics.set(timeMs, values);
      else for (let i = 0; i < singles.length; i++) singles[i]!.set(timeMs, values[i]!);
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

const MOST_SENT = 1_000;

/** How long each message was with the worker until what it draws was handed on to be shown, ms. */
let lagsMs: number[] = [];
let workedMs = 0;

function workerOf(script: string) {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(url);
  const post = worker.postMessage.bind(worker);
  const sentMs: number[] = [];
  // Only a measured one tells.
  worker.postMessage = (message: unknown, given?: unknown) => {
    if (sentMs.length < MOST_SENT) sentMs.push(performance.now());
    post(message, given as Transferable[]);
  };
  worker.addEventListener("message", ({ data }) => {
    if (data?.workedMs === undefined) return;
    workedMs += data.workedMs;
    lagsMs.push(performance.now() - sentMs.shift()!);
  });
  return createLaneWorker(worker);
}

/** What the worker did since it was last asked: ms it was at work, and of each message how long it took. */
export function worked(): { workedMs: number; lagsMs: number[] } {
  const told = { workedMs, lagsMs };
  workedMs = 0;
  lagsMs = [];
  return told;
}

/** A frame that nobody needs would be counted as the wall's. */
const soon = () => new Promise((next) => setTimeout(next, 4));

/** Those that were in sight when the first lanes were; to ask each time would be counted, too. */
let pictures: readonly HTMLCanvasElement[] = [];

function isDrawn(): boolean {
  if (inSight.size > 0 && pictures.length === 0) pictures = picturesInSight();
  return pictures.length > 0 && pictures.every(({ width }) => width === COLUMNS);
}

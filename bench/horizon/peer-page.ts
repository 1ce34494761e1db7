import { COLUMNS, createData, type Data, LANE_PX, LANES, MAX, STEP_MS } from "./data.ts";
import { shown } from "./shown.ts";

/** Of Cubism 1.6 and d3 3, which stand in the page as globals, what this page calls. */
interface CubismContext {
  step(ms: number): CubismContext;
  size(columns: number): CubismContext;
  serverDelay(ms: number): CubismContext;
  clientDelay(ms: number): CubismContext;
  start(): CubismContext;
  stop(): CubismContext;
  metric(
    request: (
      start: Date,
      stop: Date,
      step: number,
      done: (error: null, values: ArrayLike<number>) => void,
    ) => void,
    name: string,
  ): unknown;
  horizon(): CubismHorizon;
}
interface CubismHorizon {
  (selection: unknown): void;
  height(px: number): CubismHorizon;
  extent(extent: readonly [number, number] | null): CubismHorizon;
}
interface Selection {
  selectAll(selector: string): Selection;
  data(values: readonly unknown[]): Selection;
  enter(): Selection;
  append(tag: string): Selection;
  attr(name: string, value: string): Selection;
  call(make: (selection: unknown) => void): Selection;
}
declare const cubism: { context(): CubismContext };
declare const d3: { select(selector: string): Selection };

let data: Data;
let context: CubismContext;

/** Makes the data, which is not measured. */
export function prepare(): void {
  data = createData();
}

/**
 * Builds the wall as Cubism's own examples do, and resolves when it is shown: Cubism draws at once, as it asks at once. It
 * starts by itself, too, a moment later: its first step would be counted as of the first drawing.
 */
export async function build({ isFixed = false } = {}): Promise<void> {
  context = cubism.context().step(STEP_MS).size(COLUMNS).serverDelay(0).clientDelay(0);
  const metrics = Array.from({ length: LANES }, (_, lane) =>
    context.metric((start, stop, _step, done) => {
      const count = Math.round((stop.getTime() - start.getTime()) / STEP_MS);
      done(null, data.from(lane, start.getTime() + STEP_MS, count));
    }, `lane ${lane}`),
  );
  const horizon = context
    .horizon()
    .height(LANE_PX)
    .extent(isFixed ? [0, MAX] : null);
  d3.select("body")
    .selectAll(".horizon")
    .data(metrics)
    .enter()
    .append("div")
    .attr("class", "horizon")
    .call(horizon);
  context.stop();
  await shown();
}

/** Asks for a step each second. */
export function run(): void {
  context.start();
}

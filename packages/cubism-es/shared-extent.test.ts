import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { createHorizon } from "./horizon.ts";
import { createMetric } from "./metric.ts";
import { createPalette } from "./palette.ts";
import { createHandCrank, createPaper } from "./paper.ts";
import { darkRamps } from "./ramps.ts";
import { createSharedExtent } from "./shared-extent.ts";

const STEP = 1_000;
const END = 1_000 * STEP;
const palette = createPalette(darkRamps.blue, 4);
const band = (n: number) => Array(4).fill(palette.positive[n]);

function setUp() {
  const context = createContext({ clock: manualClock(END), step: STEP, size: 5, endMs: END });
  const crank = createHandCrank();
  context.start(crank.request, undefined);
  const extent = createSharedExtent(context);
  const make = () => {
    const metric = createMetric(context);
    const paper = createPaper();
    const lane = createHorizon({
      context,
      canvas: paper.canvas,
      metric,
      height: 4,
      ramp: darkRamps.blue,
      extent,
    });
    return { metric, paper, lane };
  };
  const turn = () => {
    while (crank.asked() > 0) crank.turn();
  };
  return { context, crank, extent, make, turn };
}

describe("lanes that share an extent", () => {
  it("show equal values at equal heights", () => {
    const { make, turn } = setUp();
    const [a, b] = [make(), make()];
    for (const { lane } of [a, b]) lane.setVisible(true);
    a.metric.set(END, 25);
    b.metric.set(END, 100);
    b.metric.set(END - STEP, 25);
    turn();
    expect(a.paper.column(4)).toEqual(band(1));
    expect(b.paper.column(4)).toEqual(band(4));
    expect(b.paper.column(3)).toEqual(band(1));
  });

  it("count those out of sight, too, and are drawn anew when one of them grows", () => {
    const { make, turn } = setUp();
    const [a, hidden] = [make(), make()];
    a.lane.setVisible(true);
    a.metric.set(END, 25);
    turn();
    expect(a.paper.column(4)).toEqual(band(4));
    hidden.metric.set(END, 100);
    turn();
    expect(a.paper.column(4)).toEqual(band(1));
  });

  it("forget one that is gone", () => {
    const { make, turn, extent } = setUp();
    const [a, gone] = [make(), make()];
    a.lane.setVisible(true);
    a.metric.set(END, 10);
    gone.metric.set(END, 100);
    turn();
    expect(extent.scale.span).toBe(100);
    gone.lane.destroy();
    turn();
    expect(extent.scale.span).toBe(10);
    expect(a.paper.column(4)).toEqual(band(4));
    a.lane.destroy();
    gone.metric.set(END, 500);
    turn();
    expect(extent.scale.span).toBe(10);
  });

  it("move on with the window as one", () => {
    const { context, make, turn } = setUp();
    const [a, b] = [make(), make()];
    for (const { lane } of [a, b]) lane.setVisible(true);
    a.metric.set(END, 100);
    b.metric.set(END, 10);
    turn();
    for (let i = 1; i <= 5; i++) {
      b.metric.set(END + i * STEP, 10);
      context.advance(END + i * STEP);
      turn();
    }
    // The hundred has left the window.
    expect(b.paper.column(4)).toEqual(band(4));
  });
});

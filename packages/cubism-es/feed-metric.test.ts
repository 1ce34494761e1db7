import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { feedMetric, type Stretch } from "./feed-metric.ts";
import { createMetric } from "./metric.ts";
import { createHandCrank } from "./paper.ts";

const STEP = 1_000;
const END = 1_000 * STEP;

/** Lets every answer that is there be taken. */
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

function setUp(answer?: (stretch: Stretch) => ArrayLike<number> | Promise<ArrayLike<number>>) {
  const clock = manualClock(END);
  const context = createContext({
    clock,
    step: STEP,
    size: 20,
    endMs: END,
    serverDelay: 0,
    clientDelay: 500,
  });
  context.start(createHandCrank().request, undefined);
  const metric = createMetric(context);
  const asked: [number, number][] = [];
  const failures: unknown[] = [];
  /** The second of each step, unless it is said otherwise. */
  const seconds = ({ startMs, endMs, stepMs }: Stretch) =>
    Array.from({ length: (endMs - startMs) / stepMs }, (_, i) => (startMs + (i + 1) * stepMs) / STEP);
  const stop = feedMetric(
    metric,
    (stretch) => {
      asked.push([(stretch.startMs - END) / STEP, (stretch.endMs - END) / STEP]);
      return (answer ?? seconds)(stretch);
    },
    { failed: (error) => failures.push(error) },
  );
  return { clock, context, metric, asked, failures, stop, seconds };
}

describe("a fed metric", () => {
  it("asks for the window first, then for what is new and the six steps before it", async () => {
    const { clock, context, metric, asked } = setUp();
    await settle();
    clock.advance(STEP);
    await settle();
    clock.advance(STEP);
    await settle();
    expect(asked).toEqual([
      [-20, 0],
      [-6, 1],
      [-5, 2],
    ]);
    clock.advance(500);
    expect(Array.from({ length: 20 }, (_, i) => metric.at(i))).toEqual(
      Array.from({ length: 20 }, (_, i) => context.timeOf(i) / STEP),
    );
  });

  it("lets a late value go over what was there, and a value that is no more be a gap", async () => {
    let now = 1;
    const { clock, metric } = setUp(({ startMs, endMs, stepMs }) =>
      Array(Math.round((endMs - startMs) / stepMs)).fill(now),
    );
    await settle();
    expect(metric.at(19)).toBe(1);
    now = 2;
    clock.advance(STEP + 500);
    await settle();
    expect([metric.at(12), metric.at(13), metric.at(19)]).toEqual([1, 2, 2]);
    now = Number.NaN;
    clock.advance(STEP + 500);
    await settle();
    expect(metric.at(19)).toBeNaN();
  });

  it("asks again for what failed, and says so", async () => {
    let away = false;
    const { clock, asked, failures, metric } = setUp(async ({ startMs, endMs, stepMs }) => {
      if (away) throw new Error("away");
      return Array(Math.round((endMs - startMs) / stepMs)).fill(1);
    });
    await settle();
    away = true;
    for (let i = 0; i < 3; i++) {
      clock.advance(STEP);
      await settle();
    }
    expect(failures).toHaveLength(3);
    away = false;
    clock.advance(STEP);
    await settle();
    expect(asked.at(-1)).toEqual([-6, 4]);
    clock.advance(500);
    expect(metric.at(18)).toBe(1);
  });

  it("asks one question at a time, however slow the answers are", async () => {
    const answers: ((values: number[]) => void)[] = [];
    const { clock, asked } = setUp(() => new Promise((resolve) => answers.push(resolve)));
    for (let i = 0; i < 10; i++) {
      clock.advance(STEP);
      await settle();
    }
    expect(asked).toHaveLength(1);
    answers[0]!(Array(20).fill(1));
    await settle();
    expect(asked).toEqual([
      [-20, 0],
      [-6, 10],
    ]);
  });

  it("asks whole for another step and for the past that is looked at, and gives up what nobody waits for", async () => {
    const signals: AbortSignal[] = [];
    const { context, asked } = setUp(({ signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    context.configure({ step: 2 * STEP });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(asked.at(-1)).toEqual([-40, 0]);
    context.look(END - 100 * STEP);
    expect(asked).toHaveLength(2);
    context.configure({ endMs: context.endMs });
    expect(asked.at(-1)).toEqual([-140, -100]);
  });

  it("asks no more once it is stopped, and takes no answer", async () => {
    const answers: ((values: number[]) => void)[] = [];
    const { clock, asked, metric, stop } = setUp(() => new Promise((resolve) => answers.push(resolve)));
    stop();
    answers[0]!(Array(20).fill(1));
    await settle();
    clock.advance(5 * STEP);
    expect(asked).toHaveLength(1);
    expect(metric.latest()).toBeUndefined();
  });
});

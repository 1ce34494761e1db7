import {
  type LaneFrame,
  type PromError,
  type PromqlStore,
  Refusal,
  toWire,
} from "@mission-control/contracts";
import { type Clock, ceilToStep, floorToStep, labelsToJson } from "@mission-control/series";
import { emptyFrame, framesOf, pairKey, type Watched, wordsOf } from "./pairs.ts";

/** Questions that are asked at once, of all stores together. */
const AT_ONCE = 8;

/** What answers a lane's text itself. */
export type LaneReader = Pick<PromqlStore, "name" | "range" | "instant">;

/** A pair that is answered elsewhere: the text is not read here. */
interface ProxiedPair {
  readonly key: string;
  readonly store: string | undefined;
  readonly from: LaneReader;
  readonly text: string;
  readonly stepMs: number;
  /** How long its last answer took. */
  costMs: number;
}

/**
 * The pairs that other stores evaluate: each is asked once for each step, however many watch it. What a store does not
 * answer in time, or at all, is told in that lane's frame.
 */
export function createProxiedPairs(options: {
  clock: Clock;
  /** What answers a lane by itself, such as another store; undefined where that is the built-in one. @throws PromqlError */
  readerOf: (watched: Watched) => LaneReader | undefined;
  /** How long all questions of one step may take, ms. */
  budgetMs: number;
}) {
  const { clock, readerOf, budgetMs } = options;
  const pairs = new Map<string, ProxiedPair>();

  /** Runs `ask` for each of them, the fastest first, each with what is left of the time; 0 where none is. */
  async function askEach(
    asked: Iterable<ProxiedPair>,
    ask: (pair: ProxiedPair, leftMs: number) => Promise<void>,
  ): Promise<void> {
    const beganMs = clock.monotonicMs();
    const waiting = [...asked].sort((a, b) => a.costMs - b.costMs).values();
    const work = async () => {
      for (const pair of waiting) {
        const startMs = clock.monotonicMs();
        await ask(pair, Math.max(0, budgetMs - (startMs - beganMs)));
        pair.costMs = clock.monotonicMs() - startMs;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  return {
    /** Takes a lane on where its store answers by itself; false where it does not. */
    take(watched: Watched): boolean {
      const key = pairKey(watched);
      const from = pairs.get(key)?.from ?? readerOf(watched);
      if (from === undefined) return false;
      const { store, expr, stepMs } = watched;
      if (!pairs.has(key)) pairs.set(key, { key, store, from, text: expr, stepMs, costMs: 0 });
      return true;
    },
    has: (key: string): boolean => pairs.has(key),
    /** Forgets all but these. */
    keep(watched: ReadonlySet<string>): void {
      for (const key of pairs.keys()) if (!watched.has(key)) pairs.delete(key);
    },
    get size() {
      return pairs.size;
    },
    /** The JSON of each of these that is ours, at one time. */
    async framesAt(atMs: number, watched: ReadonlySet<string>): Promise<Map<string, string>> {
      const frames = new Map<string, string>();
      const ours = [...pairs.values()].filter((pair) => watched.has(pair.key));
      await askEach(ours, async (pair, leftMs) => {
        frames.set(pair.key, JSON.stringify(await frameAt(pair, atMs, leftMs)));
      });
      return frames;
    },
    /** The same at each step after `afterMs` up to `throughMs`: by pair, then by time. */
    async framesOver(
      watched: Iterable<string>,
      afterMs: number,
      throughMs: number,
    ): Promise<Map<string, Map<number, string>>> {
      const frames = new Map<string, Map<number, string>>();
      const ours = [...new Set(watched)].flatMap((key) => pairs.get(key) ?? []);
      await askEach(ours, async (pair, leftMs) => {
        const startMs = floorToStep(afterMs, pair.stepMs) + pair.stepMs;
        const endMs = floorToStep(throughMs, pair.stepMs);
        if (startMs <= endMs) frames.set(pair.key, await framesIn(pair, startMs, endMs, leftMs));
      });
      return frames;
    },
  };
}

async function frameAt(pair: ProxiedPair, timeMs: number, leftMs: number): Promise<LaneFrame> {
  const frame = emptyFrame(pair, ceilToStep(timeMs, pair.stepMs));
  if (frame.atMs !== timeMs) frame.open = true;
  if (leftMs === 0) return { ...frame, ...noTime(pair) };
  try {
    const answer = await pair.from.instant(pair.text, timeMs, { deadlineMs: leftMs });
    if ("error" in answer) return { ...frame, ...faultOf(answer) };
    if (answer.type === "scalar") {
      frame.series.push({});
      frame.values.push(toWire(answer.value));
    } else if (answer.type === "vector") {
      for (const { labels, value } of answer.series) {
        frame.series.push(labelsToJson(labels));
        frame.values.push(toWire(value));
      }
    } else frame.error = `a ${answer.type === "matrix" ? "range vector" : "string"} cannot be drawn`;
    return frame;
  } catch (error) {
    return { ...frame, ...faultOf(error) };
  }
}

async function framesIn(
  pair: ProxiedPair,
  startMs: number,
  endMs: number,
  leftMs: number,
): Promise<Map<number, string>> {
  const told = (fault: Pick<LaneFrame, "error" | "away">) =>
    new Map([[endMs, JSON.stringify({ ...emptyFrame(pair, endMs), ...fault })]]);
  if (leftMs === 0) return told(noTime(pair));
  try {
    const grid = { startMs, endMs, stepMs: pair.stepMs };
    const answer = await pair.from.range(pair.text, grid, { deadlineMs: leftMs });
    return "error" in answer ? told(faultOf(answer)) : framesOf(pair, answer);
  } catch (error) {
    return told(faultOf(error));
  }
}

function faultOf(fault: unknown): Pick<LaneFrame, "error" | "away"> {
  if (isPromError(fault))
    return { error: fault.error, ...(fault.errorType === "timeout" ? { away: true } : {}) };
  const isAway = fault instanceof Refusal && fault.code === "store_away";
  return { error: wordsOf(fault), ...(isAway ? { away: true } : {}) };
}

const isPromError = (fault: unknown): fault is PromError =>
  typeof fault === "object" && fault !== null && "errorType" in fault;

const noTime = ({ from }: ProxiedPair) => ({
  error: `${from.name} is too slow to watch live: no time was left for this lane in its step`,
  away: true,
});

import type { SeriesReader } from "@mission-control/contracts";
import type { Matcher, SelectHint, Series } from "@mission-control/series";

/** So many questions go together at most. */
const MOST = 256;

/** When and what for samples are read. */
interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly hint?: SelectHint | undefined;
}

type Sets = readonly (readonly Matcher[])[];

/**
 * Reads the answer to each set of matchers. `sets` is to be called when it is this read's turn: until then questions are
 * added.
 */
type ReadSets = (sets: () => Sets, window: Window, signal: AbortSignal) => Promise<Series[][]>;

interface Group {
  readonly sets: (readonly Matcher[])[];
  readonly leaving: AbortController;
  askers: number;
  answers: Promise<Series[][]>;
}

/**
 * A `select` that reads questions of one time together where they wait for their turn: a wall asks for hundreds of lanes at
 * once, and looking for many series costs little more than looking for one. A read ends when all its askers have left.
 */
export function createSharedSelects(read: ReadSets): SeriesReader["select"] {
  const waiting = new Map<string, Group>();

  function begin(key: string, window: Window): Group {
    const group: Group = {
      sets: [],
      leaving: new AbortController(),
      askers: 0,
      answers: Promise.resolve([]),
    };
    const close = () => {
      if (waiting.get(key) === group) waiting.delete(key);
    };
    waiting.set(key, group);
    const sets = () => {
      close();
      return group.sets;
    };
    group.leaving.signal.addEventListener("abort", close);
    group.answers = read(sets, window, group.leaving.signal).finally(close);
    return group;
  }

  return async (matchers, startMs, endMs, signal, hint) => {
    signal?.throwIfAborted();
    const key = JSON.stringify([startMs, endMs, hint]);
    const open = waiting.get(key);
    const group = open !== undefined && open.sets.length < MOST ? open : begin(key, { startMs, endMs, hint });
    const index = group.sets.push(matchers) - 1;
    group.askers++;
    const leave = () => {
      if (--group.askers === 0) group.leaving.abort(signal?.reason);
    };
    signal?.addEventListener("abort", leave, { once: true });
    try {
      return (await group.answers)[index] ?? [];
    } finally {
      signal?.removeEventListener("abort", leave);
      signal?.throwIfAborted();
    }
  };
}

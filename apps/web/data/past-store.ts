import { createStore, delMany, get, set, type UseStore, update } from "idb-keyval";

/** The final part of a lane's past, as it was read: columns on one grid, both ends included. */
export interface KeptPast {
  readonly generation: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly series: readonly {
    readonly labels: readonly (readonly [string, string])[];
    readonly values: Float64Array;
  }[];
}

/** Keeps what was read of the past between loads of the page. Nothing of it is needed: a loss costs a question. */
export interface PastStore {
  get(key: string): Promise<KeptPast | undefined>;
  set(key: string, kept: KeptPast): Promise<void>;
}

/** Bytes of one lane, and of all together; the longest unused go first. */
const MAX_LANE_BYTES = 2 * 1024 * 1024;
const MAX_BYTES = 96 * 1024 * 1024;
const INDEX = "index";

/** Bytes by key. */
type Index = Map<string, number>;

/** Keeps the past in the browser's own database; where there is none (a private window, a full disk) it keeps nothing. */
export function createPastStore(): PastStore {
  let opened: UseStore | undefined;
  const store = () => {
    opened ??= createStore("mission-control", "past");
    return opened;
  };

  /** Notes a use, and names what has to go so that all fit. */
  async function note(key: string, bytes: number): Promise<string[]> {
    const gone: string[] = [];
    await update<Index>(
      INDEX,
      (known) => {
        const index: Index = known instanceof Map ? known : new Map();
        // A Map keeps its order: what was used longest ago stands first.
        index.delete(key);
        index.set(key, bytes);
        let sum = [...index.values()].reduce((all, one) => all + one, 0);
        for (const [old, freed] of index) {
          if (sum <= MAX_BYTES) break;
          index.delete(old);
          gone.push(old);
          sum -= freed;
        }
        return index;
      },
      store(),
    );
    return gone;
  }

  return {
    async get(key) {
      try {
        return await get<KeptPast>(`lane:${key}`, store());
      } catch {
        return undefined;
      }
    },
    async set(key, kept) {
      const bytes = kept.series.reduce((sum, { values }) => sum + values.byteLength + 200, 0);
      if (bytes > MAX_LANE_BYTES) return;
      try {
        await set(`lane:${key}`, kept, store());
        const gone = await note(key, bytes);
        if (gone.length > 0)
          await delMany(
            gone.map((old) => `lane:${old}`),
            store(),
          );
      } catch {
        // Then it is asked for again at the next load.
      }
    },
  };
}

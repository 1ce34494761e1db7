import { createStore, delMany, get, getMany, setMany, type UseStore, update } from "idb-keyval";

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
  /** What is kept of each lane; undefined where nothing is. */
  getMany(keys: readonly string[]): Promise<readonly (KeptPast | undefined)[]>;
  setMany(kept: ReadonlyMap<string, KeptPast>): Promise<void>;
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
  // A browser takes longer to open it than the server to answer: it is done by the time the first lane asks.
  const open = async () => get(INDEX, store());
  void open().catch(() => undefined);

  /** Notes uses, and names what has to go so that all fit. */
  async function note(used: Index): Promise<string[]> {
    const gone: string[] = [];
    await update<Index>(
      INDEX,
      (known) => {
        const index: Index = known instanceof Map ? known : new Map();
        for (const [key, bytes] of used) {
          // A Map keeps its order: what was used longest ago stands first.
          index.delete(key);
          index.set(key, bytes);
        }
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
    async getMany(keys) {
      try {
        return await getMany<KeptPast>(keys.map(nameOf), store());
      } catch {
        return keys.map(() => undefined);
      }
    },
    async setMany(kept) {
      const used: Index = new Map();
      for (const [key, { series }] of kept) {
        const bytes = series.reduce((sum, { values }) => sum + values.byteLength + 200, 0);
        if (bytes <= MAX_LANE_BYTES) used.set(key, bytes);
      }
      try {
        await setMany(
          [...used.keys()].map((key) => [nameOf(key), kept.get(key)]),
          store(),
        );
        const gone = await note(used);
        if (gone.length > 0) await delMany(gone.map(nameOf), store());
      } catch {
        // Then it is asked for again at the next load.
      }
    },
  };
}

const nameOf = (key: string) => `lane:${key}`;

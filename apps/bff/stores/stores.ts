import { embeddedStore, type PromqlStore, type StoreSettings } from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import type { Clock, Undo } from "@mission-control/series";
import { openPrometheusStore, type PrometheusStore } from "@mission-control/store";
import type { createReadApart } from "./read-apart.ts";

/** How often a store is looked after that answers, and one that has just failed, ms. */
const PROBE_MS = 10_000;
const PROBE_AGAIN_MS = 1_000;

/** The stores beside the built-in one, by the names that the settings give them. */
export function createStores(options: {
  settings: readonly StoreSettings[];
  clock: Clock;
  readLong?: ReadLong;
}) {
  const { settings, clock, readLong } = options;
  const stores = new Map(settings.map((one) => [one.name, open(one, clock, readLong)]));
  const defaultName = settings.find((one) => one.default)?.name ?? embeddedStore;

  /** Asks now and then whether a store is there, so that its going and coming is known though nobody looks. */
  function watch(store: PrometheusStore): Undo {
    let stopped = false;
    let cancel: Undo = () => {};
    const look = async () => {
      const isThere = await store.probe().then(
        () => true,
        () => false,
      );
      if (stopped) return;
      const waitMs = isThere || store.away() !== undefined ? PROBE_MS : PROBE_AGAIN_MS;
      cancel = clock.after(waitMs, () => void look());
    };
    void look();
    return () => {
      stopped = true;
      cancel();
    };
  }

  return {
    defaultName,
    /** All of them, with their settings. */
    list: () => settings.map((one) => ({ settings: one, store: stores.get(one.name)! })),
    /**
     * The store of a name, by default the default one; undefined where that is the built-in one.
     * @throws PromqlError `bad_data` where there is none of that name.
     */
    proxied(name: string = defaultName): PromqlStore | undefined {
      const store = stores.get(name);
      if (store !== undefined || name === embeddedStore) return store;
      const known = [embeddedStore, ...stores.keys()].join(", ");
      throw new PromqlError("bad_data", `there is no store "${name.slice(0, 100)}"; there are ${known}`);
    },
    /** Those that take what comes in. */
    written: (): PrometheusStore[] => settings.filter((one) => one.write).map((one) => stores.get(one.name)!),
    /** Begins to look after them; the returned function ends it. */
    start(): Undo {
      const stops = [...stores.values()].map(watch);
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** The stores beside the built-in one. */
export type Stores = ReturnType<typeof createStores>;

type ReadLong = ReturnType<typeof createReadApart>["read"];

function open(settings: StoreSettings, clock: Clock, readLong: ReadLong | undefined): PrometheusStore {
  const { name, url, writeUrl, kind, timeout } = settings;
  const { username, password, passwordFile, bearerToken, bearerTokenFile, headers } = settings;
  const credentials = { username, password, passwordFile, bearerToken, bearerTokenFile, headers };
  return openPrometheusStore({
    name,
    url,
    writeUrl,
    kind,
    credentials,
    timeoutMs: timeout,
    clock,
    ...(readLong === undefined ? {} : { readLong }),
  });
}

import type { SeriesStore } from "@mission-control/contracts";
import { lawHourMs, seriesStoreLaws } from "@mission-control/contracts/laws";
import { createMatcher, labelsOf, type Matcher, systemClock } from "@mission-control/series";
import { afterAll, beforeAll, describe, it } from "vitest";
import { programOf, type RealKind, type RealStore, startRealStore } from "../real/start-store.ts";
import { openPrometheusStore, type PrometheusStore } from "./prometheus.ts";
import { traitsOf } from "./prometheus-kinds.ts";

const kinds: readonly RealKind[] = ["prometheus", "victoriametrics"];
const HOUR_MS = 3_600_000;

for (const kind of kinds) {
  if (programOf(kind) === undefined) {
    describe(`real ${kind}`, () => it.skip("is not installed: npm run test:stores says how", () => {}));
    continue;
  }
  describe(`real ${kind}`, () => {
    let real: RealStore;
    let store: PrometheusStore;
    let laws = 0;
    beforeAll(async () => {
      real = await startRealStore(kind);
      store = openPrometheusStore({
        name: "main",
        url: real.url,
        kind,
        timeoutMs: 10_000,
        clock: systemClock,
      });
    });
    afterAll(() => real?.stop());

    seriesStoreLaws(
      kind,
      async () => ({ store: part(store, String(laws++), real.flush), dispose: async () => {} }),
      traitsOf[kind].supports,
    );
  });
}

/**
 * A part of a store that looks like a whole, empty one: its series have a label more. Its law hour is a recent one, and what
 * was appended can be read when `append` resolves.
 */
function part(store: SeriesStore, id: string, flush: () => Promise<void>): SeriesStore {
  const shiftMs = Math.floor(Date.now() / HOUR_MS - 2) * HOUR_MS - lawHourMs;
  const ours = createMatcher("law", "=", id);
  const within = (matchers: readonly Matcher[]) => [...matchers, ours];
  const without = (labels: ReadonlyMap<string, string>) =>
    labelsOf([...labels].filter(([name]) => name !== "law"));
  return {
    ...store,
    async select(matchers, startMs, endMs) {
      const found = await store.select(within(matchers), startMs + shiftMs, endMs + shiftMs);
      return found.map(({ labels, timesMs, values }) => ({
        labels: without(labels),
        timesMs: timesMs.map((timeMs) => timeMs - shiftMs),
        values,
      }));
    },
    async series(sets, startMs, endMs) {
      const found = await store.series(sets.map(within), startMs + shiftMs, endMs + shiftMs);
      return found.map(without);
    },
    async append({ labels, timesMs, ...rest }) {
      const named = labels.map((one) => labelsOf([...one, ["law", id]]));
      await store.append({ ...rest, labels: named, timesMs: timesMs.map((timeMs) => timeMs + shiftMs) });
      await flush();
    },
  };
}

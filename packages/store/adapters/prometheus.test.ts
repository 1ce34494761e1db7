import type { SeriesStore } from "@mission-control/contracts";
import { lawHourMs, seriesStoreLaws } from "@mission-control/contracts/laws";
import {
  createMatcher,
  labelsOf,
  type Matcher,
  metric,
  samplesOf,
  systemClock,
} from "@mission-control/series";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

    describe(`${kind} answers PromQL as it is`, () => {
      const nowMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
      const grid = { startMs: nowMs, endMs: nowMs + 20_000, stepMs: 5_000 };
      const ask = (text: string) => store.range(text, grid);
      beforeAll(async () => {
        const points = ["a", "b"].flatMap((job, i) =>
          [0, 5_000, 10_000, 15_000, 20_000].map((offsetMs) => ({
            labels: metric("hits_total", { job }),
            timeMs: nowMs + offsetMs,
            value: (offsetMs / 1_000) * (i + 1),
          })),
        );
        await store.append(samplesOf(points));
        await real.flush();
      });

      it("over a range, in columns on the grid that was asked for", async () => {
        const answer = await ask('sum by (job) (hits_total{job=~"a|b"}) > 10 or vector(1)');
        if ("error" in answer) throw new Error(answer.error);
        expect([...answer.timesMs]).toEqual([0, 5, 10, 15, 20].map((s) => nowMs + s * 1_000));
        const rows = answer.series.map(({ labels, values }) => [labels.get("job") ?? "", [...values]]);
        expect(rows).toEqual(
          expect.arrayContaining([
            ["a", [NaN, NaN, NaN, 15, 20]],
            ["b", [NaN, NaN, 20, 30, 40]],
          ]),
        );
      });

      it("on a grid that is no multiple of its step", async () => {
        const startMs = nowMs + 1_234;
        const answer = await store.range("sum(hits_total)", {
          startMs,
          endMs: startMs + 10_000,
          stepMs: 5_000,
        });
        if ("error" in answer) throw new Error(answer.error);
        expect([...answer.timesMs]).toEqual([startMs, startMs + 5_000, startMs + 10_000]);
        expect([...answer.series[0]!.values]).toEqual([0, 15, 30]);
      });

      it("at one time: a vector, a number, samples as they are", async () => {
        expect(await store.instant("sum(hits_total)", nowMs + 20_000)).toMatchObject({
          type: "vector",
          series: [{ labels: new Map(), value: 60 }],
        });
        const samples = await store.instant('hits_total{job="a"}[10s]', nowMs + 20_000);
        expect(samples).toMatchObject({
          type: "matrix",
          series: [{ labels: metric("hits_total", { job: "a" }) }],
        });
      });

      it("with what is wrong as an answer", async () => {
        const answer = await ask("sum(");
        expect(answer).toMatchObject({ status: "error", error: expect.stringMatching(/sum|parse error/) });
        expect(store.away()).toBeUndefined();
      });

      it("and of its series, their labels and values", async () => {
        const all = new URLSearchParams({ start: String(nowMs / 1_000), end: String(nowMs / 1_000 + 20) });
        all.append("match[]", "hits_total");
        expect(await store.seriesOf(all)).toMatchObject({
          data: expect.arrayContaining([{ __name__: "hits_total", job: "b" }]),
        });
        expect(await store.labelNames(all)).toMatchObject({ data: ["__name__", "job"] });
        expect(await store.labelValues("job", all)).toMatchObject({ data: ["a", "b"] });
        expect(await store.metadata(new URLSearchParams())).toBeInstanceOf(Map);
      });
    });

    it("stands still for a while, and loses nothing that is given again", async () => {
      const impatient = openPrometheusStore({
        name: "main",
        url: real.url,
        kind,
        timeoutMs: 300,
        clock: systemClock,
      });
      const atMs = Math.floor(Date.now() / 1_000) * 1_000 - 10_000;
      const given = samplesOf(
        [0, 1, 2].map((i) => ({ labels: metric("stood_still"), timeMs: atMs + i * 1_000, value: i })),
      );
      await real.signal("SIGSTOP");
      await expect(impatient.write(given)).rejects.toMatchObject({ code: "store_away" });
      await real.signal("SIGCONT");
      expect(await store.write(given)).toMatchObject({ refused: 0 });
      await real.flush();
      const [found] = await store.select([createMatcher("__name__", "=", "stood_still")], atMs, atMs + 5_000);
      expect([...found!.values]).toEqual([0, 1, 2]);
    });
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

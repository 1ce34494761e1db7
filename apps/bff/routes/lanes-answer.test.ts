import { gunzipSync } from "node:zlib";
import {
  columnsType,
  createLanePartReader,
  decodeColumns,
  type LanePart,
  limits,
  Refusal,
  type SeriesReader,
} from "@mission-control/contracts";
import { manualClock, metric, samplesOf, systemClock } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createPast } from "../past.ts";
import { createStores } from "../stores/stores.ts";
import { queryRoutes } from "./query.ts";

const startS = 1_790_000_000;
const range = `start=${startS}&end=${startS + 20}&step=10`;

/** What was found to be our own fault. */
let faults: unknown[];
let atOnce: { now: number; most: number };
let past: ReturnType<typeof createPast>;
let app: ReturnType<typeof queryRoutes>;

/** One series of each name, always 7; some names cannot be read, and one is written into once it was. */
const reader: SeriesReader = {
  async select(matchers) {
    const name = matchers.find((matcher) => matcher.name === "__name__")!.value;
    atOnce.now++;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    await new Promise(setImmediate);
    atOnce.now--;
    if (name === "gone") throw new Refusal("store_away", "history is away: no disk");
    if (name === "late") past.saw(samplesOf([{ labels: metric(name), timeMs: 0, value: 1 }]));
    if (name === "broken") throw new TypeError("a fault of ours");
    const timesMs = Float64Array.of(startS * 1_000);
    return name === "nothing" ? [] : [{ labels: metric(name), timesMs, values: Float64Array.of(7) }];
  },
  series: async () => [],
  breadth: (matchers) => (matchers.some(({ value }) => value === "wide") ? 700 : 1),
};

beforeEach(() => {
  [faults, atOnce] = [[], { now: 0, most: 0 }];
  const clock = manualClock(startS * 1_000);
  past = createPast(clock);
  app = queryRoutes({
    reader,
    evaluate: createEvaluate({ reader, clock }),
    clock,
    version: "1",
    past,
    stores: createStores({ clock: systemClock, settings: [] }),
    metadata: () => new Map(),
    onError: (error) => faults.push(error),
  });
});

const post = (texts: readonly string[], headers: Record<string, string> = {}) =>
  app.request("/query_ranges", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: `${texts.map((text) => `query=${encodeURIComponent(text)}`).join("&")}&${range}`,
  });

function partsIn(body: Uint8Array): Map<number, unknown> {
  const lanes = createLanePartReader();
  const parts = lanes.read(body) as LanePart[];
  expect(lanes.isBetween()).toBe(true);
  return new Map(parts.map(({ index, form, bytes }) => [index, contentOf(form, bytes)]));
}

function contentOf(form: string, bytes: ArrayBuffer): unknown {
  if (form === "failure") return JSON.parse(new TextDecoder().decode(bytes));
  const columns = decodeColumns(bytes);
  if ("code" in columns) throw new Error(columns.message);
  return columns.series.map(({ labels, values }) => [labels.get("__name__"), ...values]);
}

describe("many range queries in one request", () => {
  it("are answered each by its number, and fail each by itself", async () => {
    const response = await post(["a", "b +", "nothing", "gone", "c[5m]", "broken", "z"]);
    expect(response.status).toBe(200);
    const parts = partsIn(new Uint8Array(await response.arrayBuffer()));
    expect([...parts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(parts.get(0)).toEqual([["a", 7, 7, 7]]);
    expect(parts.get(1)).toMatchObject({ errorType: "bad_data", column: 4 });
    expect(parts.get(2)).toEqual([]);
    expect(parts.get(3)).toMatchObject({ errorType: "unavailable", error: "history is away: no disk" });
    expect(parts.get(4)).toMatchObject({
      errorType: "bad_data",
      error: expect.stringContaining("range vector"),
    });
    expect(parts.get(5)).toMatchObject({ errorType: "internal" });
    expect(parts.get(6)).toEqual([["z", 7, 7, 7]]);
    expect(faults).toEqual([new TypeError("a fault of ours")]);
  });

  it("are read at once, but of those that read many series no more than one query may", async () => {
    await (await post(Array.from({ length: 40 }, (_, i) => `m${i}`))).arrayBuffer();
    expect(atOnce.most).toBe(40);
    atOnce.most = 0;
    await (await post(["wide", "wide + 1", "wide + 2"])).arrayBuffer();
    expect(atOnce.most).toBe(1);
  });

  it("come packed to whoever can read that", async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `m${i}`);
    const plain = partsIn(new Uint8Array(await (await post(texts)).arrayBuffer()));
    const response = await post(texts, { "accept-encoding": "gzip" });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(partsIn(gunzipSync(await response.arrayBuffer()))).toEqual(plain);
  });

  it("are refused as a whole where none or too many are asked", async () => {
    for (const count of [0, limits.queriesPerRequest + 1]) {
      const response = await post(Array.from({ length: count }, () => "a"));
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errorType: "bad_data" });
    }
  });

  it("are of the generation that was before the read, as is one by itself", async () => {
    const before = past.generation();
    const single = await app.request(`/query_range?query=late&${range}`, {
      headers: { accept: columnsType },
    });
    expect(decodeColumns(await single.arrayBuffer())).toMatchObject({ generation: before });
    const between = past.generation();
    expect(between).not.toBe(before);
    const lanes = createLanePartReader();
    const parts = lanes.read(new Uint8Array(await (await post(["late"])).arrayBuffer())) as LanePart[];
    expect(parts.map(({ bytes }) => decodeColumns(bytes))).toMatchObject([{ generation: between }]);
    expect(past.generation()).not.toBe(between);
  });

  it("are of another generation where the code of their functions is another, whether alone or among others", async () => {
    let version = "first";
    const piped = queryRoutes({
      reader,
      evaluate: createEvaluate({ reader, clock: systemClock }),
      clock: systemClock,
      version: "1",
      past,
      stores: createStores({ clock: systemClock, settings: [] }),
      metadata: () => new Map(),
      onError: (error) => faults.push(error),
      piped: {
        versionOf: () => version,
        readerOf: () => ({
          name: "functions",
          range: async () => ({ timesMs: Float64Array.of(0), series: [], warnings: [], infos: [] }),
          instant: async () => ({ type: "vector", timeMs: 0, series: [], warnings: [], infos: [] }),
        }),
      },
    });
    const text = encodeURIComponent("a |> smooth");
    const generations = async () => {
      const headers = { accept: columnsType, "content-type": "application/x-www-form-urlencoded" };
      const single = await piped.request(`/query_range?query=${text}&${range}`, { headers });
      const body = `query=a&query=${text}&${range}`;
      const many = await piped.request("/query_ranges", { method: "POST", headers, body });
      const lanes = createLanePartReader().read(new Uint8Array(await many.arrayBuffer())) as LanePart[];
      const answers = lanes.sort((one, other) => one.index - other.index).map(({ bytes }) => bytes);
      return [await single.arrayBuffer(), ...answers].map((bytes) => {
        const columns = decodeColumns(bytes);
        return "generation" in columns ? columns.generation : columns.message;
      });
    };
    const first = await generations();
    version = "second";
    const second = await generations();
    expect(first[0]).toBe(first[2]);
    expect(second[0]).toBe(second[2]);
    expect(second[2]).not.toBe(first[2]);
    expect(second[1]).toBe(first[1]);
  });

  it("end when the asker leaves", async () => {
    const response = await post(["a", "b"]);
    await response.body!.cancel();
    const again = await post(["a"]);
    expect(partsIn(new Uint8Array(await again.arrayBuffer())).size).toBe(1);
  });
});

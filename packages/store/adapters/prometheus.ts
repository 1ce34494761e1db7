import {
  type PromError,
  type PromqlAsked,
  type PromqlStore,
  type RangeAnswer,
  Refusal,
  type StoreKind,
  type StoreSupport,
} from "@mission-control/contracts";
import { type Clock, labelsKey, labelsToJson, type Samples, type Series } from "@mission-control/series";
import {
  type Grid,
  readAnswer,
  readInstant,
  readLabelSets,
  readMetadata,
  readRangeAnswer,
  readSamples,
  readTexts,
  type Success,
} from "./prometheus-answers.ts";
import { createAsking } from "./prometheus-asking.ts";
import type { Credentials } from "./prometheus-credentials.ts";
import type { StoreAnswer } from "./prometheus-http.ts";
import { createRecognition } from "./prometheus-recognition.ts";
import { selectorText } from "./prometheus-selector.ts";
import { createWriter } from "./prometheus-writer.ts";

/** An answer of so many characters takes some ten milliseconds to read. */
const LONG_CHARACTERS = 256 * 1024;

/** A store behind Prometheus' HTTP API. */
export interface PrometheusStore extends PromqlStore {
  readonly supports: StoreSupport;
  /** What it is: as the settings say, or as it said itself; undefined until it has. */
  kind(): StoreKind | undefined;
  /** As `append`, but counts samples that the store will never take instead of throwing, and says why of the last. */
  write(samples: Samples, signal?: AbortSignal): Promise<{ refused: number; reason: string | undefined }>;
  /** Asks for next to nothing, so that `away` is known. Rejects where the store is away. */
  probe(): Promise<void>;
}

/**
 * A store that speaks Prometheus' HTTP API: reads by it, PromQL as it is, writes by remote write 1.0. One that fails is left
 * alone for a while (see `createPolicy`); then everything rejects with Refusal `store_away`. Nothing secret is ever in a message.
 */
export function openPrometheusStore(options: {
  name: string;
  url: string;
  /** Where writes go, if not to `url`. */
  writeUrl?: string | undefined;
  /** Without one the store is asked what it is. */
  kind?: StoreKind | undefined;
  credentials?: Credentials;
  timeoutMs: number;
  clock: Clock;
  fetch?: typeof globalThis.fetch;
  /** Reads a long answer elsewhere, as `readRangeAnswer` does: it would hold everything else up. */
  readLong?: ReadLong;
}): PrometheusStore {
  const { name, url, kind, timeoutMs, clock, readLong = readHere } = options;
  const asking = createAsking({ ...options, credentials: options.credentials ?? {} });
  const recognition = createRecognition({ kind, url, clock, get: asking.get });
  // Where the address holds Mimir's prefix for reading, writes go beside it.
  const writeUrl = (options.writeUrl ?? url).replace(/\/$/, "");
  const writer = createWriter(asking, async () => {
    const { writePath } = await recognition.known();
    const isBeside = options.writeUrl === undefined && recognition.kind() === "mimir";
    return `${isBeside ? writeUrl.replace(/\/prometheus$/, "") : writeUrl}${writePath}`;
  });
  let wasAway = false;

  const ask = async <T extends object>(
    path: string,
    parameters: URLSearchParams,
    read: Read<T>,
    { asked, get }: { asked?: PromqlAsked | undefined; get?: boolean } = {},
  ): Promise<T | PromError> => {
    const { readPath } = await recognition.known();
    const question = { url: `${url}${readPath}${path}`, parameters, get: get ?? false };
    return asking.ask(question, read, asked);
  };
  const query = async <T extends object>(
    path: string,
    given: Record<string, string>,
    read: Read<T>,
    asked: PromqlAsked = {},
  ) => {
    const timeout = `${Math.ceil(Math.min(timeoutMs, asked.deadlineMs ?? timeoutMs))}ms`;
    const { parameters } = await recognition.known();
    return ask(path, new URLSearchParams({ ...parameters, ...given, timeout }), read, { asked });
  };

  return {
    name,
    address: url,
    get supports() {
      return recognition.traits().supports;
    },
    kind: recognition.kind,
    away: asking.away,
    async select(matchers, startMs, endMs, signal) {
      if (startMs > endMs) return [];
      // A millisecond more, as newer stores leave the first one out.
      const range = `${selectorText(matchers)}[${endMs - startMs + 1}ms]`;
      const read = good(({ data }) => readSamples(data).flatMap((one) => cutTo(one, startMs, endMs)));
      return orThrow(await query("/query", { query: range, time: seconds(endMs) }, read, { signal }), name);
    },
    async series(matcherSets, startMs, endMs) {
      if (matcherSets.length === 0 || startMs > endMs) return [];
      const parameters = new URLSearchParams({ start: seconds(startMs), end: seconds(endMs) });
      for (const matchers of matcherSets) parameters.append("match[]", selectorText(matchers));
      const found = orThrow(
        await ask(
          "/series",
          parameters,
          good(({ data }) => readLabelSets(data)),
        ),
        name,
      );
      return [...new Map(found.map((labels) => [labelsKey(labels), labels])).values()];
    },
    range(text, grid, asked) {
      const { startMs, endMs, stepMs } = grid;
      const at = { start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
      const read = (answer: StoreAnswer) =>
        answer.text.length > LONG_CHARACTERS ? readLong(answer, grid) : readRangeAnswer(answer, grid);
      return query("/query_range", { query: text, ...at }, read, asked);
    },
    instant: (text, timeMs, asked) =>
      query(
        "/query",
        { query: text, time: seconds(timeMs) },
        good((success) => readInstant(success, timeMs)),
        asked,
      ),
    seriesOf: (parameters, asked) =>
      ask(
        "/series",
        parameters,
        good((got) => ({ ...got, data: readLabelSets(got.data).map(labelsToJson) })),
        {
          asked,
        },
      ),
    labelNames: (parameters, asked) =>
      ask(
        "/labels",
        parameters,
        good((got) => ({ ...got, data: readTexts(got.data) })),
        { asked },
      ),
    labelValues(label, parameters, asked) {
      const path = `/label/${encodeURIComponent(label)}/values`;
      return ask(
        path,
        parameters,
        good((got) => ({ ...got, data: readTexts(got.data) })),
        { asked, get: true },
      );
    },
    metadata: (parameters, asked) =>
      ask(
        "/metadata",
        parameters,
        good(({ data }) => readMetadata(data)),
        { asked, get: true },
      ),
    async append(samples) {
      const { refused, reason } = await writer.write(samples);
      if (refused > 0) throw new Refusal("invalid_body", `${name} refused ${refused} samples: ${reason}`);
    },
    write: writer.write,
    async dropBefore() {
      throw new Refusal(
        "not_supported",
        `${name} keeps its own retention: samples cannot be dropped from here`,
      );
    },
    async probe() {
      if (wasAway) recognition.forget();
      await recognition.look();
      const parameters = new URLSearchParams({ query: "vector(1)" });
      wasAway = true;
      await asking.probe({ url: `${url}${recognition.traits().readPath}/query`, parameters });
      wasAway = false;
    },
    async close() {},
  };
}

/** Reads a range query's answer, perhaps on another thread. */
type ReadLong = (answer: StoreAnswer, grid: Grid) => Promise<RangeAnswer | PromError>;
type Read<T> = (answer: StoreAnswer) => T | PromError | Promise<T | PromError>;

/** Reads an answer that says what was asked for; any other is what the store says against the question. */
const good =
  <T extends object>(read: (success: Success) => T): Read<T> =>
  (answer) => {
    const said = readAnswer(answer);
    return "error" in said ? said : read(said);
  };

const readHere: ReadLong = async (answer, grid) => readRangeAnswer(answer, grid);

/** A time or a length of time in seconds, to the millisecond. */
const seconds = (ms: number): string => String(ms / 1_000);

function orThrow<T extends object>(answer: T | PromError, name: string): T {
  if (!("error" in answer)) return answer;
  throw new Refusal("store_away", `${name} does not answer this: ${answer.error}`);
}

/** The part of a series between two times, both included; nothing where that is empty. */
function cutTo(series: Series, startMs: number, endMs: number): Series[] {
  const { labels, timesMs, values } = series;
  let [from, to] = [0, timesMs.length];
  while (from < to && timesMs[from]! < startMs) from++;
  while (from < to && timesMs[to - 1]! > endMs) to--;
  return from === to
    ? []
    : [{ labels, timesMs: timesMs.subarray(from, to), values: values.subarray(from, to) }];
}

import {
  type Alert,
  guessUnit,
  type MetricMetadata,
  type NoticeContext,
  type SeriesReader,
  unitOfRate,
  valueText,
} from "@mission-control/contracts";
import {
  type Clock,
  createMatcher,
  formatLabels,
  type Labels,
  METRIC_NAME,
  nameOf,
  type Series,
} from "@mission-control/series";
import { createTurns } from "../live/turns.ts";
import { type Change, changeOf } from "./change-score.ts";

const MINUTE_MS = 60_000;
/** The hour before and the ten minutes that are held against it. */
const MINUTES = 70;
const MOST_SERIES = 500;
const TOLD = 3;
/** So far outside what it did before, and by such a part of itself, something has to be to be told of. */
const LEAST_SCORE = 6;
const LEAST_PART = 0.2;
/** Parts of a histogram say together what its sum and count say; what we say of alerts changes with each alert. */
const PASSED_OVER = /_bucket$|_created$|^ALERTS(_FOR_STATE)?$/;

/**
 * What changed most of an alert's service: the series whose last ten minutes up to `atMs` are farthest from the hour before, one for
 * each metric. Of very many series the metrics with the fewest are looked at, a metric in a turn.
 * @throws the signal's reason
 */
export async function whatChanged(options: {
  alert: Alert;
  atMs: number;
  reader: Pick<SeriesReader, "select" | "series">;
  typeOf: (metric: string) => MetricMetadata["type"] | undefined;
  clock: Clock;
  signal: AbortSignal;
}): Promise<NoticeContext["changed"]> {
  const { alert, atMs, reader, typeOf, clock, signal } = options;
  const { service } = alert.labels;
  if (service === undefined || service === "") return [];
  const fromMs = atMs - MINUTES * MINUTE_MS;
  const ofService = createMatcher("service", "=", service);
  const turns = createTurns(clock);
  const best = new Map<string, { labels: Labels; change: Change; isTotal: boolean }>();
  for (const name of fewestFirst(await reader.series([[ofService]], fromMs, atMs))) {
    const isTotal = isCounter(name, typeOf(name));
    const matchers = [createMatcher(METRIC_NAME, "=", name), ofService];
    // A minute more: how much a total grew is told from the value before.
    const all = await reader.select(matchers, fromMs - MINUTE_MS, atMs, signal);
    for (const series of all) {
      const change = changeOf(minutesOf(series, fromMs, isTotal));
      if (change === undefined || !isWorthTelling(change)) continue;
      const known = best.get(name);
      if (known === undefined || change.score > known.change.score)
        best.set(name, { labels: series.labels, change, isTotal });
      await turns.mayPass();
      signal.throwIfAborted();
    }
  }
  return [...best.values()]
    .sort((a, b) => b.change.score - a.change.score || partOf(b.change) - partOf(a.change))
    .slice(0, TOLD)
    .map(({ labels, change, isTotal }) => ({
      name: formatLabels(new Map([...labels].filter(([label]) => label !== "service"))),
      words: changeWords(change, nameOf(labels), isTotal),
    }));
}

/** The metrics of series, those of few series first, as many as may be looked at. */
function* fewestFirst(all: readonly Labels[]): Generator<string> {
  const counts = new Map<string, number>();
  for (const labels of all) counts.set(nameOf(labels), (counts.get(nameOf(labels)) ?? 0) + 1);
  let looked = 0;
  for (const [name, count] of [...counts].sort((a, b) => a[1] - b[1])) {
    if (name === "" || PASSED_OVER.test(name)) continue;
    looked += count;
    if (looked > MOST_SERIES) return;
    yield name;
  }
}

function isCounter(name: string, type: MetricMetadata["type"] | undefined): boolean {
  if (type === "gauge") return false;
  return type === "counter" || /_(total|count|sum)$/.test(name);
}

/** A value for each minute: the mean, or of a total by how much it grew in a second. */
function minutesOf({ timesMs, values, stale }: Series, fromMs: number, isTotal: boolean): Float64Array {
  const sums = new Float64Array(MINUTES);
  const counts = new Uint32Array(MINUTES);
  for (let i = 0; i < values.length; i++) {
    if (stale?.[i] === 1 || !Number.isFinite(values[i])) continue;
    const minute = Math.ceil((timesMs[i]! - fromMs) / MINUTE_MS) - 1;
    if (minute < 0 || minute >= MINUTES) continue;
    if (isTotal) {
      if (i === 0) continue;
      const grown = values[i]! - values[i - 1]!;
      // It began anew.
      sums[minute]! += grown < 0 ? values[i]! : grown;
    } else sums[minute]! += values[i]!;
    counts[minute]!++;
  }
  return sums.map((sum, minute) =>
    counts[minute] === 0 ? Number.NaN : isTotal ? sum / 60 : sum / counts[minute]!,
  );
}

const partOf = ({ before, now }: Change) =>
  Math.abs(now - before) / Math.max(Math.abs(before), Math.abs(now), Number.MIN_VALUE);

const isWorthTelling = (change: Change) => change.score >= LEAST_SCORE && partOf(change) >= LEAST_PART;

/** A change in words: "40x", "+35 %", "from 0/s to 12/s". */
function changeWords({ before, now }: Change, name: string, isTotal: boolean): string {
  const guessed = guessUnit(name) ?? "none";
  const unit = isTotal ? unitOfRate(guessed) : guessed;
  const value = (of: number) => valueText(of, unit).replaceAll("\u00a0", " ");
  if (before > 0 && now > 0) {
    const ratio = now / before;
    if (ratio >= 2) return `${ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10}x`;
    const percent = Math.round((ratio - 1) * 100);
    return `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
  }
  return `from ${value(before)} to ${value(now)}`;
}

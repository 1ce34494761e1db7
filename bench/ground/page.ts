import { createReadPast } from "../../apps/web/data/history.ts";
import { createPastStore } from "../../apps/web/data/past-store.ts";

/** What a page asks for: the lanes of a wall. */
export interface Lanes {
  readonly url: string;
  readonly exprs: readonly string[];
  readonly endMs: number;
  readonly stepMs: number;
  readonly columns: number;
  /** Ours is asked as our own page does it, with its code; others for each expression, in JSON. */
  readonly isOurs: boolean;
}

/** As many as a browser opens to one server. */
const AT_ONCE = 6;

/** Runs in the page: resolves to how long it took until every lane's values lie in an array, and how many there are. */
export async function loadLanes(lanes: Lanes): Promise<{ ms: number; values: number }> {
  const startMs = performance.now();
  let values = 0;
  const take = (columns: readonly Float64Array[]) => {
    for (const column of columns) for (const value of column) if (!Number.isNaN(value)) values++;
  };
  if (lanes.isOurs) await readAsOurs(lanes, take);
  else {
    const waiting = [...lanes.exprs];
    const work = async () => {
      for (let expr = waiting.shift(); expr !== undefined; expr = waiting.shift())
        take(await askJson(lanes, expr));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return { ms: performance.now() - startMs, values };
}

async function readAsOurs(lanes: Lanes, take: (columns: readonly Float64Array[]) => void): Promise<void> {
  const readPast = createReadPast(createPastStore());
  const { stepMs, endMs } = lanes;
  const grid = { startMs: firstMs(lanes), endMs, stepMs };
  const { signal } = new AbortController();
  const read = async (expr: string) => {
    const past = await readPast({ expr, ...grid }, signal);
    if (!past.ok) throw new Error(past.failure.message);
    take(past.value.map(({ values }) => values));
  };
  await Promise.all(lanes.exprs.map(read));
}

const firstMs = ({ endMs, stepMs, columns }: Lanes) => endMs - (columns - 1) * stepMs;

const bodyOf = (lanes: Lanes, expr: string) =>
  new URLSearchParams({
    query: expr,
    start: String(firstMs(lanes) / 1_000),
    end: String(lanes.endMs / 1_000),
    step: String(lanes.stepMs / 1_000),
  });

async function askJson(lanes: Lanes, expr: string): Promise<Float64Array[]> {
  const response = await fetch(`${lanes.url}/api/v1/query_range`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: bodyOf(lanes, expr),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const body = (await response.json()) as {
    data: { result: { values: [number, string][] }[] };
  };
  return body.data.result.map((series) => {
    const values = new Float64Array(lanes.columns).fill(Number.NaN);
    for (const [timeS, value] of series.values)
      values[Math.round((timeS * 1_000 - firstMs(lanes)) / lanes.stepMs)] = Number(value);
    return values;
  });
}

import { columnsType, decodeColumns } from "../../packages/contracts/columns.ts";

/** What a page asks for: each expression for itself, as a wall does. */
export interface Lanes {
  readonly url: string;
  readonly exprs: readonly string[];
  readonly endMs: number;
  readonly stepMs: number;
  readonly columns: number;
  /** Our own page asks for columns, whoever else for JSON. */
  readonly isOurs: boolean;
}

/** As many as a browser opens to one server. */
const AT_ONCE = 6;

/** Runs in the page: resolves to how long it took until every lane's values lie in an array, and how many there are. */
export async function loadLanes(lanes: Lanes): Promise<{ ms: number; values: number }> {
  const startMs = performance.now();
  const waiting = [...lanes.exprs];
  let values = 0;
  const work = async () => {
    for (let expr = waiting.shift(); expr !== undefined; expr = waiting.shift()) {
      for (const column of await (lanes.isOurs ? askColumns(lanes, expr) : askJson(lanes, expr))) {
        for (const value of column) if (!Number.isNaN(value)) values++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ms: performance.now() - startMs, values };
}

const firstMs = ({ endMs, stepMs, columns }: Lanes) => endMs - (columns - 1) * stepMs;

const bodyOf = (lanes: Lanes, expr: string) =>
  new URLSearchParams({
    query: expr,
    start: String(firstMs(lanes) / 1_000),
    end: String(lanes.endMs / 1_000),
    step: String(lanes.stepMs / 1_000),
  });

async function ask(lanes: Lanes, expr: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(`${lanes.url}/api/v1/query_range`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
    body: bodyOf(lanes, expr),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}

async function askColumns(lanes: Lanes, expr: string): Promise<Float64Array[]> {
  const columns = decodeColumns(await (await ask(lanes, expr, { Accept: columnsType })).arrayBuffer());
  if ("code" in columns) throw new Error(columns.message);
  return columns.series.map(({ values }) => values);
}

async function askJson(lanes: Lanes, expr: string): Promise<Float64Array[]> {
  const body = (await (await ask(lanes, expr)).json()) as {
    data: { result: { values: [number, string][] }[] };
  };
  return body.data.result.map((series) => {
    const values = new Float64Array(lanes.columns).fill(Number.NaN);
    for (const [timeS, value] of series.values)
      values[Math.round((timeS * 1_000 - firstMs(lanes)) / lanes.stepMs)] = Number(value);
    return values;
  });
}

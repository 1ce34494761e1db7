import { setImmediate as nextTurn } from "node:timers/promises";
import type { RangeResult } from "@mission-control/promql";
import { labelsToJson } from "@mission-control/series";
import type { Context } from "hono";
import { formatValue } from "./prom-data.ts";

/** So many values are written in one go: a millisecond or two. Then everything else has its turn. */
const VALUES_A_TURN = 5_000;

/**
 * A range query's answer in Prometheus' JSON, a matrix whose absent steps are left out, written as it is sent: an answer of
 * millions of values neither holds the thread nor lies in memory whole.
 */
export function rangeAnswer(c: Context, result: RangeResult): Response | Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  const chunks = rangeJson(result);
  if (result.series.length * result.timesMs.length <= VALUES_A_TURN)
    return c.body(Buffer.concat([...chunks]), 200, headers);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await nextTurn();
      const next = chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
  return c.body(body, 200, headers);
}

/** The answer in pieces of UTF-8. */
export function* rangeJson(result: RangeResult): Generator<Buffer<ArrayBuffer>> {
  const { series, warnings, infos } = result;
  const heads = Array.from(result.timesMs, (timeMs) => `[${timeMs / 1_000},"`);
  let text = '{"status":"success","data":{"resultType":"matrix","result":[';
  let [count, rows] = [0, 0];
  for (const { labels, values, present } of series) {
    const metric = `${rows === 0 ? "" : ","}{"metric":${JSON.stringify(labelsToJson(labels))},"values":`;
    let before = "[";
    for (let i = 0; i < heads.length; i++) {
      if (present[i] === 0) continue;
      if (before === "[") text += metric;
      text += before;
      text += heads[i];
      text += formatValue(values[i]!);
      text += '"]';
      before = ",";
      if (++count % VALUES_A_TURN !== 0) continue;
      yield Buffer.from(text);
      text = "";
    }
    if (before === "[") continue;
    text += "]}";
    rows++;
  }
  const said = (name: string, words: readonly string[]) =>
    words.length === 0 ? "" : `,${JSON.stringify(name)}:${JSON.stringify(words)}`;
  yield Buffer.from(`${text}]}${said("warnings", warnings)}${said("infos", infos)}}`);
}

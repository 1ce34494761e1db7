import { Refusal } from "@mission-control/contracts";
import { encodeWriteRequest, packSnappy } from "@mission-control/contracts/remote-write";
import type { Samples } from "@mission-control/series";
import type { Asking } from "./prometheus-asking.ts";
import type { StoreAnswer } from "./prometheus-http.ts";

const HEADERS = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
};
/** Statuses below 500 that say something of us or of the moment, not of the samples. */
const NOT_ABOUT_SAMPLES = new Set([401, 403, 404, 405, 408, 421, 429]);
/** Prometheus answers some of these with 500. */
const ABOUT_SAMPLES = /out of order|out of bounds|too old sample|duplicate sample/i;
/** Requests that may be spent on finding out which samples of one batch a store refuses. */
const MOST_REQUESTS = 200;

/** What became of samples: how many the store will never take, and what it said last. */
export interface Written {
  readonly refused: number;
  readonly reason: string | undefined;
}

/**
 * Writes samples by remote write 1.0. Prometheus refuses a whole request for one sample: one that is refused is halved until
 * only the bad ones are left out.
 */
export function createWriter(asking: Asking, address: () => Promise<string>) {
  /** Why the store refuses these samples; undefined where it took them. @throws Refusal `store_away` */
  const post = async (samples: Samples, signal: AbortSignal | undefined): Promise<string | undefined> => {
    const url = await address();
    const body = packSnappy(encodeWriteRequest(samples));
    return asking.post({ url, headers: HEADERS, body, signal }, readWritten);
  };

  return {
    /** Samples whose time is no number are left out. @throws Refusal `store_away`, or the signal's reason; then some may have
     * been taken. */
    async write(given: Samples, signal?: AbortSignal): Promise<Written> {
      const parts = [timed(given)];
      let requests = 0;
      let refused = 0;
      let reason: string | undefined;
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
        const count = part.refs.length;
        if (count === 0) continue;
        requests++;
        const why = await post(part, signal);
        if (why === undefined) continue;
        reason = asking.conceal(why);
        if (count === 1 || requests >= MOST_REQUESTS) refused += count;
        else parts.push(slice(part, count >> 1, count), slice(part, 0, count >> 1));
      }
      return { refused, reason };
    },
  };
}

function readWritten({ status, text }: StoreAnswer): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  const line = text.trim().split("\n", 1)[0]!.slice(0, 300);
  const isRefused = status < 500 ? !NOT_ABOUT_SAMPLES.has(status) : ABOUT_SAMPLES.test(line);
  if (isRefused) return line;
  throw new Refusal("store_away", `it answers ${status} to a write${line === "" ? "" : `: ${line}`}`);
}

/** In order of time, as stores want them, without those that have none; of equal series and time the last. */
function timed({ labels, refs, timesMs, values }: Samples): Samples {
  const order = Array.from(refs.keys()).filter((i) => Number.isFinite(timesMs[i]!));
  order.sort((a, b) => timesMs[a]! - timesMs[b]! || refs[a]! - refs[b]! || a - b);
  const last = order.filter((i, at) => {
    const next = order[at + 1];
    return next === undefined || refs[next] !== refs[i] || timesMs[next] !== timesMs[i];
  });
  return {
    labels,
    refs: Uint32Array.from(last, (i) => refs[i]!),
    timesMs: Float64Array.from(last, (i) => timesMs[i]!),
    values: Float64Array.from(last, (i) => values[i]!),
  };
}

const slice = ({ labels, refs, timesMs, values }: Samples, from: number, to: number): Samples => ({
  labels,
  refs: refs.subarray(from, to),
  timesMs: timesMs.subarray(from, to),
  values: values.subarray(from, to),
});

import {
  type Columns,
  createLanePartReader,
  decodeColumns,
  type LanePart,
  lanesType,
  limits,
  type PromError,
} from "@mission-control/contracts";
import { apiPath } from "./api-root.ts";
import { bodyOf, failureOf } from "./ask.ts";
import type { Failure, Outcome } from "./outcome.ts";
import type { Stretch } from "./past-parts.ts";

/** The failures after which the same question may be answered later. */
const LATER: ReadonlySet<string> = new Set<PromError["errorType"]>([
  "unavailable",
  "internal",
  "timeout",
  "canceled",
]);

/** Many expressions on one stretch. */
export interface PastAsked {
  readonly stretch: Stretch;
  readonly store: string | undefined;
  readonly lanes: readonly { readonly expr: string; readonly signal: AbortSignal }[];
  /** Gets the answer of each lane, by its number, once; of one that is aborted perhaps none. */
  readonly answer: (index: number, outcome: Outcome<Columns>) => void;
}

/** Asks for many lanes together, by `/api/v1/query_ranges`; each answer is told as it comes. Resolves after the last. */
export async function askPast(asked: PastAsked): Promise<void> {
  const indexes = asked.lanes.map((_, index) => index);
  const most = limits.queriesPerRequest;
  const requests: Promise<void>[] = [];
  for (let from = 0; from < indexes.length; from += most)
    requests.push(askTogether(asked, indexes.slice(from, from + most)));
  await Promise.all(requests);
}

async function askTogether({ stretch, store, lanes, answer }: PastAsked, indexes: number[]): Promise<void> {
  const left = new Set(indexes);
  const fail = (failure: Failure) => {
    for (const index of left) answer(index, { ok: false, failure });
  };
  const body = new URLSearchParams(indexes.map((index) => ["query", lanes[index]!.expr]));
  body.append("start", String(stretch.startMs / 1000));
  body.append("end", String(stretch.endMs / 1000));
  body.append("step", String(stretch.stepMs / 1000));
  if (store !== undefined) body.append("store", store);
  try {
    const response = await fetch(apiPath("/api/v1/query_ranges"), {
      method: "POST",
      headers: { accept: lanesType, "content-type": "application/x-www-form-urlencoded" },
      body,
      signal: whenAllAbort(indexes.map((index) => lanes[index]!.signal)),
    });
    if (!response.ok) return fail(failureOf(await bodyOf(response), response.status));
    for await (const part of partsOf(response)) {
      const index = indexes[part.index];
      if (index !== undefined && left.delete(index)) answer(index, outcomeOf(part));
    }
    if (left.size > 0) fail({ message: "The answer was cut off.", away: true });
  } catch (error) {
    const message = error instanceof Unreadable ? error.message : "The server cannot be reached.";
    fail({ message, away: true });
  }
}

class Unreadable extends Error {
  override readonly name = "Unreadable";
}

async function* partsOf(response: Response): AsyncGenerator<LanePart> {
  const reader = createLanePartReader();
  const body = response.body?.getReader();
  for (;;) {
    const piece = await body?.read();
    if (piece?.value === undefined) break;
    const parts = reader.read(piece.value);
    if ("code" in parts) throw new Unreadable(`The answer cannot be read: ${parts.message}.`);
    yield* parts;
  }
}

function outcomeOf({ form, bytes }: LanePart): Outcome<Columns> {
  if (form === "failure") {
    const said = JSON.parse(new TextDecoder().decode(bytes)) as PromError;
    return { ok: false, failure: failureOf(said, LATER.has(said.errorType) ? 503 : 422) };
  }
  const columns = decodeColumns(bytes);
  if (!("code" in columns)) return { ok: true, value: columns };
  return { ok: false, failure: { message: `The answer cannot be read: ${columns.message}.`, away: true } };
}

/** Aborts once nobody waits any more. */
function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  let waiting = signals.length;
  for (const signal of signals) {
    const leave = () => --waiting === 0 && all.abort(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  }
  return all.signal;
}

import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { constants, createGzip } from "node:zlib";
import { encodeLanePart, lanesType, type PromError, type RangeAnswer } from "@mission-control/contracts";
import type { Context } from "hono";
import { createShares } from "../evaluate/shares.ts";
import { type AsOf, ofVersion } from "../past.ts";
import { columnsBytes } from "./columns-answer.ts";
import { promErrorOf } from "./prom-answer.ts";

/** Parts that are ready go out together, so many bytes at most. */
const PIECE_BYTES = 256 * 1024;
/** What is packed comes in pieces of so many bytes: each costs a turn of the thread. */
const PACKED_BYTES = 128 * 1024;

/** One of many range queries: its weight among them, and how it is answered. */
export interface LaneQuery {
  readonly weight: number;
  /** Of what its answer comes from besides data, where that can become another. */
  readonly version?: string;
  readonly ask: (signal: AbortSignal) => Promise<RangeAnswer | PromError>;
}

/**
 * Answers many range queries in one body, each part as soon as it is ready; one that fails is a part that says so. Queries
 * run at once while their weights come to `most`, and one counts until its part has been taken: an asker who reads slowly
 * makes nothing pile up.
 */
export function lanesAnswer(
  c: Context,
  options: {
    queries: readonly LaneQuery[];
    most: number;
    grid: { startMs: number; stepMs: number };
    past: AsOf;
    onError: (error: unknown) => void;
  },
): Response {
  const headers = { "Content-Type": lanesType, Vary: "Accept-Encoding" };
  const leaving = new AbortController();
  const signal = AbortSignal.any([c.req.raw.signal, leaving.signal]);
  const isGzip = c.req.header("accept-encoding")?.includes("gzip") === true;
  const packer = isGzip ? createGzip({ level: constants.Z_BEST_SPEED, chunkSize: PACKED_BYTES }) : undefined;
  const pieces = Readable.from(
    piecesOf(options, signal, () => packer?.flush(constants.Z_SYNC_FLUSH)),
    {
      objectMode: false,
    },
  );
  pieces.once("close", () => leaving.abort());
  if (packer === undefined) return c.body(Readable.toWeb(pieces) as ReadableStream, 200, headers);
  const packed = pieces.pipe(packer);
  packed.once("close", () => pieces.destroy());
  return c.body(Readable.toWeb(packed) as ReadableStream, 200, { ...headers, "Content-Encoding": "gzip" });
}

/** `idle` is called whenever nothing more is ready for now. */
async function* piecesOf(
  { queries, most, grid, past, onError }: Parameters<typeof lanesAnswer>[1],
  signal: AbortSignal,
  idle: () => void,
): AsyncGenerator<Buffer> {
  const pass = createShares(most);
  const ready: { part: Uint8Array; taken: () => void }[] = [];
  let wake = () => {};

  // One each: a signal looks through all its listeners for each that is added.
  const leaving = queries.map(() => new AbortController());
  const leave = () => {
    for (const one of leaving) one.abort(signal.reason);
  };
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });

  async function answer(index: number, { ask, version }: LaneQuery): Promise<Uint8Array> {
    try {
      const result = await ask(leaving[index]!.signal);
      if ("error" in result) return failedPart(index, result);
      const asOf = version === undefined ? past : ofVersion(past, version);
      return encodeLanePart(index, "columns", columnsBytes(result, grid, asOf));
    } catch (error) {
      return failedPart(index, failureOf(error, onError));
    }
  }

  for (const [index, query] of queries.entries())
    void pass(query.weight, async () => {
      const part = await answer(index, query);
      await new Promise<void>((taken) => {
        ready.push({ part, taken });
        wake();
      });
    });
  for (let left = queries.length; left > 0; ) {
    if (ready.length === 0) {
      idle();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      // What is ready in the same turn goes along.
      await nextTurn();
    }
    const piece: Uint8Array[] = [];
    for (let bytes = 0; bytes < PIECE_BYTES && ready.length > 0; left--) {
      const { part, taken } = ready.shift()!;
      piece.push(part);
      bytes += part.length;
      taken();
    }
    yield Buffer.concat(piece);
  }
}

const failedPart = (index: number, error: PromError): Uint8Array =>
  encodeLanePart(index, "failure", new TextEncoder().encode(JSON.stringify(error)));

/** The answer has begun: what is our own fault is told in the lane, too, and to the log. */
function failureOf(error: unknown, onError: (error: unknown) => void): PromError {
  try {
    return promErrorOf(error);
  } catch (fault) {
    onError(fault);
    return {
      status: "error",
      errorType: "internal",
      error: "Something went wrong here; the server's log says what.",
    };
  }
}

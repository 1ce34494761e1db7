import type { EventEmitter } from "node:events";
import autocannon from "autocannon";
import { headersOf } from "../company/http-ask.ts";
import type { Call } from "../company/wire.ts";
import { type Outcome, outcomeOf } from "./report.ts";

/** What a volley fires, and whom it tells. */
export interface Volley {
  /** `http://127.0.0.1:4411` */
  readonly url: string;
  readonly requests: number;
  /** At most so many are made in a second. */
  readonly perSecond: number;
  readonly timeoutSeconds: number;
  /** Asked for each request as it goes out. */
  next(): Call;
  ended(outcome: Outcome): void;
}

/** What autocannon's client has beside what its types say. */
type Connection = EventEmitter & { destroy(): void };

/** Autocannon keeps three histograms for each run, 4 MB together, unless it is given others; nobody reads them here. */
const unread = {
  __custom: true,
  recordValue() {},
  recordValueWithExpectedInterval() {},
  reset() {},
  destroy() {},
};
const histograms = { latencies: unread, requests: unread, throughput: unread };

/** Autocannon looks so often whether a run is over, ms; its results are of no use here. */
const SAMPLE_MS = 500;

/**
 * Fires requests one after the other over one connection, which is opened again where the server closes it. Every request
 * ends in one outcome. Where nobody answers twice in a row the rest is not made: autocannon would try again at once, and
 * without end.
 */
export function fireVolley(volley: Volley) {
  let connection: Connection | undefined;
  let made = 0;
  let settled = 0;
  let failures = 0;
  let stopping = false;

  function settle(outcome: Outcome): void {
    settled++;
    volley.ended(outcome);
    // Autocannon itself would keep the connection until the next second.
    if (stopping || settled === volley.requests) connection?.destroy();
  }

  const over = new Promise<void>((resolve, reject) => {
    const options: autocannon.Options & { histograms: typeof histograms } = {
      histograms,
      url: volley.url,
      connections: 1,
      pipelining: 1,
      amount: volley.requests,
      connectionRate: volley.perSecond,
      timeout: volley.timeoutSeconds,
      sampleInt: SAMPLE_MS,
      skipAggregateResult: true,
      setupClient(client) {
        connection = client as EventEmitter as Connection;
        connection.on("timeout", () => settle("timeout"));
        connection.on("connError", () => {
          failures++;
          if (made > settled) settle("refused");
          if (failures >= 2) connection?.destroy();
        });
        connection.on("done", () => {
          // The last timeout is told after the end.
          setImmediate(() => {
            // A server that closes the connection before it answers is told by nothing.
            while (settled < made) settle("refused");
            resolve();
          });
        });
      },
      requests: [
        {
          setupRequest(request) {
            // Autocannon prepares one more where a connection is ended from within an answer.
            if (stopping || made === volley.requests) return request;
            made++;
            return { ...request, ...requestOf(volley.next()) };
          },
          onResponse(status) {
            failures = 0;
            settle(outcomeOf(status));
          },
        },
      ],
    };
    autocannon(options, (error) => {
      if (error !== null) reject(error);
    });
  });

  return {
    /** Resolves once the last answer has come. */
    over,
    /** Of its requests, those that it has not made. */
    left: () => volley.requests - made,
    /** Makes no more requests; the one under way may end. */
    stop(): void {
      stopping = true;
      if (settled === made) connection?.destroy();
    },
  };
}

function requestOf(call: Call): autocannon.Request {
  const { method, path, body } = call;
  // Autocannon says itself how long the body is.
  const { "content-length": _, ...head } = headersOf(call);
  return { method, path, ...(body === undefined ? {} : { body }), headers: head as Record<string, string> };
}

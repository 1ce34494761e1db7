import { type PromError, type PromqlAsked, Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { readAnswer } from "./prometheus-answers.ts";
import { type Credentials, createCredentials } from "./prometheus-credentials.ts";
import { createStoreHttp, type StoreAnswer, type StoreRequest } from "./prometheus-http.ts";
import { createPolicy } from "./prometheus-policy.ts";

/** How long a store may take to answer a probe, ms. */
const PROBE_MS = 5_000;

/** A question: its path below the store's API, and its parameters. `get` is for those that take no form. */
export interface Question {
  readonly url: string;
  readonly parameters: URLSearchParams;
  readonly get?: boolean;
}

/**
 * Asks a store, bearing with its failures. What an asker gives up, or has no more time for, is no failure of the store.
 * Nothing that is told holds a secret.
 */
export function createAsking(options: {
  name: string;
  credentials: Credentials;
  timeoutMs: number;
  clock: Clock;
  fetch?: typeof globalThis.fetch | undefined;
}) {
  const { name, clock, timeoutMs } = options;
  const credentials = createCredentials(options.credentials);
  const http = { credentials, clock, fetch: options.fetch };
  const send = createStoreHttp({ ...http, timeoutMs });
  const sendProbe = createStoreHttp({ ...http, timeoutMs: Math.min(timeoutMs, PROBE_MS) });
  const policy = createPolicy(clock);
  // Of its own: a store may answer questions and take no writes.
  const writePolicy = createPolicy(clock);

  /** Sends under the policy; `signal` ends it but where it is the one request that tries an away store. */
  async function run<T>(
    request: StoreRequest,
    read: (answer: StoreAnswer) => T | Promise<T>,
    signal?: AbortSignal,
    how = send,
    by = policy,
  ): Promise<T> {
    const running = by.run(async (alone) => {
      try {
        return await read(await how({ ...request, signal: alone ? undefined : signal }));
      } catch (error) {
        throw error instanceof Refusal ? concealed(error) : error;
      }
    });
    try {
      return await untilAborted(running, signal);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const words = error.code === "store_away" ? `${name} is away: ` : `${name}: `;
      throw new Refusal(error.code, words + error.message);
    }
  }

  function concealed({ code, message, cause }: Refusal): Refusal {
    return new Refusal(code, credentials.conceal(message), { cause });
  }

  const requestOf = ({ url, parameters, get }: Question): StoreRequest =>
    get === true
      ? { url: `${url}?${parameters}`, headers: {} }
      : { url, headers: { "content-type": "application/x-www-form-urlencoded" }, body: String(parameters) };

  return {
    /**
     * What the store says, as `read` reads it, or what it says against the question.
     * @throws Refusal `store_away`, `too_large` where the answer is; the signal's reason where that aborts.
     */
    async ask<T extends object>(
      question: Question,
      read: (answer: StoreAnswer) => T | PromError | Promise<T | PromError>,
      { signal, deadlineMs = timeoutMs }: PromqlAsked = {},
    ): Promise<T | PromError> {
      const late = new AbortController();
      const stopWaiting = deadlineMs < timeoutMs ? clock.after(deadlineMs, () => late.abort()) : () => {};
      const either = AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]);
      try {
        const said = await run(requestOf(question), read, either);
        return "error" in said ? { ...said, error: credentials.conceal(said.error) } : said;
      } catch (error) {
        if (!late.signal.aborted || signal?.aborted === true) throw error;
        const words = `${name} did not answer within ${Math.round(deadlineMs / 100) / 10} s`;
        return { status: "error", errorType: "timeout", error: words };
      } finally {
        stopWaiting();
      }
    },
    /** Sends a body; `read` throws Refusal `store_away` where the answer says that the store is not well. */
    post: <T>(request: StoreRequest, read: (answer: StoreAnswer) => T): Promise<T> =>
      run(request, read, request.signal, send, writePolicy),
    /** Asks only to know whether the store is there; rejects where it is not. */
    async probe(question: Question): Promise<void> {
      await run(requestOf(question), readAnswer, undefined, sendProbe);
    },
    /** Gets an address, whatever the policy says; its answer counts nothing. */
    get: (url: string): Promise<StoreAnswer> => sendProbe({ url, headers: {} }),
    away: policy.away,
    conceal: credentials.conceal,
  };
}

/** Asks a store, bearing with its failures. */
export type Asking = ReturnType<typeof createAsking>;

/** The promise, or the signal's reason as soon as it aborts: what waits behind another's request does not wait on. */
function untilAborted<T>(running: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return running;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

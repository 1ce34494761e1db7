import { Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { createCredentials } from "./prometheus-credentials.ts";

/** Bytes of one answer, unpacked. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What a store answered: its status, and its body where that was wanted. */
export interface StoreAnswer {
  readonly status: number;
  readonly text: string;
}

export interface StoreRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Without one it is a GET. */
  readonly body?: string | Uint8Array | undefined;
  /** Ends the request; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request and reads the answer, whatever its status, up to 64 MiB. Only our own headers go along. A redirect is
 * refused: it could carry the credentials elsewhere.
 * @throws Refusal `store_away` where no answer comes in time; its cause is fetch's TypeError where the connection failed.
 * `too_large` where the answer is over its bound.
 */
export function createStoreHttp(options: {
  credentials: ReturnType<typeof createCredentials>;
  timeoutMs: number;
  clock: Clock;
  fetch?: typeof globalThis.fetch | undefined;
}) {
  const { credentials, timeoutMs, clock, fetch = globalThis.fetch } = options;

  return async function send({ url, headers, body, signal }: StoreRequest): Promise<StoreAnswer> {
    signal?.throwIfAborted();
    const late = new AbortController();
    const stopWaiting = clock.after(timeoutMs, () => late.abort());
    try {
      const response = await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        headers: { "user-agent": "mission-control", ...(await credentials.headers()), ...headers },
        ...(body === undefined ? {} : { body: body as BodyInit }),
        redirect: "manual",
        signal: AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]),
      });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw new Refusal("store_away", "it answers with a redirect; name the address that it leads to");
      }
      return { status: response.status, text: await readText(response) };
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (signal?.aborted === true) throw signal.reason;
      if (late.signal.aborted)
        throw new Refusal("store_away", `no answer within ${Math.round(timeoutMs / 100) / 10} s`);
      throw new Refusal("store_away", credentials.conceal(wordsOf(error)), { cause: error });
    } finally {
      stopWaiting();
    }
  };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  // Left early, the loop cancels the body, and with it the connection.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new Refusal(
        "too_large",
        `its answer is over ${MAX_ANSWER_BYTES / 2 ** 20} MiB; narrow the range or the selector`,
      );
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** What system calls say, in words. */
const WORDS = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ECONNRESET", "the connection broke"],
  ["UND_ERR_SOCKET", "the connection broke"],
  ["ENOTFOUND", "its name is not known"],
  ["EAI_AGAIN", "its name cannot be looked up now"],
  ["EHOSTUNREACH", "no way to its address"],
  ["ENETUNREACH", "no way to its address"],
  ["ETIMEDOUT", "no connection in time"],
  ["UND_ERR_CONNECT_TIMEOUT", "no connection in time"],
]);

/** What went wrong on the way: fetch puts it into the cause, and of several addresses tried into its errors. */
function wordsOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code = "", errors } = (cause ?? {}) as { code?: string; errors?: Error[] };
  const inner = errors?.[0]?.message ?? (cause instanceof Error ? cause.message : "");
  return WORDS.get(code) ?? (inner === "" ? message : inner);
}

import type { Answered, Sent } from "./channel.ts";
import { cleanWords } from "./words.ts";

/** No other machine keeps a message waiting for longer than this by its word. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * What an answer to a posted message means: 2xx took it, 429, 408, 425 and 5xx may take it later, 410 wants no more ever, and
 * the rest refused it for good; redirects are among these, as whoever could answer so would get the message.
 */
export function sentOf(answer: Answered, nowMs: number): Sent {
  if (!answer.ok) return { ok: false, words: answer.words, retry: !answer.blocked };
  const { status, headers, text } = answer;
  const said = cleanWords(text);
  const words = said === "" ? `answered ${status}` : `answered ${status}: ${said}`;
  if (status >= 200 && status < 300) return { ok: true, words };
  if (status >= 300 && status < 400)
    return {
      ok: false,
      words: `answered ${status}, a redirect, which is not followed; give the address that it leads to`,
      retry: false,
    };
  if (status === 410)
    return { ok: false, words: `${words}; nothing is sent there any more`, retry: false, disable: true };
  if (status < 500 && status !== 408 && status !== 425 && status !== 429)
    return { ok: false, words, retry: false };
  const afterMs = retryAfterMs(headers["retry-after"], nowMs);
  return { ok: false, words, retry: true, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** How long `Retry-After` asks to wait, by seconds or by a date; undefined where it says neither. */
function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const given = header.trim();
  const waitMs = /^\d{1,10}$/.test(given) ? Number(given) * 1_000 : dateMs(given) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, waitMs));
}

/** A date as HTTP has it; other texts that a Date would read are none. */
const dateMs = (text: string): number =>
  /^[A-Z][a-z]{2,8},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;

/** The value of a JSON answer; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A text of an answer; "" where it is none. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

import type { Replay, ReplayLine, ReplayQuestion } from "@mission-control/contracts";
import { apiPath } from "../data/api-root.ts";
import { bodyOf, failureOf } from "../data/ask.ts";
import type { Outcome } from "../data/outcome.ts";

/** Reads a text that comes in parts line by line. An empty line is none. */
export async function readLines(
  parts: AsyncIterable<Uint8Array>,
  take: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of parts) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") take(line);
  }
  rest += decoder.decode();
  if (rest.trim() !== "") take(rest);
}

/** Asks what a rule would have done. `onProgress` hears how far it is, from 0 to 1. Throws where it is aborted only. */
export async function askReplay(
  question: ReplayQuestion,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (part: number) => void },
): Promise<Outcome<Replay>> {
  try {
    const response = await fetch(apiPath("/api/rules/preview"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(question),
      signal,
    });
    if (!response.ok) return { ok: false, failure: failureOf(await bodyOf(response), response.status) };
    let outcome: Outcome<Replay> = {
      ok: false,
      failure: { message: "The replay broke off before its end.", away: true },
    };
    await readLines(partsOf(response.body), (line) => {
      const said = JSON.parse(line) as ReplayLine;
      if ("progress" in said) onProgress(said.progress);
      else if ("replay" in said) outcome = { ok: true, value: said.replay };
      else outcome = { ok: false, failure: { message: said.failed, code: said.code } };
    });
    return outcome;
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, failure: { message: "The server cannot be reached.", away: true } };
  }
}

/** Not every browser gives a body's parts by itself. */
async function* partsOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

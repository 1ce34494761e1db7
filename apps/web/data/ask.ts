import type { Failure, Outcome } from "./outcome.ts";

/** Asks the server for JSON. Never throws but for an abort: what did not come says why, in words. */
export async function ask<T>(path: string, init: RequestInit = {}): Promise<Outcome<T>> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    return { ok: false, failure: { message: "The server cannot be reached.", away: true } };
  }
  const body = await bodyOf(response);
  if (response.ok) return { ok: true, value: body as T };
  return { ok: false, failure: failureOf(body, response.status) };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** The words of a problem document or of Prometheus' error shape. */
function failureOf(body: unknown, status: number): Failure {
  const said = (body ?? {}) as { error?: unknown; detail?: unknown; title?: unknown; column?: unknown };
  const message = [said.error, said.detail, said.title].find((text) => typeof text === "string");
  return {
    message: typeof message === "string" ? message : `The server answered ${status}.`,
    away: status >= 500,
    ...(typeof said.column === "number" && { column: said.column }),
  };
}

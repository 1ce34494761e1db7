import type { Reject } from "@mission-control/contracts";
import { apiPath } from "./api-root.ts";
import type { Failure, Outcome } from "./outcome.ts";

/** Asks the server for JSON. Never throws but for an abort: what did not come says why, in words. */
export function ask<T>(path: string, init: RequestInit = {}): Promise<Outcome<T>> {
  return askFor(path, init, async (response) => (await bodyOf(response)) as T);
}

/** Asks the server for bytes, likewise. */
export function askBytes(path: string, init: RequestInit = {}): Promise<Outcome<ArrayBuffer>> {
  return askFor(path, init, (response) => response.arrayBuffer());
}

async function askFor<T>(
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const response = await fetch(apiPath(path), init);
    if (response.ok) return { ok: true, value: await read(response) };
    return { ok: false, failure: failureOf(await bodyOf(response), response.status) };
  } catch (error) {
    if (init.signal?.aborted) throw error;
    return { ok: false, failure: { message: "The server cannot be reached.", away: true } };
  }
}

/** The JSON of an answer, undefined where it is none. */
export async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** The words of a problem document or of Prometheus' error shape. */
export function failureOf(body: unknown, status: number): Failure {
  const said = (body ?? {}) as Partial<
    Record<"error" | "detail" | "title" | "column" | "code" | "errors", unknown>
  >;
  const message = [said.error, said.detail, said.title].find((text) => typeof text === "string");
  return {
    message: typeof message === "string" ? message : `The server answered ${status}.`,
    away: status >= 500,
    ...(typeof said.column === "number" && { column: said.column }),
    ...(typeof said.code === "string" && { code: said.code }),
    ...(Array.isArray(said.errors) && { faults: said.errors.flatMap(faultOf) }),
  };
}

function faultOf(raw: unknown): Reject[] {
  const { code, path, message } = (raw ?? {}) as Partial<Record<keyof Reject, unknown>>;
  return typeof path === "string" && typeof message === "string"
    ? [{ code: String(code), path, message }]
    : [];
}

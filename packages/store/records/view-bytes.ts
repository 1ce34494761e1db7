import { type View, viewSchema } from "@mission-control/contracts";

/** JSON as bytes. */
export function bytesOfJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The value of bytes that a disk may have changed, undefined where they are no JSON. libsql gives ArrayBuffers too. */
export function jsonOfBytes(bytes: Uint8Array | ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A kept view, with what it did not say yet when it was saved filled in; undefined where it is no view any more. */
export function viewOfBytes(bytes: Uint8Array | ArrayBuffer): View | undefined {
  return viewSchema.safeParse(jsonOfBytes(bytes)).data;
}

/** Text as bytes, and back; what a disk made unreadable of it is left out. */
export const bytesOfText = (text: string): Buffer => Buffer.from(text);
export const textOfBytes = (bytes: Uint8Array | ArrayBuffer): string => new TextDecoder().decode(bytes);

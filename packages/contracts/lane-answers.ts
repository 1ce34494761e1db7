import type { Reject } from "./reject.ts";

/** The media type of answers to many range queries in one body: one part for each, in the order in which they are ready. */
export const lanesType = "application/vnd.mission-control.lanes";

/** The answer to the query of a number: columns as `encodeColumns` gives them, or as JSON why there are none. */
export interface LanePart {
  readonly index: number;
  readonly form: LaneForm;
  readonly bytes: ArrayBuffer;
}

type LaneForm = "columns" | "failure";

const MAGIC = 0x3150434d; // "MCP1", little-endian
const HEAD_BYTES = 16;
const FORMS: readonly LaneForm[] = ["columns", "failure"];
/** What one part may have: beyond it the head is taken for damaged. */
const MOST_BYTES = 2 ** 30;

/** One part as bytes, little-endian: magic, the query's number, the form, the length, each u32; then what it holds. */
export function encodeLanePart(
  index: number,
  form: LaneForm,
  content: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(HEAD_BYTES + content.length);
  const head = [MAGIC, index, FORMS.indexOf(form), content.length];
  const view = new DataView(out.buffer);
  for (const [i, number] of head.entries()) view.setUint32(i * 4, number, true);
  out.set(content, HEAD_BYTES);
  return out;
}

/** Takes a body in pieces of any size, in order; gives the parts that each piece completes. */
export function createLanePartReader() {
  const head = new Uint8Array(HEAD_BYTES);
  let part: { index: number; form: LaneForm; bytes: Uint8Array<ArrayBuffer> } | undefined;
  let filled = 0;

  /** Copies what there is and what is wanted, and gives how much that was. */
  function fill(into: Uint8Array, piece: Uint8Array): number {
    const count = Math.min(into.length - filled, piece.length);
    into.set(piece.subarray(0, count), filled);
    filled += count;
    return count;
  }

  function open(): typeof part {
    const view = new DataView(head.buffer);
    const [magic, index, form, length] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
    const known = FORMS[form!];
    if (magic !== MAGIC || known === undefined || length! > MOST_BYTES) return undefined;
    return { index: index!, form: known, bytes: new Uint8Array(length!) };
  }

  return {
    /** What a piece completes, or why the body is none. */
    read(piece: Uint8Array): LanePart[] | Reject {
      const parts: LanePart[] = [];
      for (let rest = piece; ; ) {
        const into = part?.bytes ?? head;
        rest = rest.subarray(fill(into, rest));
        if (filled < into.length) return parts;
        filled = 0;
        if (part !== undefined) {
          parts.push({ index: part.index, form: part.form, bytes: part.bytes.buffer });
          part = undefined;
          continue;
        }
        part = open();
        if (part === undefined)
          return { code: "bad_lanes", path: "", message: "these are no answers to lanes" };
      }
    },
    /** Whether the body may end here: not within a part. */
    isBetween: () => part === undefined && filled === 0,
  };
}

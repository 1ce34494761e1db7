import { byte, indexOfByte } from "./bytes.ts";

/**
 * Puts lines together from the pieces of a stream. Whole lines are handed on where they lie; only a line that is cut by the end of a piece
 * is copied. A line of more than `maxBytes` is handed to `onTooLong` once, by its beginning, and passed over to its end.
 */
export function createLineSplitter(options: {
  maxBytes: number;
  onLines: (bytes: Uint8Array, from: number, to: number) => void;
  onTooLong: (beginning: Uint8Array) => void;
}) {
  const { maxBytes, onLines, onTooLong } = options;
  let kept = new Uint8Array(0);
  let length = 0;
  let skipping = false;

  function keep(piece: Uint8Array, from: number, to: number): void {
    const needed = length + to - from;
    if (needed > maxBytes) {
      const beginning = new Uint8Array(Math.min(needed, 1024));
      beginning.set(kept.subarray(0, Math.min(length, beginning.length)));
      if (length < beginning.length) {
        beginning.set(piece.subarray(from, from + beginning.length - length), length);
      }
      onTooLong(beginning);
      skipping = true;
      forget();
      return;
    }
    if (needed > kept.length) {
      const wider = new Uint8Array(Math.min(maxBytes, Math.max(256, needed * 2)));
      wider.set(kept.subarray(0, length));
      kept = wider;
    }
    kept.set(piece.subarray(from, to), length);
    length = needed;
  }

  function forget(): void {
    length = 0;
    if (kept.length > 4096) kept = new Uint8Array(0);
  }

  /** Ends the line that is being kept, where it has one part at least, and says where the next begins. */
  function finishKept(piece: Uint8Array): number {
    const newline = indexOfByte(piece, byte.newline, 0, piece.length);
    if (!skipping) keep(piece, 0, newline);
    if (newline === piece.length) return newline;
    if (!skipping) {
      onLines(kept, 0, length);
      forget();
    }
    skipping = false;
    return newline + 1;
  }

  /** Hands on the whole lines of piece[from, to), unless one of them is too long. */
  function handOn(piece: Uint8Array, from: number, to: number): void {
    if (to - from <= maxBytes) {
      if (to > from) onLines(piece, from, to);
      return;
    }
    for (let at = from; at < to; ) {
      const newline = indexOfByte(piece, byte.newline, at, to);
      if (newline - at > maxBytes) onTooLong(piece.slice(at, at + 1024));
      else onLines(piece, at, newline);
      at = newline + 1;
    }
  }

  return {
    /** Takes the next piece of the stream. */
    push(piece: Uint8Array): void {
      const from = length > 0 || skipping ? finishKept(piece) : 0;
      const last = piece.lastIndexOf(byte.newline) + 1;
      if (last > from) handOn(piece, from, last);
      if (last >= from && last < piece.length && !skipping) keep(piece, Math.max(from, last), piece.length);
    },
    /** Ends the stream: what was begun counts as a line. */
    end(): void {
      if (length > 0) onLines(kept, 0, length);
      forget();
      skipping = false;
    },
  };
}

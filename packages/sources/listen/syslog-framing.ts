import { byte, indexOfByte } from "./bytes.ts";
import type { TcpReader } from "./tcp.ts";

const COUNT_DIGITS = 9;

const isDigit = (value: number | undefined) =>
  value !== undefined && value >= byte.zero && value <= byte.nine;
const isFill = (value: number | undefined) =>
  value === byte.newline || value === byte.return || value === 0 || value === byte.space;

/** Where a message lies, or what is wrong with it; `next` is where the following one begins. */
interface Frame {
  readonly from: number;
  readonly to: number;
  readonly next: number;
  readonly fault?: string;
}

/**
 * Finds the messages of a TCP connection (RFC 6587): `57 <34>1 …` by its octet count, anything else up to the newline, each
 * message by itself. What lies about its length is handed on as far as it goes, told to `onFault`, and the connection closed:
 * nobody knows where the next message begins.
 */
export function createSyslogFraming(options: {
  maxBytes: number;
  onMessage: (bytes: Uint8Array, truncated: boolean) => void;
  onFault: (beginning: Uint8Array, reason: string) => void;
  close: () => void;
}): TcpReader {
  const { maxBytes, onMessage, onFault, close } = options;
  let kept = new Uint8Array(0);
  let length = 0;
  /** No newline lies before here: a long line that comes in small pieces is searched once. */
  let searched = 0;
  let counted = false;
  let closed = false;

  function append(piece: Uint8Array): void {
    const needed = length + piece.length;
    if (needed > kept.length) {
      const wider = new Uint8Array(Math.max(1_024, needed, Math.min(needed * 2, maxBytes)));
      wider.set(kept.subarray(0, length));
      kept = wider;
    }
    kept.set(piece, length);
    length = needed;
  }

  function forget(count: number): void {
    kept.copyWithin(0, count, length);
    length -= count;
    searched = Math.max(0, searched - count);
    if (length === 0 && kept.length > 4_096) kept = new Uint8Array(0);
  }

  /** How many octets the message at `at` says it has; NaN where it says none, undefined where that is not known yet. */
  function countAt(at: number): number | undefined {
    let to = at;
    while (to < length && to - at < COUNT_DIGITS && isDigit(kept[to])) to++;
    if (to === at || kept[at] === byte.zero) return Number.NaN;
    if (to + 1 >= length) return to < length && kept[to] !== byte.space ? Number.NaN : undefined;
    if (kept[to] !== byte.space || kept[to + 1] !== byte.lessThan) return Number.NaN;
    return Number(String.fromCharCode(...kept.subarray(at, to)));
  }

  function countedFrame(at: number, count: number): Frame | undefined {
    const from = at + String(count).length + 1;
    const to = from + Math.min(count, maxBytes);
    if (length < to) return undefined;
    if (count > maxBytes) {
      return { from, to, next: to, fault: `octet count ${count} is above ${maxBytes}` };
    }
    const after = kept[to];
    if (length > to && !isDigit(after) && !isFill(after) && after !== byte.lessThan) {
      return { from, to, next: to, fault: `octet count ${count} ends inside the message` };
    }
    counted = true;
    return { from, to, next: to };
  }

  function lineFrame(at: number): Frame | undefined {
    const to = indexOfByte(kept, byte.newline, Math.max(at, searched), length);
    searched = to;
    if (to - at > maxBytes) {
      return { from: at, to: at + maxBytes, next: to, fault: `line longer than ${maxBytes} bytes` };
    }
    if (to === length) return undefined;
    // After messages with a count the next has one too: else the last count was false.
    const fault = counted && kept[at] !== byte.lessThan ? "no octet count where one was due" : undefined;
    return { from: at, to, next: to + 1, ...(fault === undefined ? {} : { fault }) };
  }

  function frameAt(at: number): Frame | undefined {
    const count = countAt(at);
    if (count === undefined) return undefined;
    return Number.isNaN(count) ? lineFrame(at) : countedFrame(at, count);
  }

  function take(frame: Frame): void {
    const message = kept.subarray(frame.from, frame.to);
    onMessage(message, frame.fault !== undefined);
    if (frame.fault === undefined) return;
    onFault(message, frame.fault);
    closed = true;
    close();
  }

  return {
    push(piece): void {
      if (closed) return;
      append(piece);
      let at = 0;
      while (!closed) {
        while (at < length && isFill(kept[at])) at++;
        const frame = at < length ? frameAt(at) : undefined;
        if (frame === undefined) break;
        take(frame);
        at = frame.next;
      }
      forget(at);
    },
    end(): void {
      if (closed || length === 0) return;
      closed = true;
      const count = countAt(0);
      const isShort = count !== undefined && !Number.isNaN(count);
      const message = kept.subarray(isShort ? String(count).length + 1 : 0, length);
      onMessage(message, isShort);
      if (isShort) onFault(message, `octet count ${count}, but the connection ended`);
    },
  };
}

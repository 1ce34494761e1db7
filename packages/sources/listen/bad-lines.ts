import type { SourceStatus } from "@mission-control/contracts";
import { escapeCharacter } from "./clean-text.ts";

const KEPT_BYTES = 800;
const SHOWN = 200;

/** What stands for characters that could break a log line or turn the text round: escapes as JavaScript writes them. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/gu, (c) => (c === "\\" ? "\\\\" : escapeCharacter(c)));
}

function shown(bytes: Uint8Array): string {
  const characters = [...escaped(new TextDecoder().decode(bytes))];
  return characters.length <= SHOWN ? characters.join("") : `${characters.slice(0, SHOWN - 1).join("")}…`;
}

/**
 * The last lines that were no good. Keeping one copies bytes into a place made before, so that a flood of bad lines costs
 * no memory; the text is made when someone reads it.
 */
export function createBadLines(capacity = 20) {
  const slots = Array.from({ length: capacity }, () => ({
    bytes: new Uint8Array(KEPT_BYTES),
    length: 0,
    timeMs: 0,
    reason: "",
  }));
  let total = 0;

  return {
    /** Keeps bytes[from, to) with the reason. */
    add(timeMs: number, bytes: Uint8Array, from: number, to: number, reason: string): void {
      const slot = slots[total % capacity]!;
      slot.length = Math.min(KEPT_BYTES, to - from);
      slot.bytes.set(bytes.subarray(from, from + slot.length));
      slot.timeMs = timeMs;
      slot.reason = reason;
      total++;
    },
    /** How many there were in all. */
    get total(): number {
      return total;
    },
    /** The last of them, newest first, escaped and cut to 200 characters. */
    last(): SourceStatus["bad"] {
      return Array.from({ length: Math.min(total, capacity) }, (_, i) => {
        const slot = slots[(total - 1 - i) % capacity]!;
        return {
          timeMs: slot.timeMs,
          line: shown(slot.bytes.subarray(0, slot.length)),
          reason: slot.reason,
        };
      });
    },
  };
}

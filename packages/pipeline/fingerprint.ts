/** What differs between two tellings of one thing, in the order it is folded, and what stands in its place. */
const folds: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"/g, "<text>"],
  [/`[^`]*`/g, "<text>"],
  // An apostrophe inside a word opens no quotation.
  [/(?<!\w)'[^']*'(?!\w)/g, "<text>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi, "<address>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<address>"],
  [/\b0x[0-9a-f]+\b/gi, "<id>"],
  [/\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, "<id>"],
  [/\d+(?:[.,]\d+)*/g, "<number>"],
];

/** Characters of a text that are looked at: what makes two events alike stands at their beginning. */
const FOLDED_LENGTH = 1_000;

/** A text without what differs from one telling to the next: quotations, ids, addresses and numbers. */
export function foldText(text: string): string {
  let folded = text.slice(0, FOLDED_LENGTH);
  for (const [pattern, instead] of folds) folded = folded.replace(pattern, instead);
  return folded.replace(/\s+/g, " ").trim();
}

/** 16 hexadecimal digits, equal for equal parts on every machine and in every version. Not for secrets. */
export function fingerprintOf(parts: readonly string[]): string {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (const part of parts) {
    for (let i = 0; i <= part.length; i++) {
      // One past the end: a mark between the parts, so that ("ab", "c") is not ("a", "bc").
      const unit = i === part.length ? 0x1_0000 : part.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ (unit + 0x7f4a7c15), 0x85ebca6b) ^ (high >>> 15);
    }
  }
  return hex(stir(high ^ low)) + hex(stir(low + (high >>> 3)));
}

/** The finishing mix of MurmurHash3 (Austin Appleby, public domain). */
function stir(hash: number): number {
  let h = hash | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex = (word: number) => (word >>> 0).toString(16).padStart(8, "0");

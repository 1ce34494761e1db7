import { kinds, type StatsdKind, type StatsdLine } from "./statsd-line.ts";

interface Entry<T> {
  readonly hash: number;
  readonly nameLength: number;
  readonly kind: StatsdKind;
  /** The bytes of the name, then those of the tags. */
  readonly bytes: Uint8Array;
  readonly value: T;
}

/**
 * Finds what belongs to a line by the bytes of its name and tags and by its kind, without making a string of them: open
 * addressing over FNV-1a hashes, every hit verified byte by byte. `seed` keeps a stranger from choosing collisions.
 */
export function createLineTable<T>(seed: number) {
  let slots = new Int32Array(64);
  let entries: Entry<T>[] = [];

  function hashOf(bytes: Uint8Array, line: StatsdLine): number {
    let hash = (seed ^ kinds.indexOf(line.kind)) | 0;
    for (let i = line.nameFrom; i < line.nameTo; i++) hash = Math.imul(hash ^ bytes[i]!, 16_777_619);
    hash = Math.imul(hash ^ 256, 16_777_619);
    for (let i = line.tagsFrom; i < line.tagsTo; i++) hash = Math.imul(hash ^ bytes[i]!, 16_777_619);
    return hash ^ (hash >>> 15);
  }

  function isSame(entry: Entry<T>, hash: number, bytes: Uint8Array, line: StatsdLine): boolean {
    const nameLength = line.nameTo - line.nameFrom;
    const tagsLength = line.tagsTo - line.tagsFrom;
    if (entry.hash !== hash || entry.kind !== line.kind || entry.nameLength !== nameLength) return false;
    if (entry.bytes.length !== nameLength + tagsLength) return false;
    for (let i = 0; i < nameLength; i++) if (entry.bytes[i] !== bytes[line.nameFrom + i]) return false;
    for (let i = 0; i < tagsLength; i++) {
      if (entry.bytes[nameLength + i] !== bytes[line.tagsFrom + i]) return false;
    }
    return true;
  }

  function place(index: number, hash: number): void {
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = index + 1;
  }

  function rebuild(size: number): void {
    slots = new Int32Array(size);
    entries.forEach((entry, index) => {
      place(index, entry.hash);
    });
  }

  return {
    /** What was put for a line with these names, kind and tags (as written), or undefined. */
    get(bytes: Uint8Array, line: StatsdLine): T | undefined {
      const hash = hashOf(bytes, line);
      for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
        const index = slots[slot]!;
        if (index === 0) return undefined;
        const entry = entries[index - 1]!;
        if (isSame(entry, hash, bytes, line)) return entry.value;
      }
    },
    /** Puts a value for a line that `get` does not find. */
    put(bytes: Uint8Array, line: StatsdLine, value: T): void {
      const nameLength = line.nameTo - line.nameFrom;
      const key = new Uint8Array(nameLength + line.tagsTo - line.tagsFrom);
      key.set(bytes.subarray(line.nameFrom, line.nameTo));
      key.set(bytes.subarray(line.tagsFrom, line.tagsTo), nameLength);
      const hash = hashOf(bytes, line);
      entries.push({ hash, nameLength, kind: line.kind, bytes: key, value });
      if (entries.length * 2 > slots.length) rebuild(slots.length * 2);
      else place(entries.length - 1, hash);
    },
    /** Keeps only what passes. */
    retain(passes: (value: T) => boolean): void {
      entries = entries.filter((entry) => passes(entry.value));
      rebuild(slots.length);
    },
    get size(): number {
      return entries.length;
    },
  };
}

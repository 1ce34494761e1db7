import { readFileSync } from "node:fs";

const AT_PAGESZ = 6;
const AT_CLKTCK = 17;

/**
 * In what /proc counts: ticks a second and bytes a page, from the auxiliary vector that the kernel gave this process (pairs of
 * machine words; `getauxval(3)`). 100 and 4096 where it cannot be read.
 */
export function readUnits(procRoot: string): { ticksPerSecond: number; pageBytes: number } {
  const units = { ticksPerSecond: 100, pageBytes: 4096 };
  let vector: Buffer;
  try {
    vector = readFileSync(`${procRoot}/self/auxv`);
  } catch {
    return units;
  }
  const wide = !["arm", "ia32", "mips", "mipsel"].includes(process.arch);
  const word = (at: number) => (wide ? Number(vector.readBigUInt64LE(at)) : vector.readUInt32LE(at));
  const size = wide ? 8 : 4;
  for (let at = 0; at + 2 * size <= vector.length; at += 2 * size) {
    const value = word(at + size);
    if (word(at) === AT_PAGESZ && value > 0) units.pageBytes = value;
    if (word(at) === AT_CLKTCK && value > 0) units.ticksPerSecond = value;
  }
  return units;
}

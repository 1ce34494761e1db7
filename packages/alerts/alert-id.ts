import { type Labels, labelsKey } from "@mission-control/series";

/** FNV-1a of 128 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x1000000000000000000013bn;

const utf8 = new TextEncoder();

/** The id of a rule's alert with these labels: 32 hexadecimal digits, the same for the same rule and labels, always. */
export function alertIdOf(rule: string, labels: Labels): string {
  let hash = OFFSET;
  for (const byte of utf8.encode(`${rule.length}:${rule}${labelsKey(labels)}`))
    hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(16).padStart(32, "0");
}

/** Orders texts as people do: numbers in them by size (`cpu9` before `cpu10`), all else by code unit. */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [chunksOf(a), chunksOf(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    const order = isNumber(x) && isNumber(y) ? compareDigits(x, y) : x < y ? -1 : 1;
    if (order !== 0) return order;
  }
  return left.length - right.length || a.length - b.length;
}

const chunksOf = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
const isNumber = (chunk: string) => chunk[0]! >= "0" && chunk[0]! <= "9";

/** By size whatever their length: the longer one without leading zeros is the larger. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (x.length !== y.length) return x.length - y.length;
  return x === y ? 0 : x < y ? -1 : 1;
}

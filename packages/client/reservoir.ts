/**
 * At most `size` of the values of a window, each with the same chance to be among them (Vitter's algorithm R). So the rate
 * that is kept adapts to the load within the window, and is known exactly at its end.
 */
export function createReservoir(size: number, random: () => number = Math.random) {
  const values = new Float64Array(size);
  let seen = 0;
  return {
    add(value: number): void {
      seen++;
      if (seen <= size) {
        values[seen - 1] = value;
        return;
      }
      const at = Math.floor(random() * seen);
      if (at < size) values[at] = value;
    },
    /** Hands over what was kept, its number and the share it is of all; then begins a new window. */
    take(use: (values: Float64Array, kept: number, rate: number) => void): void {
      const kept = Math.min(seen, size);
      const rate = kept / seen;
      seen = 0;
      if (kept > 0) use(values, kept, rate);
    },
  };
}

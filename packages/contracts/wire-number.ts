/** A number on the wire: a gap is null, the infinities are words, as JSON has neither. */
export type WireNumber = number | null | "+Inf" | "-Inf";

/** A value as it goes over the wire; NaN is a gap. */
export function toWire(value: number): WireNumber {
  if (Number.isNaN(value)) return null;
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : value;
}

/** A value as it came over the wire. */
export function fromWire(value: WireNumber): number {
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  return value === "+Inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

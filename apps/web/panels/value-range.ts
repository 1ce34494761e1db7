/** The ends of the value axis: those given, else what the values need; near nothing it begins there. */
export function valueRange(
  look: { min: number | undefined; max: number | undefined; fromZero: boolean },
  least: number,
  most: number,
): [number, number] {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [look.min ?? 0, look.max ?? 1];
  const begins = look.fromZero || (least >= 0 && least < most * 0.6);
  const room = (most - (begins ? Math.min(0, least) : least)) * 0.08 || Math.abs(most) * 0.1 || 1;
  const low = look.min ?? (begins && least >= 0 ? 0 : least - room);
  const high = look.max ?? (begins && most <= 0 ? 0 : most + room);
  return low < high ? [low, high] : [low, low + 1];
}

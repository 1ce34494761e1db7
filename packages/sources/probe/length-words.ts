const PARTS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;

/** A length of time in its largest whole unit: "3 d", "40 s". */
export function lengthWords(ms: number): string {
  const [size, unit] = PARTS.find(([each]) => ms >= each) ?? [1, "ms"];
  return `${Math.floor(ms / size)} ${unit}`;
}

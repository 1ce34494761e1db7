import { stepText } from "../format/time.ts";

/** Lengths of time to choose from, the chosen one among them whatever it is. */
export function timeOptions(offeredMs: readonly number[], chosen: string): { id: string; label: string }[] {
  const chosenMs = Number(chosen);
  const all = offeredMs.includes(chosenMs) ? offeredMs : [...offeredMs, chosenMs].sort((a, b) => a - b);
  return all.map((ms) => ({ id: String(ms), label: stepText(ms) }));
}

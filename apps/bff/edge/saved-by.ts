import { limits, Refusal } from "@mission-control/contracts";

/** Who saves, as a name that people read; there are no accounts yet, so it is only what is said. @throws Refusal */
export function savedByOf(by = ""): string {
  if (by.length <= limits.nameLength) return by.trim();
  throw new Refusal("invalid_query", `by: a name of at most ${limits.nameLength} characters.`);
}

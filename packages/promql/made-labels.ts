import type { Labels } from "@mission-control/series";
import { PromqlError, type Span } from "./errors.ts";

/** The most characters that a label may have whose name or value an expression makes; nested calls could make it grow tenfold each. */
const MAX_MADE_LENGTH = 4_096;

/** Whether a text can be a label's name: any but the empty one, as long as it is Unicode. */
export function isLabelName(name: string): boolean {
  return name !== "" && !name.includes("\ufffd");
}

/** Gives back a name, value or template of `where` (as `label_join()`); throws `execution` where it is too long. */
export function boundedLength(text: string, what: string, where: string, at: Span): string {
  if (text.length <= MAX_MADE_LENGTH) return text;
  const words = `${what} of ${text.length} characters in ${where}: at most ${MAX_MADE_LENGTH} are allowed`;
  throw new PromqlError("execution", words, at);
}

/** How many characters the names and values of labels have together. */
export function charactersOf(labels: Labels): number {
  let count = 0;
  for (const [name, value] of labels) count += name.length + value.length;
  return count;
}

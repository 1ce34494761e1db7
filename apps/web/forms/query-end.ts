import { parsePiped } from "@mission-control/functions";

/** Where the query of a text ends: before the first `|>` that is no part of a quoted text or comment. */
export function queryEnd(text: string): number {
  for (let at = text.indexOf("|>"); at >= 0; at = text.indexOf("|>", at + 1)) {
    if (parsePiped(`${text.slice(0, at)}|>f`).calls.length > 0) return at;
  }
  return text.length;
}

import { cut } from "../template.ts";

/** Characters of an answer that are told. */
const MOST_TOLD = 200;

/** What another machine said, on one line and short, without signs that a log or a terminal would act on. */
export function cleanWords(said: string): string {
  const line = said
    .slice(0, 4 * MOST_TOLD)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return cut(line, MOST_TOLD);
}

/** A text as it may stand in a header: one line of at most `most` characters. */
export function oneLine(text: string, most = 500): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return cut(line, most);
}

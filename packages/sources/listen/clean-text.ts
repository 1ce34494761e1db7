/** ANSI escape sequences: CSI (colours, cursor), OSC (titles, links) to its end, and the two-character ones. */
const ansi =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u001b\u009b](?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)?|[0-?]*[@-~])/g;
/** Control characters but tab and newline, other line ends, and marks that turn the direction of text. */
const harmful = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A character as JavaScript escapes it: `\u{1b}`. */
export const escapeCharacter = (character: string): string =>
  `\\u{${character.codePointAt(0)!.toString(16)}}`;

/**
 * A text that can be shown and logged anywhere: colours and other terminal sequences are taken out, what else could break a
 * line or turn text round is escaped. Tabs and newlines stay.
 */
export function cleanText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(ansi, "").replace(harmful, escapeCharacter);
}

/** What can go wrong with a function: the call is wrong, the time or the memory is up, it threw, or it gave what it may not. */
export type FunctionFaultKind = "bad_call" | "timed_out" | "out_of_memory" | "threw" | "bad_result";

/** A fault of a function or of its call, in words for people. `line` is of its code, 0 where the fault has none. */
export class FunctionFault extends Error {
  override readonly name = "FunctionFault";
  readonly kind: FunctionFaultKind;
  readonly line: number;
  constructor(kind: FunctionFaultKind, message: string, line = 0) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

const MOST_CHARACTERS = 300;

/** Text that code made, fit to be shown: one line, and not too long. */
export function shownText(text: string): string {
  const line = [...text.slice(0, MOST_CHARACTERS * 2)]
    .map((char) => (/\p{C}|\s/u.test(char) ? " " : char))
    .join("")
    .replaceAll(/ +/g, " ")
    .trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

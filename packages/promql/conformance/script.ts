import { parseDuration } from "../duration.ts";
import { readNumber, readSeries, type WrittenSeries } from "./points.ts";

/** What an evaluation is expected to come to. */
export interface Expectations {
  series: WrittenSeries[];
  scalar: number | undefined;
  text: string | undefined;
  ordered: boolean;
  fail: boolean;
  failMessage: string | RegExp | undefined;
  warn: boolean | undefined;
  info: boolean | undefined;
  messages: (string | RegExp)[];
  /** Of a range vector: the time of the first point and how far they are apart. */
  matrix: { startMs: number; endMs: number; stepMs: number } | undefined;
}

export type Command =
  | { readonly kind: "clear" }
  | {
      readonly kind: "load";
      readonly stepMs: number;
      readonly withBuckets: boolean;
      readonly series: WrittenSeries[];
    }
  | {
      readonly kind: "eval";
      readonly line: number;
      readonly query: string;
      readonly window: { startMs: number; endMs: number; stepMs: number } | { timeMs: number };
      readonly expected: Expectations;
    };

const msOf = (text: string) =>
  Math.round((/^-?[\d.]+$/.test(text) ? Number(text) : parseDuration(text)) * 1000);

const COMMAND = /^(?:clear$|load(?:_with_nhcb)?\s|eval(?:_\w+)?\s+(?:instant|range)\s)/;

/** Reads a test file. Throws a SyntaxError where a line makes no sense. */
export function readScript(text: string): Command[] {
  const commands: Command[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const last = commands.at(-1);
    if (/^\s/.test(raw) && !COMMAND.test(line)) {
      if (last?.kind === "load") last.series.push(readSeries(line));
      else if (last?.kind === "eval") readExpectation(line, last.expected, "timeMs" in last.window);
      else throw new SyntaxError(`line ${index + 1}: nothing to belong to`);
    } else commands.push(readCommand(line, index + 1));
  }
  return commands;
}

function readCommand(line: string, number: number): Command {
  if (line === "clear") return { kind: "clear" };
  const load = /^load(_with_nhcb)?\s+(\S+)$/.exec(line);
  if (load !== null) {
    return { kind: "load", withBuckets: load[1] !== undefined, stepMs: msOf(load[2]!), series: [] };
  }
  const instant = /^eval(?:_(\w+))?\s+instant\s+at\s+(\S+)\s+(.*)$/.exec(line);
  if (instant !== null) {
    const expected = nothingYet(instant[1]);
    return {
      kind: "eval",
      line: number,
      query: instant[3]!,
      window: { timeMs: msOf(instant[2]!) },
      expected,
    };
  }
  const range = /^eval(?:_(\w+))?\s+range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)\s+(.*)$/.exec(line);
  if (range === null) throw new SyntaxError(`line ${number}: unknown command`);
  const window = { startMs: msOf(range[2]!), endMs: msOf(range[3]!), stepMs: msOf(range[4]!) };
  return { kind: "eval", line: number, query: range[5]!, window, expected: nothingYet(range[1]) };
}

function nothingYet(form: string | undefined): Expectations {
  return {
    series: [],
    scalar: undefined,
    text: undefined,
    ordered: form === "ordered",
    fail: form === "fail",
    failMessage: undefined,
    warn: form === "warn" ? true : undefined,
    info: form === "info" ? true : undefined,
    messages: [],
    matrix: undefined,
  };
}

function readExpectation(line: string, expected: Expectations, single: boolean): void {
  const [, word, rest = ""] = /^expect\s+(\w+)\s*(.*)$/.exec(line) ?? [];
  const message = messageOf(rest);
  if (word === undefined) readResult(line, expected, single);
  else if (word === "ordered") expected.ordered = true;
  else if (word === "string") expected.text = JSON.parse(rest) as string;
  else if (word === "fail") {
    expected.fail = true;
    expected.failMessage = message;
  } else if (word === "range") {
    const range = /^vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/.exec(rest);
    if (range === null) throw new SyntaxError(line);
    expected.matrix = { startMs: msOf(range[1]!), endMs: msOf(range[2]!), stepMs: msOf(range[3]!) };
  } else if (word === "warn" || word === "info") {
    expected[word] = true;
    if (message !== undefined) expected.messages.push(message);
  } else if (word === "no_warn") expected.warn = false;
  else if (word === "no_info") expected.info = false;
  else throw new SyntaxError(line);
}

function messageOf(rest: string): string | RegExp | undefined {
  const [, form, text = ""] = /^(msg|regex):\s*(.*)$/.exec(rest) ?? [];
  if (form === undefined) return undefined;
  return form === "regex" ? new RegExp(text) : text;
}

function readResult(line: string, expected: Expectations, single: boolean): void {
  if (single && /^[+-]?(?:[\d.]+(?:e[+-]?\d+)?|inf|nan)$/i.test(line)) expected.scalar = readNumber(line);
  else if (/^"/.test(line)) expected.text = JSON.parse(line) as string;
  else expected.series.push(readSeries(line));
}

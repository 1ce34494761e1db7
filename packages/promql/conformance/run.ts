import { PromqlError } from "../errors.ts";
import { parseExpr } from "../parse.ts";
import { evaluateInstant, evaluateRange } from "../query.ts";
import { compareInstant, compareRange } from "./compare.ts";
import { type Command, type Expectations, readScript } from "./script.ts";
import { createStorage } from "./storage.ts";

/** How one evaluation of a test file went. */
export interface Outcome {
  readonly line: number;
  readonly query: string;
  readonly result: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

type Evaluate = Command & { kind: "eval" };

/** What the format has and we do not: found in an evaluation, it is skipped and never counts as passed. */
const BEYOND = [
  { test: (command: Evaluate) => /\binfo\(/.test(command.query), reason: "info()" },
  {
    test: (command: Evaluate) => command.expected.series.some(({ points }) => points.includes("histogram")),
    reason: "native histograms",
  },
  {
    test: (command: Evaluate) =>
      /\b(?:start_timestamp|histogram_(?:count|sum|avg|stddev|stdvar))\(|<\/|>\//.test(command.query),
    reason: "native histograms or start timestamps",
  },
];

/** Runs a test file's text; one outcome for each evaluation. */
export async function runScript(text: string): Promise<Outcome[]> {
  const storage = createStorage();
  const outcomes: Outcome[] = [];
  for (const command of readScript(text)) {
    if (command.kind === "clear") storage.clear();
    else if (command.kind === "load") storage.add(command.series, command.stepMs, command.withBuckets);
    else outcomes.push(await runOne(command, storage));
  }
  return outcomes;
}

async function runOne(command: Evaluate, storage: ReturnType<typeof createStorage>): Promise<Outcome> {
  const about = { line: command.line, query: command.query };
  const beyond = BEYOND.find(({ test }) => test(command));
  if (beyond !== undefined) return { ...about, result: "skipped", reason: beyond.reason };
  let foreign = false;
  const select: Parameters<typeof evaluateInstant>[1]["select"] = (matchers, startMs, endMs) =>
    storage.select(matchers, startMs, endMs, () => {
      foreign = true;
    });
  const wrong = await outcomeOf(command, select);
  if (foreign) return { ...about, result: "skipped", reason: "reads native histograms or start timestamps" };
  return wrong === undefined ? { ...about, result: "passed" } : { ...about, result: "failed", reason: wrong };
}

async function outcomeOf(
  { query, window, expected }: Evaluate,
  select: Parameters<typeof evaluateInstant>[1]["select"],
): Promise<string | undefined> {
  try {
    const expr = parseExpr(query);
    if ("timeMs" in window) {
      const result = await evaluateInstant(expr, { ...window, select });
      return compareNotes(result, expected) ?? compareInstant(result, expected);
    }
    const result = await evaluateRange(expr, { ...window, select });
    return compareNotes(result, expected) ?? compareRange(result, expected);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    if (!expected.fail) return `failed: ${error.message}`;
    const { failMessage } = expected;
    if (failMessage === undefined) return undefined;
    const fits =
      typeof failMessage === "string" ? error.message.includes(failMessage) : failMessage.test(error.message);
    return fits ? undefined : `failed otherwise: ${error.message}`;
  }
}

function compareNotes(
  result: { warnings: string[]; infos: string[] },
  expected: Expectations,
): string | undefined {
  if (expected.fail) return "expected to fail";
  const { warnings, infos } = result;
  if (expected.warn !== undefined && expected.warn !== warnings.length > 0) return `warnings: [${warnings}]`;
  if (expected.info !== undefined && expected.info !== infos.length > 0) return `infos: [${infos}]`;
  const all = [...warnings, ...infos];
  const missing = expected.messages.find(
    (message) => !all.some((text) => (typeof message === "string" ? text === message : message.test(text))),
  );
  return missing === undefined ? undefined : `no "${missing}" in [${all}]`;
}

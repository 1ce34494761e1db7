import { nearestName } from "@mission-control/contracts";
import { z } from "zod";
import { type MixName, mixes } from "./shares.ts";

const UNITS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);
const MOST_MS = 7 * 24 * 3_600_000;

const mixNames = Object.keys(mixes) as MixName[];

const wordsOfMix = (given: unknown) => {
  const nearest = nearestName(String(given), mixNames);
  const hint = nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
  return `"${given}" is no mix${hint}: there are ${mixNames.join(", ")}`;
};

const duration = z.string().transform((text, context) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (UNITS.get(unit ?? "") ?? Number.NaN);
  if (ms > 0 && ms <= MOST_MS) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is no time up to a week: write 30s, 5m or 1h` });
  return z.NEVER;
});

const number = (most: number) =>
  z.coerce
    .number({ error: `a number above 0, at most ${most}` })
    .positive({ error: "must be above 0" })
    .max(most, { error: `at most ${most}` });

const wholeNumber = (most: number) => number(most).int({ error: "a whole number" });

/** The hammer's options as a command line gives them: texts, and what was left out left out. */
const schema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "an address such as http://127.0.0.1:4411" }),
  /** Requests a second. */
  rate: number(5_000).default(50),
  /** How long, ms. */
  for: duration.optional(),
  /** How many requests in all. */
  amount: wholeNumber(1e9).optional(),
  mix: z.enum(mixNames, { error: ({ input }) => wordsOfMix(input) }).default("shop"),
  connections: wholeNumber(1_000).default(128),
  users: wholeNumber(10_000).default(120),
  seed: z.string().default("hammer"),
});

export type HammerOptions = z.infer<typeof schema>;

/** Reads options of the command `hammer`; where some are no good, says of each in words what is wrong. */
export function parseHammerOptions(given: unknown): { options: HammerOptions } | { wrong: string[] } {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { options: parsed.data };
  return { wrong: parsed.error.issues.map(inWords) };
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `there is no --${key}${hintFor(key)}`).join("; ");
  }
  return `--${issue.path.join(".")}: ${issue.message}`;
}

function hintFor(key: string): string {
  const nearest = nearestName(key, Object.keys(schema.shape));
  return nearest === undefined ? "" : ` (did you mean --${nearest}?)`;
}

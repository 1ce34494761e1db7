import type { Replay } from "@mission-control/contracts";
import { countOf } from "../format/text.ts";
import { valueText } from "../format/value.ts";

/** The stretches of time that a rule can be replayed over. `name` stands in the address. */
export const replayRanges = [
  { name: "1h", label: "1 h", ms: 3_600_000, words: "the last hour" },
  { name: "6h", label: "6 h", ms: 6 * 3_600_000, words: "the last 6 hours" },
  { name: "24h", label: "24 h", ms: 86_400_000, words: "the last 24 hours" },
  { name: "7d", label: "7 d", ms: 7 * 86_400_000, words: "the last 7 days" },
  { name: "30d", label: "30 d", ms: 30 * 86_400_000, words: "the last 30 days" },
] as const;
export type ReplayRange = (typeof replayRanges)[number];

/** What a replay comes to, in a sentence. */
export function headlineOf(firings: number, range: Pick<ReplayRange, "words">): string {
  if (firings === 0) return `Would not have fired in ${range.words}`;
  const times = firings === 1 ? "once" : firings === 2 ? "twice" : `${firings.toLocaleString("en")} times`;
  return `Would have fired ${times} in ${range.words}`;
}

/** How it was come by. */
export function effortOf({ steps, tookMs }: Replay): string {
  const took = tookMs < 1_000 ? `${Math.max(1, Math.round(tookMs))} ms` : `${(tookMs / 1_000).toFixed(1)} s`;
  return `replayed on ${countOf(steps, "step")} in ${took}`;
}

/** The labels in which alerts differ, or else all that they have: what there is an alert for each of. */
export function alertLabels(
  alerts: readonly { readonly labels: Readonly<Record<string, string>> }[],
): string[] {
  const names = [...new Set(alerts.flatMap(({ labels }) => Object.keys(labels)))];
  const [first, ...rest] = alerts;
  const differing = names.filter((name) => rest.some(({ labels }) => labels[name] !== first?.labels[name]));
  return (differing.length === 0 ? names : differing).filter((name) => name !== "__name__").sort();
}

/** The same text for the same labels, in whatever order they stand. */
export const keyOfLabels = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What an alert is called among the others of its rule: the values of the labels in which they differ. */
export function alertName(labels: Readonly<Record<string, string>>, differing: readonly string[]): string {
  const values = differing.flatMap((name) => labels[name] ?? []);
  return values.length === 0 ? "all" : values.join(" · ");
}

/** A level's line in words. */
export interface LevelLine {
  readonly value: number;
  readonly words: string;
  readonly kind: "fires" | "clears";
}

/** The lines at which it fires and is over; a clearing level that is the firing one has no line of its own. */
export function levelLines({ levels, unit }: Pick<Replay, "levels" | "unit">): LevelLine[] {
  if (levels === null) return [];
  const { op, level, upper, clear, clearUpper } = levels;
  const said = (value: number) => valueText(value, unit as Parameters<typeof valueText>[1]);
  const fires = (value: number, words: string): LevelLine => ({
    value,
    words: `fires ${words} ${said(value)}`,
    kind: "fires",
  });
  const clears = (value: number, words: string): LevelLine => ({
    value,
    words: `clears ${words} ${said(value)}`,
    kind: "clears",
  });
  const lines: (LevelLine | undefined)[] =
    op === "above" || op === "below"
      ? [fires(level, op), clear === level ? undefined : clears(clear, op === "above" ? "below" : "above")]
      : [
          fires(level, op === "inside" ? "from" : "below"),
          upper === null ? undefined : fires(upper, op === "inside" ? "to" : "above"),
          clear === level ? undefined : clears(clear, op === "inside" ? "below" : "from"),
          clearUpper === null || clearUpper === upper
            ? undefined
            : clears(clearUpper, op === "inside" ? "above" : "to"),
        ];
  return lines.filter((line) => line !== undefined);
}

/** How long a firing is, as one says it: "40 s", "11 min", "2.5 h". */
export function spanText(ms: number): string {
  return valueText(ms / 1_000, "seconds");
}

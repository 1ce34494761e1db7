import { type Labels, metric } from "@mission-control/series";

/** A series by formula. Both kinds are asked once a step, after the company has let it go by. */
export type Formula = Counting | Level;

/** What counts up, by so much a second; `decimals` of the total are kept (0 for what is counted whole). */
interface Counting {
  readonly kind: "counter";
  readonly labels: Labels;
  readonly decimals: number;
  /** The process that counts, and how often it has started; a start begins at 0 again. */
  readonly run: number;
  perSecond(): number;
}

interface Level {
  readonly kind: "gauge";
  readonly labels: Labels;
  level(): number;
}

type Text = Readonly<Record<string, string>>;

/** A counter whose name has its `_total` already. */
export function counter(
  name: string,
  labels: Text,
  perSecond: () => number,
  { run = 0, decimals = 0 }: { run?: number; decimals?: number } = {},
): Formula {
  return { kind: "counter", labels: metric(name, labels), decimals, run, perSecond };
}

export const gauge = (name: string, labels: Text, level: () => number): Formula => ({
  kind: "gauge",
  labels: metric(name, labels),
  level,
});

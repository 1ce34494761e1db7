import { counter, type Formula } from "./series.ts";
import { bounds, meanOf, shareUpTo } from "./shapes.ts";

/** Times as a histogram has them: how many come a second, and half of them take no longer than `medianS`. */
export interface Times {
  perSecond(): number;
  medianS(): number;
}

/**
 * A histogram as Mission Control makes it of a timer: `_bucket` for each bound and +Inf, `_sum` and `_count`. Each bucket holds
 * those below it, and the last holds as many as are counted.
 */
export function histogram(
  name: string,
  labels: Readonly<Record<string, string>>,
  { perSecond, medianS }: Times,
  { run = 0 }: { run?: number } = {},
): Formula[] {
  const bucket = (le: string, of: () => number) => counter(`${name}_bucket`, { ...labels, le }, of, { run });
  return [
    ...bounds.map((bound) => bucket(String(bound), () => perSecond() * shareUpTo(bound, medianS()))),
    bucket("+Inf", perSecond),
    counter(`${name}_sum`, labels, () => perSecond() * meanOf(medianS()), { run, decimals: 4 }),
    counter(`${name}_count`, labels, perSecond, { run }),
  ];
}

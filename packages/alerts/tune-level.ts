import type { RuleWhen } from "@mission-control/contracts";

/** What of a kind of rule can be turned up or down without looking at something else: a number, and which way fires less. */
export interface TunedLevel {
  readonly at: number;
  readonly lessIs: "higher" | "lower";
  /** The level as values are held against it, given the number. */
  readonly isWhole: boolean;
  /** The rule's condition with another number in its place; a clearing level of its own keeps its distance. */
  with(at: number): RuleWhen;
  /** The number at which a value would just not be bad any more. */
  numberFor(value: number): number;
}

/** The level of a kind of rule that can be tuned; undefined where there is none. */
export function tunedLevelOf(when: RuleWhen): TunedLevel | undefined {
  const same = (value: number) => value;
  const higher = { lessIs: "higher" as const, isWhole: false, numberFor: same };
  switch (when.kind) {
    case "threshold": {
      const { op, level, clear } = when;
      if (op !== "above" && op !== "below") return undefined;
      const moved = (at: number): RuleWhen => ({
        ...when,
        level: at,
        ...(clear === undefined ? {} : { clear: figures(clear + at - level) }),
      });
      return { ...higher, at: level, lessIs: op === "above" ? "higher" : "lower", with: moved };
    }
    case "forecast":
      return {
        ...higher,
        at: when.level,
        lessIs: when.op === "above" ? "higher" : "lower",
        with: (level) => ({ ...when, level }),
      };
    case "slow":
      return { ...higher, at: when.aboveS, with: (aboveS) => ({ ...when, aboveS }) };
    case "change":
      return { ...higher, at: when.byRatio, with: (byRatio) => ({ ...when, byRatio }), numberFor: Math.abs };
    case "events":
      return { ...higher, at: when.moreThan, isWhole: true, with: (moreThan) => ({ ...when, moreThan }) };
    case "quiet":
      return {
        ...higher,
        at: when.afterMs / 1_000,
        isWhole: true,
        with: (at) => ({ ...when, afterMs: at * 1_000 }),
      };
    case "senders":
      return {
        ...higher,
        at: when.atLeast,
        isWhole: true,
        with: (atLeast) => ({ ...when, atLeast }),
        numberFor: (value) => value + 1,
      };
    case "probe":
      return {
        ...higher,
        at: when.places,
        isWhole: true,
        with: (places) => ({ ...when, places }),
        numberFor: (value) => value + 1,
      };
    default:
      return undefined;
  }
}

/** A number of two figures, no smaller (or no larger) than it is, so that people can read it. */
export function roundedAway(
  value: number,
  { lessIs, isWhole }: Pick<TunedLevel, "lessIs" | "isWhole">,
): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const step = isWhole ? Math.max(1, unit) : unit;
  const steps = value / step;
  // A number that has two figures already stays as it is.
  const near = Math.round(steps);
  if (Math.abs(steps - near) < 1e-9) return figures(near * step);
  return figures((lessIs === "higher" ? Math.ceil(steps) : Math.floor(steps)) * step);
}

const figures = (value: number) => Number(value.toPrecision(12));

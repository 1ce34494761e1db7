import {
  createMetaResolver,
  guessUnit,
  type Lane,
  type MetaAbout,
  type MetaList,
  type MetaTrigger,
  triggerOf,
  type Unit,
} from "@mission-control/contracts";
import { type Labels, METRIC_NAME, metric } from "@mission-control/series";
import type { LucideIcon } from "lucide-react";
import { metaIcon } from "./icons.ts";
import { rampOfExpr, subjectOfExpr, titleOfExpr, unitOfExpr } from "./lane-of-expr.ts";

/** See `createMeta`. */
export type Meta = ReturnType<typeof createMeta>;

/** A lane, or one row of it, as it is to be shown. */
export interface ShownLane {
  readonly lane: Lane;
  /** The row's labels, with what people call their values. */
  readonly labels: Labels;
  readonly Icon: LucideIcon | undefined;
}

/** What people said, as the parts of the page ask for it. */
export function createMeta(list: MetaList) {
  const resolver = createMetaResolver(list.rules);

  /** What is said of what an expression is about, for a row of it with these labels. */
  function aboutExpr(expr: string, labels?: Labels): MetaAbout {
    const subject = subjectOfExpr(expr);
    const own = new Map([...(subject?.labels ?? []), ...(labels ?? [])]);
    if (subject === undefined && labels === undefined) return {};
    if (subject !== undefined) own.set(METRIC_NAME, subject.metric);
    return resolver.about(own).about;
  }

  const aboutMetric = (name: string): MetaAbout => resolver.about(metric(name)).about;
  const unitOf = (about: MetaAbout) => (name: string) => about.unit ?? guessUnit(name);

  return {
    aboutExpr,
    /** What is said of a metric, whatever its labels. */
    aboutMetric,
    /** What people call a value of a label, the metric's name among them. */
    valueName: (label: string, value: string): string =>
      label === METRIC_NAME ? (aboutMetric(value).name ?? value) : resolver.valueName(label, value),
    titleOf: (expr: string): string => titleOfExpr(expr, aboutExpr(expr).name),
    unitOf: (expr: string): Unit => unitOfExpr(expr, unitOf(aboutExpr(expr))),
    /**
     * A row of a lane as it is to be shown. What its view says itself stays; what a view says that a guess would say as well it
     * does not say itself.
     */
    shown(lane: Lane, added: boolean, labels?: Labels): ShownLane {
      const about = aboutExpr(lane.expr, labels);
      const named = labels && new Map([...labels].map(([k, value]) => [k, resolver.valueName(k, value)]));
      const isTitled = lane.title !== titleOfExpr(lane.expr);
      return {
        lane: {
          ...lane,
          title: isTitled ? lane.title : titleOfExpr(lane.expr, about.name),
          unit: shownUnit(lane, about),
          ramp: shownRamp(lane, about, added),
        },
        labels: named ?? new Map(),
        Icon: metaIcon(about.icon),
      };
    },
    /** How an event of a kind that somebody described is shown. */
    trigger(
      event: Parameters<typeof triggerOf>[1],
    ): (MetaTrigger["about"] & { Icon?: LucideIcon }) | undefined {
      const about = triggerOf(list.triggers, event)?.about;
      const Icon = metaIcon(about?.icon);
      return about && { ...about, ...(Icon && { Icon }) };
    },
  };
}

function shownUnit(lane: Lane, about: MetaAbout): Unit {
  const isSaid = lane.unit !== "none" && lane.unit !== unitOfExpr(lane.expr);
  return isSaid || about.unit === undefined ? lane.unit : unitOfExpr(lane.expr, () => about.unit);
}

function shownRamp(lane: Lane, { ramp, direction }: MetaAbout, added: boolean): Lane["ramp"] {
  const guess = rampOfExpr(lane.expr);
  if (lane.ramp !== "blue" && lane.ramp !== guess) return lane.ramp;
  if (ramp !== undefined) return ramp;
  if (!added || direction === undefined) return lane.ramp;
  if (direction === "up-is-bad") return "warm";
  return lane.ramp === "warm" ? "blue" : lane.ramp;
}

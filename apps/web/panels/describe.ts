import type { Unit } from "@mission-control/contracts";
import { countOf } from "../format/text.ts";
import { clockTime } from "../format/time.ts";
import { valueText } from "../format/value.ts";
import { type PanelData, reduceValues, timeAt } from "./panel-data.ts";

const TOLD = 8;

/** A chart in words, for those who do not see it: how many series, over which time, and what the first of them come to. */
export function describePanel(what: string, data: PanelData, unit: Unit): string {
  const from = clockTime(timeAt(data, 0));
  const to = clockTime(timeAt(data, Math.max(0, data.steps - 1)));
  const told = data.series.slice(0, TOLD).map(({ name, values }) => {
    const [last, min, max] = (["last", "min", "max"] as const).map((how) =>
      valueText(reduceValues(values, how), unit),
    );
    return `${name}: last ${last}, min ${min}, max ${max}`;
  });
  const more = data.series.length - told.length;
  const tail = more > 0 ? `; ${more} more` : "";
  return `${what} of ${countOf(data.series.length, "series", "series")} from ${from} to ${to}. ${told.join("; ")}${tail}.`;
}

import { limits } from "@mission-control/contracts";
import { dashboardLimits } from "./read-dashboard.ts";
import type { DashboardVariable } from "./shape.ts";

/** What is chosen of a variable in the dashboard, and what its list offers. */
interface Values {
  /** Undefined where the dashboard says nothing, as exports that were made for others do. */
  readonly chosen?: readonly string[];
  readonly offered: readonly string[];
  /** Whether any value counts. */
  readonly isAll: boolean;
}

/** What stands for a length of time that goes by the width of a panel. */
export const byWidth = "$__rate_interval";

const isAuto = (value: string): boolean => value === "auto" || value.startsWith("$__auto");

/** The values that stand in a dashboard for a variable. */
export function valuesOf(given: DashboardVariable): Values {
  const query = (typeof given.query === "string" ? given.query : given.query?.query) ?? "";
  const current = (given.current?.value ?? []).filter(
    (value) => value !== "" && value.length <= limits.nameLength,
  );
  const isAll = current[0] === "$__all";
  if (isAll) return { offered: offeredBy(given, query), isAll };
  switch (given.type) {
    case "constant":
    case "textbox":
      // A constant's value is what its author wrote, whatever was chosen before.
      return {
        chosen: [(given.type === "constant" ? query || current[0] : (current[0] ?? query)) ?? ""],
        offered: [],
        isAll,
      };
    case "interval": {
      const offered = offeredBy(given, query);
      const [first] = current.length > 0 ? current : offered;
      // Chosen by the width of a panel, as this is here; most of all a window of a rate.
      if (first !== undefined && isAuto(first)) return { chosen: [byWidth], offered: [], isAll };
      return {
        ...(first !== undefined && { chosen: [first] }),
        offered: offered.filter((value) => !isAuto(value)),
        isAll,
      };
    }
    default:
      return { ...(current.length > 0 && { chosen: current }), offered: offeredBy(given, query), isAll };
  }
}

/** The values of a list: `a, b`, or with names before them `one : a, two : b`. */
function offeredBy(given: DashboardVariable, query: string): string[] {
  if (given.type !== "custom" && given.type !== "interval") return [];
  const options = (given.options ?? []).flatMap(({ value }) => value ?? []);
  const parts = query.slice(0, dashboardLimits.listCharacters).match(/(?:\\.|[^,\\])+/g) ?? [];
  const read = parts.map((part) => (part.split(" : ")[1] ?? part).replaceAll("\\,", ",").trim());
  const values = options.length > 0 && options.some((value) => value !== "$__all") ? options : read;
  return [...new Set(values)].filter(
    (value) => value !== "" && value !== "$__all" && value.length <= limits.nameLength,
  );
}

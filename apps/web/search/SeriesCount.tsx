import { countOf } from "../format/text.ts";
import { useSeriesCount } from "./use-catalog.ts";

/** How many rows a metric would become. */
export function SeriesCount({ name }: { name: string }) {
  const { data } = useSeriesCount(name);
  return data === undefined ? null : (
    <span className="palette-count">{countOf(data, "series", "series")}</span>
  );
}

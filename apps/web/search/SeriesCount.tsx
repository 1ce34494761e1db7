import { useSeriesCount } from "../data/use-catalog.ts";
import { countOf } from "../format/text.ts";

/** How many rows a metric would become. */
export function SeriesCount({ name }: { name: string }) {
  const { data } = useSeriesCount(name);
  return data === undefined ? null : (
    <span className="palette-count">{countOf(data, "series", "series")}</span>
  );
}

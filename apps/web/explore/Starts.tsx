import type { KnownMetric } from "../data/metric-catalog.ts";
import { panelKinds } from "../panels/panel-kinds.ts";
import type { Kind } from "./explore-search.ts";

/** What a newcomer may begin with: a metric of each type, as what shows that type best. */
export function Starts(props: {
  catalog: readonly KnownMetric[];
  onStart: (metric: KnownMetric, kind: Kind) => void;
}) {
  const starts = startsOf(props.catalog);
  if (starts.length === 0) return null;
  return (
    <ul className="starts">
      {starts.map(({ metric, kind }) => {
        const { label, Icon } = panelKinds[kind];
        return (
          <li key={metric.name}>
            <button type="button" onClick={() => props.onStart(metric, kind)}>
              <Icon size={18} aria-hidden />
              <code>{metric.name}</code>
              <small>as {label.toLowerCase()}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Of a type, what most people know comes first, and what this product tells of itself last. */
export function startsOf(catalog: readonly KnownMetric[]): { metric: KnownMetric; kind: Kind }[] {
  const ways = [
    { type: "counter", kind: "stacked" },
    { type: "histogram", kind: "heatmap" },
    { type: "gauge", kind: "lanes" },
  ] as const;
  const rankOf = ({ name }: KnownMetric) =>
    /^mission_control/.test(name) ? 2 : /request|cpu|load|memory/.test(name) ? 0 : 1;
  return ways.flatMap(({ type, kind }) => {
    const [metric] = catalog.filter((each) => each.type === type).sort((a, b) => rankOf(a) - rankOf(b));
    return metric === undefined ? [] : [{ metric, kind }];
  });
}

import type { KnownMetric } from "../data/metric-catalog.ts";
import { Spark } from "../panels/Spark.tsx";
import type { Glance } from "./glances.ts";

/** The height of a row; explore.css has the same number. */
export const ROW_PX = 46;

/** A metric in the list: its name, what it is, how many series it has, and how these went. */
export function MetricRow(props: {
  id: string;
  metric: KnownMetric;
  glance: Glance | undefined;
  top: number;
  position: number;
  count: number;
  active: boolean;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { id, metric, glance, top, position, count, active, chosen, onChoose } = props;
  const kind = [metric.type === "unknown" ? "" : metric.type, metric.unit].filter((part) => part !== "");
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field or the list chooses
    <div
      id={id}
      className={active ? "metric active" : "metric"}
      role="option"
      aria-selected={chosen}
      aria-posinset={position}
      aria-setsize={count}
      style={{ top }}
      onClick={onChoose}
      title={metric.help === "" ? metric.name : `${metric.name}: ${metric.help}`}
    >
      <span className="metric-name">
        {metric.called !== undefined && <b>{metric.called}</b>}
        <code>{metric.name}</code>
      </span>
      <span className="metric-about">
        {kind.length > 0 && <em>{kind.join(" · ")}</em>}
        {metric.help}
      </span>
      <span className="metric-series">
        {glance !== undefined && (glance.series === 0 ? "silent" : `${glance.series.toLocaleString("en")}×`)}
        {glance !== undefined && <span className="sr-only"> series</span>}
      </span>
      <span className="metric-course">{glance !== undefined && <Spark values={glance.course} />}</span>
    </div>
  );
}

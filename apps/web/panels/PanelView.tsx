import type { KnownPanel } from "@mission-control/contracts";
import { BarsPanel } from "./BarsPanel.tsx";
import { GaugePanel } from "./GaugePanel.tsx";
import { GoalPanel } from "./GoalPanel.tsx";
import { HeatmapPanel } from "./HeatmapPanel.tsx";
import { LanesPanel } from "./LanesPanel.tsx";
import { LinePanel } from "./LinePanel.tsx";
import { NumberPanel } from "./NumberPanel.tsx";
import type { PanelProps } from "./panel-data.ts";
import { ScatterPanel } from "./ScatterPanel.tsx";
import { StackedPanel } from "./StackedPanel.tsx";
import { TablePanel } from "./TablePanel.tsx";
import "../style/charts.css";
import "../style/goals.css";
import "../style/panels.css";

/** The kinds of panels that draw what queries answer. */
export type DrawnPanel = Extract<
  KnownPanel,
  {
    kind:
      | "lanes"
      | "line"
      | "stacked"
      | "bars"
      | "heatmap"
      | "scatter"
      | "table"
      | "number"
      | "goal"
      | "gauge";
  }
>;

/** Draws a panel's data as its kind says. */
export function PanelView({
  panel,
  ...rest
}: { panel: DrawnPanel } & Omit<PanelProps<DrawnPanel["kind"]>, "options">) {
  switch (panel.kind) {
    case "lanes":
      return <LanesPanel options={panel} {...rest} />;
    case "line":
      return <LinePanel options={panel} {...rest} />;
    case "stacked":
      return <StackedPanel options={panel} {...rest} />;
    case "bars":
      return <BarsPanel options={panel} {...rest} />;
    case "heatmap":
      return <HeatmapPanel options={panel} {...rest} />;
    case "scatter":
      return <ScatterPanel options={panel} {...rest} />;
    case "table":
      return <TablePanel options={panel} {...rest} />;
    case "number":
      return <NumberPanel options={panel} {...rest} />;
    case "goal":
      return <GoalPanel options={panel} {...rest} />;
    case "gauge":
      return <GaugePanel options={panel} {...rest} />;
  }
}

import type { KnownPanel, Panel } from "@mission-control/contracts";
import {
  Bell,
  ChartArea,
  ChartColumn,
  ChartLine,
  ChartScatter,
  CircleGauge,
  Globe,
  Grid3x3,
  Hash,
  ListTree,
  type LucideIcon,
  Rocket,
  Rows4,
  ScrollText,
  Table,
  Target,
  Type,
} from "lucide-react";

export type PanelKind = KnownPanel["kind"];

/** The kinds of panels in the order in which they are offered: their words, pictures, and the size they begin with. */
export const panelKinds: Readonly<
  Record<PanelKind, { label: string; Icon: LucideIcon; size: Pick<Panel["place"], "w" | "h"> }>
> = {
  line: { label: "Lines", Icon: ChartLine, size: { w: 12, h: 8 } },
  stacked: { label: "Stacked", Icon: ChartArea, size: { w: 12, h: 8 } },
  lanes: { label: "Lanes", Icon: Rows4, size: { w: 12, h: 8 } },
  bars: { label: "Bars", Icon: ChartColumn, size: { w: 8, h: 8 } },
  heatmap: { label: "Heat map", Icon: Grid3x3, size: { w: 12, h: 8 } },
  scatter: { label: "Scatter", Icon: ChartScatter, size: { w: 12, h: 9 } },
  number: { label: "Number", Icon: Hash, size: { w: 6, h: 4 } },
  gauge: { label: "Gauge", Icon: CircleGauge, size: { w: 6, h: 5 } },
  goal: { label: "Goal", Icon: Target, size: { w: 6, h: 4 } },
  table: { label: "Table", Icon: Table, size: { w: 12, h: 8 } },
  events: { label: "Events", Icon: ScrollText, size: { w: 8, h: 8 } },
  requests: { label: "Requests", Icon: ListTree, size: { w: 8, h: 8 } },
  deploys: { label: "Deploys", Icon: Rocket, size: { w: 8, h: 8 } },
  alerts: { label: "Alerts", Icon: Bell, size: { w: 8, h: 8 } },
  probes: { label: "Probes", Icon: Globe, size: { w: 12, h: 8 } },
  text: { label: "Text", Icon: Type, size: { w: 8, h: 4 } },
};

export const kindNames = Object.keys(panelKinds) as PanelKind[];

/** What a panel is called: its title, or else what its kind is called. */
export function panelName(panel: Panel): string {
  return panel.title === "" ? (panelKinds[panel.kind as PanelKind]?.label ?? panel.kind) : panel.title;
}

/** What a kind can be told beside its title. */
export type PanelOption =
  | "queries"
  | "unit"
  | "scale"
  | "lines"
  | "percent"
  | "upright"
  | "reduce"
  | "thresholds"
  | "spark"
  | "goal"
  | "rows"
  | "filter"
  | "probes"
  | "text";

const drawn = ["queries", "unit", "scale"] as const;
const options: Readonly<Record<PanelKind, readonly PanelOption[]>> = {
  line: [...drawn, "lines"],
  stacked: [...drawn, "percent"],
  lanes: [...drawn, "rows"],
  bars: [...drawn, "reduce", "upright", "thresholds"],
  heatmap: [...drawn],
  scatter: [...drawn],
  number: [...drawn, "reduce", "thresholds", "spark"],
  gauge: [...drawn, "reduce", "thresholds"],
  goal: [...drawn, "reduce", "goal"],
  table: [...drawn, "reduce"],
  events: ["filter"],
  requests: ["filter"],
  deploys: ["filter"],
  alerts: ["filter"],
  probes: ["probes"],
  text: ["text"],
};

/** Whether a kind can be told this. */
export const hasOption = (kind: PanelKind, option: PanelOption): boolean => options[kind].includes(option);

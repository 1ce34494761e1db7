import {
  ChartArea,
  ChartColumn,
  ChartLine,
  ChartScatter,
  Grid3x3,
  Hash,
  type LucideIcon,
  Rows4,
  Table,
} from "lucide-react";
import type { Kind } from "./explore-search.ts";

/** What a kind is called, and its picture. */
export const kindWords: Readonly<Record<Kind, { label: string; Icon: LucideIcon }>> = {
  line: { label: "Lines", Icon: ChartLine },
  lanes: { label: "Lanes", Icon: Rows4 },
  stacked: { label: "Stacked", Icon: ChartArea },
  bars: { label: "Bars", Icon: ChartColumn },
  heatmap: { label: "Heat map", Icon: Grid3x3 },
  scatter: { label: "Scatter", Icon: ChartScatter },
  table: { label: "Table", Icon: Table },
  number: { label: "Number", Icon: Hash },
};

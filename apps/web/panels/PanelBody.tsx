import type { Panel } from "@mission-control/contracts";
import { DrawnBody } from "./DrawnBody.tsx";
import { PanelFault } from "./PanelFault.tsx";
import type { DrawnPanel } from "./PanelView.tsx";

/** What a panel shows, by its kind. */
export function PanelBody({ panel, inSight }: { panel: Panel; inSight: boolean }) {
  if (isDrawn(panel)) return <DrawnBody panel={panel} inSight={inSight} />;
  return (
    <PanelFault title={`No panel of the kind “${panel.kind}” is known here`}>
      It is kept as it is. A newer version of Mission Control may draw it.
    </PanelFault>
  );
}

const drawn: ReadonlySet<string> = new Set<DrawnPanel["kind"]>([
  "lanes",
  "line",
  "stacked",
  "bars",
  "heatmap",
  "scatter",
  "table",
  "number",
]);

const isDrawn = (panel: Panel): panel is DrawnPanel => drawn.has(panel.kind);

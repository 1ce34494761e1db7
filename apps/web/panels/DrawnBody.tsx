import { isUnchosen } from "../data/chosen.ts";
import { countOf } from "../format/text.ts";
import { useMoment } from "../wall/use-moment.ts";
import { useZoom } from "../wall/use-zoom.ts";
import { NoPast } from "./NoPast.tsx";
import { OldValues } from "./OldValues.tsx";
import { PanelFault } from "./PanelFault.tsx";
import { type DrawnPanel, PanelView } from "./PanelView.tsx";
import { QueryFault } from "./QueryFault.tsx";
import { usePanelData } from "./use-panel-data.ts";
import { usePoint } from "./use-point.ts";

/** A panel of what queries answer, on the wall's range and step; it shows and moves the wall's moment. */
export function DrawnBody({ panel, inSight }: { panel: DrawnPanel; inSight: boolean }) {
  const { data, failure, lost, waiting, hidden, retry } = usePanelData(panel.queries, panel.title, inSight);
  const momentMs = useMoment(inSight);
  const zoom = useZoom();
  const point = usePoint();
  const fault = data.series.length === 0 ? (failure ?? lost?.failure) : failure;
  if (fault !== undefined && (data.series.length === 0 || fault.away !== true)) {
    return <QueryFault failure={fault} onRetry={retry} />;
  }
  if (panel.kind === "scatter" && panel.queries.length < 2) {
    return (
      <PanelFault title="A scatter needs two expressions">
        The first goes to the right, the second upwards.
      </PanelFault>
    );
  }
  if (data.series.length === 0) {
    if (waiting) return <div className="panel-waits" role="status" aria-label="Asking" />;
    if (panel.queries.some(({ expr }) => isUnchosen(expr))) {
      return (
        <PanelFault title="Nothing is chosen yet">Choose a value of each variable of this view.</PanelFault>
      );
    }
    return (
      <PanelFault title="No data in this range">
        Nothing matched <code>{panel.queries.map(({ expr }) => expr).join(", ")}</code>. A longer range or
        another expression may show some.
      </PanelFault>
    );
  }
  return (
    <>
      <PanelView panel={panel} data={data} momentMs={momentMs} onMoment={point} onZoom={zoom} />
      <OldValues failure={failure} />
      <NoPast lost={lost} onRetry={retry} />
      {hidden > 0 && (
        <p className="panel-more">{countOf(hidden, "more series", "more series")} not asked for.</p>
      )}
    </>
  );
}

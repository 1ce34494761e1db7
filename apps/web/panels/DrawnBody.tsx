import { useCallback } from "react";
import { countOf } from "../format/text.ts";
import { useMoment } from "../wall/use-moment.ts";
import { useZoom } from "../wall/use-zoom.ts";
import { useWall } from "../wall/wall-context.ts";
import { PanelFault } from "./PanelFault.tsx";
import { type DrawnPanel, PanelView } from "./PanelView.tsx";
import { usePanelData } from "./use-panel-data.ts";

/** A panel of what queries answer, on the wall's range and step; it shows and moves the wall's moment. */
export function DrawnBody({ panel, inSight }: { panel: DrawnPanel; inSight: boolean }) {
  const { context, pin } = useWall();
  const { data, failure, waiting, hidden, retry } = usePanelData(panel.queries, panel.title, inSight);
  const momentMs = useMoment(inSight);
  const zoom = useZoom();
  const point = useCallback(
    (ms: number | undefined) => {
      if (ms === undefined) return pin.left();
      // It stays there while the wall moves on.
      pin.pointed(() => context.focusTime(ms));
      context.focusTime(ms);
    },
    [context, pin],
  );

  if (failure !== undefined && (data.series.length === 0 || failure.away !== true)) {
    const where = failure.column === undefined ? "" : ` (column ${failure.column})`;
    return (
      <PanelFault title={failure.column === undefined ? "No answer" : "This expression cannot be read"} bad>
        <p>
          {failure.message}
          {where}
        </p>
        {failure.column === undefined && (
          <button type="button" onClick={retry}>
            Try again
          </button>
        )}
      </PanelFault>
    );
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
      {hidden > 0 && (
        <p className="panel-more">{countOf(hidden, "more series", "more series")} not asked for.</p>
      )}
    </>
  );
}

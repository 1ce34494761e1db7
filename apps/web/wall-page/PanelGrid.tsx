import type { Panel } from "@mission-control/contracts";
import { type CSSProperties, useMemo } from "react";
import { shownPlaces } from "../arrange/grid.ts";
import { PanelCard } from "../panels/PanelCard.tsx";
import "../style/wall-panels.css";

/** The panels of a section, each where its view places it; on a narrow wall below each other, in reading order. */
export function PanelGrid({ panels }: { panels: readonly Panel[] }) {
  const ordered = useMemo(() => {
    const places = shownPlaces(panels);
    return panels
      .map((panel) => ({ panel, place: places.get(panel.id) ?? panel.place }))
      .toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  }, [panels]);
  return (
    <div className="panel-grid-box" data-panels>
      <div className="panel-grid" data-testid="panel-grid">
        {ordered.map(({ panel, place: { x, y, w, h } }) => {
          return (
            <div
              key={panel.id}
              className="panel-place"
              style={
                {
                  gridColumn: `${x + 1} / span ${w}`,
                  gridRow: `${y + 1} / span ${h}`,
                  "--rows": h,
                } as CSSProperties
              }
            >
              <PanelCard panel={panel} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

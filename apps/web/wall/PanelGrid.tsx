import { type Panel, panelGrid } from "@mission-control/contracts";
import type { CSSProperties } from "react";
import { PanelCard } from "../panels/PanelCard.tsx";
import "../style/wall-panels.css";

/** The panels of a section, each where its view places it; on a narrow wall below each other, in reading order. */
export function PanelGrid({ panels }: { panels: readonly Panel[] }) {
  const ordered = panels.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  return (
    <div className="panel-grid-box" data-panels>
      <div className="panel-grid" data-testid="panel-grid">
        {ordered.map((panel) => {
          const { x, y, w, h } = panel.place;
          return (
            <div
              key={panel.id}
              className="panel-place"
              style={
                {
                  gridColumn: `${x + 1} / span ${Math.min(w, panelGrid.columns - x)}`,
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

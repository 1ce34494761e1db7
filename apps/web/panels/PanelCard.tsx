import type { Panel } from "@mission-control/contracts";
import { type ReactNode, useCallback, useId, useMemo, useRef, useState } from "react";
import { Part } from "../chrome/Part.tsx";
import { useExpand, useExpandWords } from "../variables/expand.ts";
import { useSight } from "../wall/use-sight.ts";
import { expandPanel } from "./expand-panel.ts";
import { PanelBody } from "./PanelBody.tsx";
import { panelName } from "./panel-kinds.ts";

/** A panel of a view: its title, what it draws or in words what is wrong, and what can be done with it. */
export function PanelCard({ panel: written, actions }: { panel: Panel; actions?: ReactNode }) {
  const [expr, words] = [useExpand(), useExpandWords()];
  const panel = useMemo(() => expandPanel(written, { expr, words }), [written, expr, words]);
  const asText = useMemo(() => JSON.stringify(panel), [panel]);
  const card = useRef<HTMLElement>(null);
  const heading = useId();
  const [inSight, setInSight] = useState(false);
  useSight(
    card,
    useCallback((now) => setInSight(now), []),
  );
  return (
    <article
      ref={card}
      className="panel-card"
      aria-labelledby={heading}
      data-testid="panel"
      data-kind={panel.kind}
      data-panel={panel.id}
    >
      <header className="panel-head">
        <h3 id={heading} title={panel.description || undefined}>
          {panelName(panel)}
        </h3>
        {actions}
      </header>
      <div className="panel-body">
        <Part of={asText}>
          <PanelBody panel={panel} inSight={inSight} />
        </Part>
      </div>
    </article>
  );
}

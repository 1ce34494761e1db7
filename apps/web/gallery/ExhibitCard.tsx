import { createSharedExtent } from "cubism-es";
import { memo, useMemo, useRef } from "react";
import { Command } from "../chrome/Command.tsx";
import { Axis } from "./Axis.tsx";
import { ExhibitLane } from "./ExhibitLane.tsx";
import type { Exhibit } from "./exhibits.ts";
import { useStage } from "./gallery-context.ts";
import { Rule } from "./Rule.tsx";

/** A mode with its name, a sentence, its lanes and the code that makes them. */
export const ExhibitCard = memo(function ExhibitCard({ exhibit }: { exhibit: Exhibit }) {
  const { id, name, sentence, rows, code, hasAxis = false } = exhibit;
  const { context } = useStage();
  const surface = useRef<HTMLDivElement>(null);
  const shared = useMemo(() => createSharedExtent(context), [context]);
  const events = rows.find((row) => row.kind === "events");
  return (
    <article className="exhibit" aria-labelledby={`exhibit-${id}`} id={id}>
      <h3 id={`exhibit-${id}`}>{name}</h3>
      <p>{sentence}</p>
      <div className="exhibit-lanes">
        {hasAxis && <Axis />}
        <div ref={surface} className="wall-lanes">
          <ul aria-labelledby={`exhibit-${id}`}>
            {rows.map(
              (row) => row.kind !== "events" && <ExhibitLane key={row.label} row={row} shared={shared} />,
            )}
          </ul>
          <Rule surface={surface} events={events?.signal} />
        </div>
      </div>
      <Command text={code} label={`the code of ${name}`} />
    </article>
  );
});

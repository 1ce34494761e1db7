import { useMemo } from "react";
import { useServices } from "../data/services.ts";
import { useDeploys } from "../data/use-deploys.ts";
import { exactTime, momentText } from "../format/time.ts";
import { DeployIcon } from "../wall/DeployIcon.tsx";
import { deployStretches, flagText } from "../wall/deploy-stretches.ts";
import { lengthWords, outcomeWords } from "../wall/deploy-words.ts";
import { useMoment } from "../wall/use-moment.ts";
import { useWallWindow } from "../wall/use-wall-window.ts";
import { Timed } from "./EventsBody.tsx";
import { PanelFault } from "./PanelFault.tsx";

const ROWS = 100;

/** The deploys of what the wall shows, the newest on top, each as it stood at the wall's moment. */
export function DeploysBody(props: { types: readonly string[]; search: string; inSight: boolean }) {
  const { types, search, inSight } = props;
  const { link } = useServices();
  const { lengthMs, endMs } = useWallWindow();
  const marks = useDeploys(lengthMs, endMs);
  const momentMs = useMoment(inSight);
  const stretches = useMemo(() => {
    const wanted = search.toLowerCase();
    const fromMs = (endMs ?? link.nowMs()) - lengthMs;
    // Marks after the moment are not known yet: what they ended still runs.
    return deployStretches(marks.filter(({ timeMs }) => momentMs === undefined || timeMs <= momentMs))
      .filter(({ timeMs, kind }) => timeMs > fromMs && (types.length === 0 || types.includes(kind)))
      .filter(({ service, version, host, author, title, environment }) =>
        [service, version, host, author, title, environment].some((text) =>
          text.toLowerCase().includes(wanted),
        ),
      )
      .toReversed()
      .slice(0, ROWS);
  }, [marks, momentMs, types, search, lengthMs, endMs, link]);
  if (stretches.length === 0) {
    return (
      <PanelFault title="No deploy in this range">
        Deploys appear here once your script tells of them; see Sources for how.
      </PanelFault>
    );
  }
  return (
    <Timed>
      <ul>
        {stretches.map((stretch) => (
          <li key={stretch.id} className="event deploy-row" data-tone={stretch.tone} data-testid="deploy-row">
            <span className="event-icon">
              <DeployIcon kind={stretch.kind} undo={stretch.tone === "undo"} size={15} />
            </span>
            <div>
              <p>{flagText(stretch)}</p>
              <small>
                {[outcomeWords(stretch), lengthWords(stretch), stretch.author && `by ${stretch.author}`]
                  .filter((part) => part !== "")
                  .join(" · ")}
              </small>
            </div>
            <time dateTime={new Date(stretch.timeMs).toISOString()} title={exactTime(stretch.timeMs)}>
              {momentText(stretch.timeMs, link.nowMs())}
            </time>
          </li>
        ))}
      </ul>
    </Timed>
  );
}

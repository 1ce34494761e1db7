import { BellRing, CircleCheck } from "lucide-react";
import { useMemo } from "react";
import { useServices } from "../data/services.ts";
import { exactTime, minuteText } from "../format/time.ts";
import { useMoment } from "../wall/use-moment.ts";
import { alertStates } from "./alert-states.ts";
import { Timed, Unanswered } from "./EventsBody.tsx";
import { PanelFault } from "./PanelFault.tsx";
import { usePanelEvents } from "./use-panel-events.ts";

const alertTypes = ["alert"] as const;
/** An alert that fired once and still fires may not have been told of again for days. */
const EARLIER_MS = 7 * 86_400_000;

/** Of each alert how it stands at the wall's moment, those that fire in front. */
export function AlertsBody(props: { types: readonly string[]; search: string; inSight: boolean }) {
  const { types, search, inSight } = props;
  const { link } = useServices();
  const momentMs = useMoment(inSight);
  const wanted = types.length > 0 ? types : alertTypes;
  const { events, error, retry } = usePanelEvents(
    { types: wanted, search, earlierMs: EARLIER_MS },
    momentMs,
    inSight,
  );
  const states = useMemo(() => alertStates(events ?? []), [events]);
  if (events === undefined) return <Unanswered error={error} onRetry={retry} />;
  if (states.length === 0) {
    return (
      <PanelFault title="No alert known">
        One that was last told of more than 7 days before is not looked for.
      </PanelFault>
    );
  }
  return (
    <Timed>
      <ul>
        {states.map(({ event, isFiring, sinceMs }) => (
          <li
            key={event.fingerprint || event.id}
            className={isFiring ? "event bad" : "event good"}
            data-testid="alert"
            data-firing={isFiring}
          >
            <span className="event-icon">
              {isFiring ? <BellRing size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />}
            </span>
            <div>
              <p>{event.title || "alert"}</p>
              <small>
                {isFiring ? "firing" : "resolved"}
                {event.service !== "" && ` · ${event.service}`}
              </small>
            </div>
            <time dateTime={new Date(sinceMs).toISOString()} title={exactTime(sinceMs)}>
              since {minuteText(sinceMs, link.nowMs())}
            </time>
          </li>
        ))}
      </ul>
    </Timed>
  );
}

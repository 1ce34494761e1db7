import { memo } from "react";
import { useServices } from "../data/services.ts";
import { exactTime, momentText } from "../format/time.ts";
import { useMeta } from "../meta/meta-context.ts";
import { EventIcon } from "./EventIcon.tsx";
import { faceOf } from "./event-kinds.ts";
import { eventDetail } from "./event-words.ts";
import type { EventRowData } from "./fold-events.ts";

/** One event, or several that are equal: what, where, how often, when last. */
export const EventRow = memo(function EventRow({ row }: { row: EventRowData }) {
  const { link } = useServices();
  const { event, count } = row;
  const { icon, tone, title } = faceOf(event);
  const detail = eventDetail(row);
  const trigger = useMeta()?.trigger({ ...event, title: `${title}\n${event.title}` });
  return (
    <li
      className={`event ${tone} ${event.severity === "critical" ? "critical" : ""}`}
      data-testid="event-row"
      data-type={event.type}
      data-count={count}
    >
      <EventIcon icon={icon} severity={event.severity} own={trigger?.Icon} />
      <div title={trigger?.description}>
        <p>{title}</p>
        {detail !== "" && <small title={detail}>{detail}</small>}
        {trigger?.runbook !== undefined && (
          <a href={trigger.runbook} target="_blank" rel="noreferrer" className="event-runbook">
            Runbook
          </a>
        )}
      </div>
      <time dateTime={new Date(event.timeMs).toISOString()} title={exactTime(event.timeMs)}>
        {momentText(event.timeMs, link.nowMs())}
      </time>
    </li>
  );
});

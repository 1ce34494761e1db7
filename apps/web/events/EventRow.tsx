import type { Event } from "@mission-control/contracts";
import { memo } from "react";
import { exactTime, momentText } from "../format/time.ts";
import { useServices } from "../services.ts";
import { EventIcon } from "./EventIcon.tsx";
import { eventDetail, eventTitle } from "./event-words.ts";

/** One event: what, where, when. */
export const EventRow = memo(function EventRow({ event }: { event: Event }) {
  const { link } = useServices();
  const detail = eventDetail(event);
  return (
    <li className={`event ${event.severity}`} data-testid="event-row" data-type={event.type}>
      <EventIcon event={event} />
      <div>
        <p>{eventTitle(event)}</p>
        {detail !== "" && <small>{detail}</small>}
      </div>
      <time dateTime={new Date(event.timeMs).toISOString()} title={exactTime(event.timeMs)}>
        {momentText(event.timeMs, link.nowMs())}
      </time>
    </li>
  );
});

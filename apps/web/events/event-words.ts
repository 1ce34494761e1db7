import type { Event } from "@mission-control/contracts";

/** What an event is called: its title, else its type. */
export function eventTitle(event: Event): string {
  return event.title === "" ? event.type : event.title;
}

/** Where it happened and what kind it is, in one line. */
export function eventDetail(event: Event): string {
  const kind = event.subType === "" ? event.type : `${event.type} ${event.subType}`;
  const parts = [
    event.title === "" ? event.subType : kind,
    event.service,
    event.host,
    event.tags.slice(0, 3).join(" "),
  ];
  return parts.filter((part, i) => part !== "" && parts.indexOf(part) === i).join(" · ");
}

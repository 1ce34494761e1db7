import type { Event } from "@mission-control/contracts";

/** What of the events a panel shows: of these types (any but requests where there are none), and that hold a text. */
export interface EventFilter {
  readonly types: readonly string[];
  readonly search: string;
  /** How long before what the wall shows they may have happened, ms, for what still stands then; nothing where absent. */
  readonly earlierMs?: number;
}

/** Whether a panel with this filter shows an event. */
export function isWanted(event: Event, { types, search }: EventFilter): boolean {
  if (types.length > 0 ? !types.includes(event.type) : event.type === "request") return false;
  if (search === "") return true;
  const { title, service, host, tags, type, subType, attributes } = event;
  const texts = [title, service, host, type, subType, ...tags, ...Object.values(attributes).map(String)];
  const wanted = search.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

import type { Event } from "@mission-control/contracts";

/** The words by which senders say that an alert is over. */
const OVER = /^(resolved|ok|okay|inactive|normal|closed|cleared|recovered)$/i;

/** Whether an event of an alert says that it is over; whatever else it says, or nothing, the alert stands. */
export function isOver({ attributes }: Event): boolean {
  return OVER.test(String(attributes.status ?? "").trim());
}

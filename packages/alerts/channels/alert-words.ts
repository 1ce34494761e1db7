import type { Alert } from "@mission-control/contracts";
import type { Message } from "./channel.ts";

/** Whether what an alert is about is still so. */
export const isOver = (alert: Alert): boolean => alert.state === "normal";

/** Where to look at an alert, as a whole address. */
export function linkOf(alert: Alert, message: Message): string {
  const address = alert.link === "" ? message.link : alert.link;
  return URL.canParse(address, message.link) ? new URL(address, message.link).href : message.link;
}

/** A time as other machines read it. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

import type { Event } from "@mission-control/contracts";
import { Bell, CircleX, Globe, Info, Rocket, ScrollText, TriangleAlert, Undo2 } from "lucide-react";

/** The icon of an event's type, else of how grave it is; the gravity is also said in a word. */
export function EventIcon({ event }: { event: Event }) {
  const Icon = iconOf(event);
  const grave = event.severity !== "info";
  return (
    <span className="event-icon">
      <Icon size={15} aria-hidden />
      {grave && <span className="sr-only">{event.severity}: </span>}
    </span>
  );
}

function iconOf({ type, subType, severity, attributes }: Event) {
  if (type === "deploy") return attributes.status === "rolled_back" ? Undo2 : Rocket;
  if (severity === "error" || severity === "critical") return CircleX;
  if (severity === "warning") return TriangleAlert;
  if (/alert/.test(type)) return Bell;
  if (/log|page|request/.test(type)) return ScrollText;
  return /dns|probe|network/.test(`${type} ${subType}`) ? Globe : Info;
}

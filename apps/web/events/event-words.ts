import { countOf } from "../format/text.ts";
import { lengthText } from "../format/time.ts";
import { faceOf } from "./event-kinds.ts";
import type { EventRowData } from "./fold-events.ts";

/** Where it happened, how often, and of what kind it is, in one line: "api-3 · 412 in 5 min · exception". */
export function eventDetail(row: EventRowData): string {
  const { event, places } = row;
  const face = faceOf(event);
  const where = places.length > 2 ? countOf(places.length, "machine") : places.join(", ");
  const said = face.title.toLowerCase();
  // What the title says already is not said again.
  const parts = [where, where === "" ? event.service : "", timesText(row), ...face.notes];
  return parts
    .filter((part, i) => part !== "" && parts.indexOf(part) === i && !said.includes(part.toLowerCase()))
    .join(" · ");
}

/** "412 in 5 min", "" of what happened once. */
function timesText({ event, count, firstMs }: EventRowData): string {
  if (count === 1) return "";
  return `${count.toLocaleString("en")} in ${lengthText(event.timeMs - firstMs)}`;
}

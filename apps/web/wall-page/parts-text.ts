import { countOf } from "../format/text.ts";

/** What there is on a wall or in one of its sections: "12 lanes", "12 lanes · 3 panels", "3 panels". */
export function partsText(lanes: number, panels: number): string {
  const words = panels === 0 ? [] : [countOf(panels, "panel")];
  return (lanes === 0 && panels > 0 ? words : [countOf(lanes, "lane"), ...words]).join(" · ");
}

import type { DropItem } from "react-aria-components";
import { z } from "zod";
import type { PartPlace } from "./edit-lanes.ts";

type Kind = "lane" | "tile";

const placeSchema = z.object({ section: z.string(), id: z.string() });

/** By this a dragged part is known to those who take it. */
export const partType = (kind: Kind): string => `application/x-mission-control-${kind}`;

/** A part while it is dragged: where it comes from. */
export function partItem(kind: Kind, place: PartPlace): Record<string, string> {
  return { [partType(kind)]: JSON.stringify(place) };
}

/** Where the parts come from that were dropped; what is none of ours is passed over. */
export async function droppedPlaces(kind: Kind, items: readonly DropItem[]): Promise<PartPlace[]> {
  const type = partType(kind);
  const texts = await Promise.all(
    items.map((item) => (item.kind === "text" && item.types.has(type) ? item.getText(type) : "")),
  );
  return texts.flatMap((text) => {
    try {
      return [placeSchema.parse(JSON.parse(text))];
    } catch {
      return [];
    }
  });
}

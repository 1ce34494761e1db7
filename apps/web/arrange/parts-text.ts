import { type Lane, laneSchema, limits, type Panel, panelSchema } from "@mission-control/contracts";
import { z } from "zod";

/** Characters of a text that is pasted. */
const MOST_CHARACTERS = 1_000_000;

const partsSchema = z.object({
  missionControl: z.literal("parts"),
  lanes: z.array(laneSchema).max(limits.lanesPerView).default([]),
  panels: z.array(panelSchema).max(limits.panelsPerView).default([]),
});

/** Lanes and panels that are copied from one view to another. */
export interface Parts {
  readonly lanes: readonly Lane[];
  readonly panels: readonly Panel[];
}

/** Parts, or in words why a text is none. */
export type ReadParts =
  | { readonly ok: true; readonly parts: Parts }
  | { readonly ok: false; readonly message: string };

/** Parts as a text that can be sent to somebody, too. */
export function textOfParts({ lanes, panels }: Partial<Parts>): string {
  return JSON.stringify({ missionControl: "parts", lanes: lanes ?? [], panels: panels ?? [] });
}

/** Reads a text that was pasted. */
export function readParts(text: string): ReadParts {
  if (text.trim() === "") return refused("There is nothing to paste: copy a lane or a panel first.");
  if (text.length > MOST_CHARACTERS) return refused("What was copied is too long to be lanes or panels.");
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refused("What was copied is no lane and no panel of Mission Control.");
  }
  if (typeof given !== "object" || given === null || !("missionControl" in given)) {
    return refused("What was copied is no lane and no panel of Mission Control.");
  }
  const read = partsSchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join(".") ?? "";
    return refused(
      `This lane or panel cannot be used: ${place}${place === "" ? "" : ": "}${issue?.message ?? ""}.`,
    );
  }
  const { lanes, panels } = read.data;
  if (lanes.length + panels.length === 0) return refused("There is no lane and no panel in what was copied.");
  return { ok: true, parts: { lanes, panels } };
}

const refused = (message: string): ReadParts => ({ ok: false, message });

import type { viewSchema } from "@mission-control/contracts";
import type { z } from "zod";

/** A section of a view as its author writes it, before defaults are filled in. */
export type Section = z.input<typeof viewSchema>["sections"][number];
export type Lane = NonNullable<Section["lanes"]>[number];

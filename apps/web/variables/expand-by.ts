import { type Chosen, expandVariables, expandWords } from "@mission-control/contracts";
import { chosenInWords } from "../data/chosen.ts";
import type { Expand } from "./expand.ts";

/** Apart, because a view without variables needs none of it. */
export const expandBy = (chosen: Chosen): Expand => ({
  expr: (text) => expandVariables(text, chosen),
  words: (text) => expandWords(text, chosenInWords(chosen)),
});

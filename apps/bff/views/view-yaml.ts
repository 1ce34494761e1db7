import { type View, viewSchema } from "@mission-control/contracts";
import { stringify } from "yaml";
import { tidy } from "./tidy.ts";

/** The version of the format: a number that goes up when a file of before would be read as something else. */
const FORMAT = 1;

/** A view as a file: YAML without what is so by default, in an order that stays, so that a difference is one of the view. */
export function yamlOfView(view: View): string {
  // No folding: a line of an expression stays one. Nothing is said twice by an anchor, which people do not read easily.
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  return `# Mission Control view, format ${FORMAT}\n${stringify(tidy(viewSchema, view), options)}`;
}

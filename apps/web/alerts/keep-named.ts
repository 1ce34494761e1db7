import { slugOf } from "@mission-control/contracts";
import type { Outcome } from "../data/outcome.ts";

/** A new one goes over none that is there; a changed one only over the version that was changed. */
export function ontoHeaders(kept: { readonly version: number } | undefined): Record<string, string> {
  return kept === undefined ? { "if-none-match": "*" } : { "if-match": `"${kept.version}"` };
}

/** Of a new one that there is one of its name already is said at the name. */
export function takenAtName<T>(outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok || outcome.failure.code !== "changed_meanwhile") return outcome;
  const message = "There is one of this name already.";
  return { ok: false, failure: { message, faults: [{ code: "name_taken", path: "name", message }] } };
}

/** What is wrong with a name of which an address is made, in words. */
export function nameFault(name: string): string | undefined {
  if (slugOf(name) !== "") return undefined;
  if (name.trim() === "") return "Give it a name.";
  return "Its address is made of the name: give it a letter from a to z or a digit, too.";
}

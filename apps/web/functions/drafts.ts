import type { Undo } from "@mission-control/series";
import type { Draft } from "./draft.ts";

/** Drafts that are not saved, by the name their function had; they last as long as the page. */
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();
let names: ReadonlySet<string> = new Set();

export const draftNamed = (name: string): Draft | undefined => drafts.get(name);

/** Which functions have changes that are not saved. */
export const draftNames = (): ReadonlySet<string> => names;

/** Keeps a draft, or with undefined forgets it. */
export function keepDraft(name: string, draft: Draft | undefined): void {
  if (draft === undefined) drafts.delete(name);
  else drafts.set(name, draft);
  names = new Set(drafts.keys());
  for (const listener of [...listeners]) listener();
}

export function onDrafts(listener: () => void): Undo {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

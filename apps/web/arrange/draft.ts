import { limits, type View, viewSchema } from "@mission-control/contracts";
import type { ShownView } from "../views/use-save-view.ts";

/** One change of a view; it gives the same view back where there is nothing to change. */
export type Edit = (view: View) => View;

/**
 * A view while it is being arranged. `base` is what it began from, with the version that saving builds on, and `began` the
 * same without it; `past` and `future` are what undo and redo go to, the nearest last.
 */
export interface Draft {
  readonly base: ShownView;
  readonly began: View;
  readonly view: View;
  readonly past: readonly View[];
  readonly future: readonly View[];
}

/** Steps that can be undone. */
export const MOST_STEPS = 200;

/** A draft in which nothing was changed yet. */
export function beginDraft(base: ShownView): Draft {
  const view = viewSchema.parse(base);
  return { base, began: view, view, past: [], future: [] };
}

/** The draft after an edit; the same one where the edit changes nothing. What was undone before cannot come back then. */
export function applyEdit(draft: Draft, edit: Edit): Draft {
  const view = edit(draft.view);
  if (isSame(view, draft.view)) return draft;
  const past = [...draft.past, draft.view].slice(-MOST_STEPS);
  return { ...draft, view, past, future: [] };
}

export function undo(draft: Draft): Draft {
  const view = draft.past.at(-1);
  if (view === undefined) return draft;
  return { ...draft, view, past: draft.past.slice(0, -1), future: [...draft.future, draft.view] };
}

export function redo(draft: Draft): Draft {
  const view = draft.future.at(-1);
  if (view === undefined) return draft;
  return { ...draft, view, past: [...draft.past, draft.view], future: draft.future.slice(0, -1) };
}

/**
 * The draft once it was kept, as `kept`: nothing of it waits to be saved. What was said while it was saved, its name and
 * whose it is, is no step that undo takes back.
 */
export function savedDraft(draft: Draft, kept: ShownView): Draft {
  const { name, description, owner, tags } = viewSchema.parse(kept);
  const named = (view: View): View => ({ ...view, name, description, owner, tags });
  const view = named(draft.view);
  return { base: kept, began: view, view, past: draft.past.map(named), future: draft.future.map(named) };
}

/** Goes on from the same view as it came anew from the server; undefined where that is another one. */
export function rebased(draft: Draft, base: ShownView): Draft | undefined {
  return base.version === draft.base.version && isSame(viewSchema.parse(base), draft.began)
    ? { ...draft, base }
    : undefined;
}

/** Whether it says anything else than what it began from. */
export function isChanged({ began, view }: Draft): boolean {
  return !isSame(view, began);
}

/** What of it would be kept, onto the version it builds on. */
export function shownOf({ base, view }: Draft): ShownView {
  return { ...base, ...view };
}

/** In words, why a view is larger than one can be; undefined where it is not. */
export function tooMuch(view: View): string | undefined {
  const countOf = (kind: "lanes" | "panels") =>
    view.sections.reduce((sum, section) => sum + section[kind].length, 0);
  const most = [
    [view.tiles.length, 12, "tiles"],
    [view.sections.length, limits.sectionsPerView, "sections"],
    [countOf("lanes"), limits.lanesPerView, "lanes"],
    [countOf("panels"), limits.panelsPerView, "panels"],
  ] as const;
  const over = most.find(([count, limit]) => count > limit);
  return over === undefined ? undefined : `A view has at most ${over[1]} ${over[2]}; this was not added.`;
}

function isSame(a: View, b: View): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

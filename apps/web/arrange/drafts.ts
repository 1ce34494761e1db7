import { limits, viewSchema } from "@mission-control/contracts";
import type { Undo } from "@mission-control/series";
import { z } from "zod";
import type { ShownView } from "../views/use-save-view.ts";
import { beginDraft, type Draft, isChanged, rebased, savedDraft } from "./draft.ts";
import { keptKey } from "./kept-key.ts";

/** Drafts by the slug of their view; what is changed in them is in the tab's own storage, too, and outlives a reload. */
const drafts = new Map<string, Draft>();
const leftOver = new Set<string>();
/** The views by slug as the page gave them last, and those of them over which a draft was saved. */
const given = new Map<string, ShownView>();
const savedOver = new Map<string, ShownView>();
const listeners = new Set<() => void>();

const keptSchema = z.object({
  base: viewSchema.extend({ version: z.number().int().min(1).optional() }),
  view: viewSchema,
});

/** The draft of a view as it is now: the one that is open, or else one that a reload left. Undefined where there is none. */
function draftOf(slug: string): Draft | undefined {
  return drafts.get(slug) ?? storedDraft(slug);
}

/** Opens the draft of a view: where nothing was changed in it, it begins with the view as it is now. */
export function openDraft(base: ShownView): Draft {
  const { slug } = base;
  const known = draftOf(slug);
  given.set(slug, base);
  // Until the page has heard of what was saved it gives what was there before: that is nothing to begin anew from.
  const stays =
    known !== undefined && (known.base === base || isChanged(known) || savedOver.get(slug) === base);
  const draft = stays ? known : ((known && rebased(known, base)) ?? beginDraft(base));
  if (stays && !drafts.has(slug)) leftOver.add(slug);
  drafts.set(slug, draft);
  return draft;
}

/** What this tab has of a view that was not saved, whether the view is still there or not. */
export function leftDraft(slug: string): Draft | undefined {
  const draft = draftOf(slug);
  return draft !== undefined && isChanged(draft) ? draft : undefined;
}

/** Says that the draft of a view was kept: what can be undone of it stays where it is the same view still. */
export function draftSaved(slug: string, kept: ShownView): void {
  const draft = draftOf(slug);
  if (draft === undefined) return;
  if (kept.slug !== slug) {
    forgetDraft(slug);
    return;
  }
  leftOver.delete(slug);
  const before = given.get(slug);
  if (before !== undefined) savedOver.set(slug, before);
  keepDraft(savedDraft(draft, kept));
}

/** Whether the draft of a view comes from before a reload. */
export const isLeftOver = (slug: string): boolean => leftOver.has(slug);

/** Keeps what a draft became. */
export function keepDraft(draft: Draft): void {
  const { slug } = draft.view;
  drafts.set(slug, draft);
  try {
    if (isChanged(draft)) {
      sessionStorage.setItem(keptKey(slug), JSON.stringify({ base: draft.base, view: draft.view }));
    } else sessionStorage.removeItem(keptKey(slug));
  } catch {
    // A browser that keeps nothing has it as long as the page is open.
  }
  tell();
}

/** Throws the draft of a view away. */
export function forgetDraft(slug: string): void {
  drafts.delete(slug);
  leftOver.delete(slug);
  savedOver.delete(slug);
  try {
    sessionStorage.removeItem(keptKey(slug));
  } catch {
    // It was never kept.
  }
  tell();
}

export function onDrafts(listener: () => void): Undo {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell(): void {
  for (const listener of [...listeners]) listener();
}

/** What the tab's storage has: what cannot be read is none of ours. */
function storedDraft(slug: string): Draft | undefined {
  try {
    const text = sessionStorage.getItem(keptKey(slug));
    if (text === null || text.length > limits.bodyBytes) return undefined;
    const { base, view } = keptSchema.parse(JSON.parse(text));
    const began = beginDraft(base);
    return view.slug === slug ? { ...began, view, past: [began.view] } : undefined;
  } catch {
    return undefined;
  }
}

import type { WallSearch } from "../data/url-state.ts";

/** The views that take turns as the address names them; where it names none, the one that is shown. */
export function viewsInTurn(kiosk: string, slug: string): readonly string[] {
  const named = kiosk.split(",").filter((each) => each !== "");
  return named.length === 0 ? [slug] : named;
}

/** Whose turn it is after `slug`, or before it with -1. A view that takes no turns is before the first and after the last. */
export function turnAfter(views: readonly string[], slug: string, by: 1 | -1): string | undefined {
  const at = views.indexOf(slug);
  if (at < 0) return by > 0 ? views[0] : views.at(-1);
  return views[(at + by + views.length) % views.length];
}

/** What of the address goes along from one view's turn to the next; folds and added lanes are of one view. */
export function keptInTurn(search: WallSearch): WallSearch {
  const { range, tz, kiosk, every, zoom } = search;
  return {
    ...Object.fromEntries(Object.entries(search).filter(([name]) => name.startsWith("var-"))),
    ...(range !== undefined && { range }),
    ...(tz !== undefined && { tz }),
    ...(kiosk !== undefined && { kiosk }),
    ...(every !== undefined && { every }),
    ...(zoom !== undefined && { zoom }),
  };
}

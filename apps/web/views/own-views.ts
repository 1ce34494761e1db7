import { createSlugList } from "./slug-list.ts";

/** The views that somebody marked with a star, in this browser. */
export const stars = createSlugList("mission-control.stars", 500);

export function toggleStar(slug: string): void {
  stars.change((slugs) => (slugs.includes(slug) ? slugs.filter((each) => each !== slug) : [...slugs, slug]));
}

/** The views that were opened in this browser, the last first. */
export const opened = createSlugList("mission-control.opened", 50);

export function noteOpened(slug: string): void {
  if (opened.now()[0] !== slug) opened.change((slugs) => [slug, ...slugs.filter((each) => each !== slug)]);
}

import type { ViewSummary } from "@mission-control/contracts";
import { compareText } from "../format/text.ts";
import type { ViewsSearch } from "./views-search.ts";

/** What this browser knows of views by itself. */
export interface OwnViews {
  readonly stars: readonly string[];
  readonly opened: readonly string[];
}

/** The views that are meant by what was typed and the tags that were chosen, those with a star first. */
export function findViews(views: readonly ViewSummary[], search: ViewsSearch, own: OwnViews): ViewSummary[] {
  const words = (search.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const found = views.filter((view) => {
    const text = [view.name, view.description, view.owner, ...view.tags].join("\n").toLowerCase();
    return (
      words.every((word) => text.includes(word)) && (search.tag ?? []).every((tag) => view.tags.includes(tag))
    );
  });
  const starred = new Set(own.stars);
  const compare = compareBy(search.sort ?? "name", own);
  return found.sort(
    (a, b) =>
      Number(starred.has(b.slug)) - Number(starred.has(a.slug)) ||
      compare(a, b) ||
      compareText(a.name, b.name) ||
      (a.slug < b.slug ? -1 : 1),
  );
}

function compareBy(
  sort: NonNullable<ViewsSearch["sort"]>,
  { opened }: OwnViews,
): (a: ViewSummary, b: ViewSummary) => number {
  if (sort === "saved") return (a, b) => (b.savedMs ?? 0) - (a.savedMs ?? 0);
  if (sort === "name") return () => 0;
  const places = new Map(opened.map((slug, i) => [slug, i]));
  const place = ({ slug }: ViewSummary) => places.get(slug) ?? opened.length;
  return (a, b) => place(a) - place(b);
}

/** The tags that views have, each with how many have it, by name. */
export function tagsOf(views: readonly ViewSummary[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { tags } of views) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareText(a, b));
}

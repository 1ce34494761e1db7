import type { ViewSummary } from "@mission-control/contracts";

/** The views in whose name, address or description each typed word occurs; all of them where nothing is typed. */
export function findViews(views: readonly ViewSummary[], typed: string): readonly ViewSummary[] {
  const words = typed
    .toLowerCase()
    .replace(/^view:/, "")
    .split(/\s+/)
    .filter(Boolean);
  return views.filter(({ name, slug, description }) => {
    const text = `${name} ${slug} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

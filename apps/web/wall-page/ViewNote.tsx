import { useServices } from "../data/services.ts";
import { useViews } from "../data/use-views.ts";
import { lengthText } from "../format/time.ts";
import { LaneCount } from "./LaneCount.tsx";
import type { PlacedSection } from "./placed.ts";

/** When the view was saved last, and how many lanes it has. */
export function ViewNote({ slug, sections }: { slug: string; sections: readonly PlacedSection[] }) {
  const { link } = useServices();
  const { data } = useViews();
  const savedMs = data?.find((view) => view.slug === slug)?.savedMs;
  return (
    <>
      {savedMs !== undefined && `saved ${lengthText(link.nowMs() - savedMs)} ago · `}
      <LaneCount sections={sections} />
    </>
  );
}

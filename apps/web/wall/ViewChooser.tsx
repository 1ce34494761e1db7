import type { View } from "@mission-control/contracts";
import { ChevronDown } from "lucide-react";
import { Choice } from "../chrome/Choice.tsx";
import { useGoToView, useViews } from "../data/use-views.ts";

/** The name of the view, which opens the list of all there are. */
export function ViewChooser({ view }: { view: Pick<View, "slug" | "name" | "description"> }) {
  const { data, refetch } = useViews();
  const goTo = useGoToView();
  const choices = (data ?? [view]).map(({ slug, name, description }) => ({
    id: slug,
    label: name,
    ...(description !== "" && { note: description }),
  }));
  return (
    <Choice
      label={`${view.name}, choose a view`}
      menuLabel="Views"
      className="view-chooser"
      choices={choices}
      value={view.slug}
      onOpen={() => void refetch()}
      onChoose={(slug) => slug !== view.slug && goTo(slug)}
      placement="bottom start"
    >
      {view.name}
      <ChevronDown size={14} aria-hidden />
    </Choice>
  );
}

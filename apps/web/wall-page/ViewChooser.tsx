import type { View } from "@mission-control/contracts";
import { ChevronDown, Plus, Star } from "lucide-react";
import { useEffect } from "react";
import { Choice } from "../chrome/Choice.tsx";
import { useGoToView, useViews } from "../data/use-views.ts";
import { noteOpened, stars } from "../views/own-views.ts";
import { useSlugs } from "../views/slug-list.ts";

/** Where a view begins. */
const NEW = "new";

/** The name of the view, which opens the list of all there are, those with a star first. */
export function ViewChooser({ view }: { view: Pick<View, "slug" | "name" | "description"> }) {
  const { data, refetch } = useViews();
  const goTo = useGoToView();
  const starred = useSlugs(stars);
  useEffect(() => noteOpened(view.slug), [view.slug]);
  const known = data ?? [view];
  const inOrder = [true, false].flatMap((isStarred) =>
    known.filter(({ slug }) => starred.includes(slug) === isStarred),
  );
  const choices = inOrder.map(({ slug, name, description }) => ({
    id: slug,
    label: name,
    ...(starred.includes(slug) && { Icon: Star }),
    ...(description !== "" && { note: description }),
  }));
  const begin = { id: NEW, label: "New view", Icon: Plus };
  return (
    <Choice
      label={`${view.name}, choose a view`}
      menuLabel="Views"
      className="view-chooser"
      choices={[...choices, begin]}
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

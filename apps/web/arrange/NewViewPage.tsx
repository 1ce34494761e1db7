import { useNavigate } from "@tanstack/react-router";
import { lastWall } from "../data/last-wall.ts";
import { placeOfView } from "../data/use-views.ts";
import { EditedWall } from "./EditedWall.tsx";
import { emptyView } from "./empty-view.ts";

/** A view that is not there yet: metrics become its lanes as they are chosen. */
export function NewViewPage() {
  const navigate = useNavigate();
  return (
    <EditedWall
      base={emptyView}
      onLeave={() => {
        const { slug, search } = lastWall();
        void navigate({ ...placeOfView(slug), search });
      }}
    />
  );
}

import { useNavigate } from "@tanstack/react-router";
import { lastWall } from "../data/last-wall.ts";
import { placeOfView } from "../data/use-views.ts";
import { useOwnWall } from "../wall/use-own-wall.ts";
import { WallSkeleton } from "../wall/WallSkeleton.tsx";
import { WallProvider } from "../wall/wall-context.ts";
import { ArrangePage } from "./ArrangePage.tsx";
import { emptyView } from "./empty-view.ts";

/** A view that is not there yet: metrics become its lanes as they are chosen. */
export function NewViewPage() {
  const wall = useOwnWall();
  const navigate = useNavigate();
  if (wall === undefined) return <WallSkeleton failure={undefined} />;
  return (
    <WallProvider value={wall}>
      <ArrangePage
        base={emptyView}
        onLeave={() => {
          const { slug, search } = lastWall();
          void navigate({ ...placeOfView(slug), search });
        }}
      />
    </WallProvider>
  );
}

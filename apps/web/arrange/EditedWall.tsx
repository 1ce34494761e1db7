import type { ShownView } from "../views/use-save-view.ts";
import { useOwnWall } from "../wall/use-own-wall.ts";
import { WallSkeleton } from "../wall/WallSkeleton.tsx";
import { WallProvider } from "../wall/wall-context.ts";
import { ArrangePage } from "./ArrangePage.tsx";

/** A view while it is arranged, on a wall of its own: what is laid here moves nothing of the one that is looked at. */
export function EditedWall({ base, onLeave }: { base: ShownView; onLeave: () => void }) {
  const wall = useOwnWall();
  if (wall === undefined) return <WallSkeleton failure={undefined} />;
  return (
    <WallProvider value={wall}>
      <ArrangePage base={base} onLeave={onLeave} />
    </WallProvider>
  );
}

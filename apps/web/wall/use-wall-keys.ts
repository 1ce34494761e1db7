import { useKeys } from "../chrome/use-keys.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { useWall } from "./wall-context.ts";

/** The keys of the wall: arrows move the rule, Escape lets go of it and then goes back to live, space stops and starts. */
export function useWallKeys(): void {
  const { context, pin } = useWall();
  const [search, change] = useWallSearch();
  const far = (event: KeyboardEvent) => (event.shiftKey ? 10 : 1);
  useKeys({
    ArrowLeft: (event) => pin.move(-far(event)),
    ArrowRight: (event) => pin.move(far(event)),
    Escape: () => {
      if (pin.pinnedMs() === undefined && search.pause !== undefined) change({ pause: undefined });
      else pin.hold(undefined);
    },
    " ": () => change({ pause: search.pause === undefined ? context.endMs : undefined }),
  });
}

import { useActions } from "../actions/actions.ts";
import { copyText } from "../chrome/copy-text.ts";
import { ranges } from "../data/ranges.ts";
import { spanOf, standAt } from "../data/span.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { useWall } from "../wall/wall-context.ts";
import type { PlacedSection } from "./placed.ts";

/**
 * What can be done on a wall, with its keys: arrows move the rule, Escape lets go of it and then goes back to live, space
 * stops and starts.
 */
export function useWallKeys(sections: readonly PlacedSection[]): void {
  const { context, pin } = useWall();
  const [search, change] = useWallSearch();
  const { endMs } = spanOf(search);
  const far = (event?: KeyboardEvent) => (event?.shiftKey ? 10 : 1);
  useActions({
    "rule-back": (event) => pin.move(-far(event)),
    "rule-on": (event) => pin.move(far(event)),
    "let-go": () => {
      if (pin.pinnedMs() === undefined && endMs !== undefined) change(standAt(search, undefined));
      else pin.hold(undefined);
    },
    pause: () => change(standAt(search, endMs === undefined ? context.endMs : undefined)),
    "fold-all": () => change({ fold: sections.map(({ id }) => id) }),
    "unfold-all": search.fold === undefined ? undefined : () => change({ fold: undefined }),
    "copy-link": () => copyText(location.href),
    ...Object.fromEntries(
      ranges.map(({ name }) => [
        `range-${name}`,
        () => change({ range: name, from: undefined, to: undefined }),
      ]),
    ),
  });
}

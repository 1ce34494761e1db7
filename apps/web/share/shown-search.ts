import type { ShownView, View } from "@mission-control/contracts";
import { chosenOf } from "../data/chosen.ts";
import { spanOf } from "../data/span.ts";
import { parseSearch, readWallSearch, type WallSearch, writeSearch } from "../data/url-state.ts";

/** What of a wall is seen, to be shared: with `still` the stretch that is shown now and no other. */
export function shownOf(view: View, search: WallSearch, still: boolean): ShownView {
  const { kiosk: _kiosk, every: _every, edit: _edit, zoom: _zoom, ...kept } = search;
  const { ms: rangeMs, endMs } = spanOf(search);
  const { pause: _pause, at: _at, from: _from, to: _to, ...moving } = kept;
  return {
    slug: view.slug,
    search: writeSearch(still ? kept : moving),
    lanes: search.lane ?? [],
    variables: Object.fromEntries(
      [...chosenOf(view.variables, search)].map(([name, all]) => [name, [...all]]),
    ),
    rangeMs,
    ...(still && endMs !== undefined && { pauseMs: endMs }),
  };
}

/** The state of a shared wall as it was shared. What was chosen of variables stands in the view itself. */
export function searchOf({ search, lanes, rangeMs, pauseMs }: ShownView): WallSearch {
  const read = readWallSearch(parseSearch(search));
  const { fold, filter, range, at, from } = read;
  const span =
    pauseMs === undefined || from === undefined
      ? { ...(range !== undefined && { range }), ...(pauseMs !== undefined && { pause: pauseMs }) }
      : { from: pauseMs - rangeMs, to: pauseMs };
  return {
    ...span,
    ...(at !== undefined && pauseMs !== undefined && { at }),
    ...(fold !== undefined && { fold }),
    ...(filter !== undefined && { filter }),
    ...(lanes.length > 0 && { lane: lanes }),
  };
}

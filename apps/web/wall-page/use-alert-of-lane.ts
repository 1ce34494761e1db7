import { defaultView } from "@mission-control/contracts";
import { useNavigate } from "@tanstack/react-router";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { useViewSlug } from "../data/use-views.ts";
import { useMeta } from "../meta/meta-context.ts";
import type { PlacedLane } from "./placed.ts";

/** Begins a rule about what a lane shows, in the unit in which it is shown; about nothing yet where there is no lane. */
export function useAlertOfLane(): (placed: PlacedLane | undefined) => void {
  const navigate = useNavigate();
  const meta = useMeta();
  const slug = useViewSlug();
  const view = slug === defaultView ? undefined : slug;
  return (placed) => {
    const known = placed && {
      expr: placed.lane.expr,
      unit: meta?.shown(placed.lane, placed.added).lane.unit ?? placed.lane.unit,
      store: placed.lane.store,
    };
    void navigate(placeOfNewRule({ ...known, view }));
  };
}

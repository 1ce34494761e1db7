import { defaultView } from "@mission-control/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { failureOf } from "../data/outcome.ts";
import { useView } from "../data/use-view.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { Kiosk } from "./Kiosk.tsx";
import { keptInTurn, turnAfter, viewsInTurn } from "./turns.ts";

const EVERY_S = 30;

/** The kiosk of whoever has the whole product: the address names the views that take turns. */
export function WallKiosk({ slug, kiosk }: { slug: string; kiosk: string }) {
  const [search, change] = useWallSearch();
  const navigate = useNavigate();
  const { data: view, error } = useView(slug);
  const views = viewsInTurn(kiosk, slug);
  const towards = useRef<1 | -1>(1);
  const step = (by: 1 | -1) => {
    towards.current = by;
    const next = turnAfter(views, slug, by);
    if (next === undefined || next === slug) return;
    const kept = keptInTurn(search);
    void navigate(
      next === defaultView
        ? { to: "/", search: kept, replace: true }
        : { to: "/views/$slug", params: { slug: next }, search: kept, replace: true },
    );
  };

  const isOfThem = views.includes(slug);
  const isThere = view !== undefined;
  const isGone = !isThere && error !== null && failureOf(error).code === "not_found";
  const passedOver = useRef(0);
  const pass = useRef(() => {});
  useEffect(() => {
    pass.current = () => {
      // Where none of them is there the turns go on, each in its time.
      if (passedOver.current++ < views.length) step(towards.current);
    };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view is passed over for itself
  useEffect(() => {
    if (!isOfThem || isGone) pass.current();
    else if (isThere) passedOver.current = 0;
  }, [slug, isOfThem, isThere, isGone]);

  return (
    <Kiosk
      name={view?.name ?? slug}
      count={views.length}
      everyS={search.every ?? EVERY_S}
      zoom={search.zoom}
      onStep={step}
      onLeave={() => change({ kiosk: undefined, every: undefined }, "replace")}
    />
  );
}

import { useNavigate } from "@tanstack/react-router";
import { defaultView } from "../data/use-views.ts";
import { useWallSearch } from "../data/use-wall-search.ts";
import { Kiosk } from "./Kiosk.tsx";

const EVERY_S = 30;

/** The kiosk of whoever has the whole product: the address names the views that take turns. */
export function WallKiosk({ slug, name }: { slug: string; name: string }) {
  const [search, change] = useWallSearch();
  const navigate = useNavigate();
  const named = (search.kiosk ?? "").split(",").filter((each) => each !== "");
  const views = named.length === 0 ? [slug] : named;
  const step = (by: number) => {
    const at = Math.max(0, views.indexOf(slug));
    const next = views[(at + by + views.length) % views.length]!;
    const { range, kiosk, every } = search;
    const kept = {
      ...(range !== undefined && { range }),
      ...(kiosk !== undefined && { kiosk }),
      ...(every !== undefined && { every }),
    };
    void navigate(
      next === defaultView
        ? { to: "/", search: kept, replace: true }
        : { to: "/views/$slug", params: { slug: next }, search: kept, replace: true },
    );
  };
  return (
    <Kiosk
      name={name}
      count={views.length}
      everyS={search.every ?? EVERY_S}
      onStep={step}
      onLeave={() => change({ kiosk: undefined, every: undefined }, "replace")}
    />
  );
}

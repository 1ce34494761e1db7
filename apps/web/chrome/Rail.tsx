import { Link, useLocation } from "@tanstack/react-router";
import { Bell, ChartLine, Keyboard, LayoutGrid, Radar, Rows4, SquareFunction, Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { runAction } from "../actions/actions.ts";
import { useAlertNews } from "../data/use-alert-news.ts";
import { useFiringCount } from "../data/use-alerts.ts";
import { placeOfView, useViewSlug } from "../data/use-views.ts";
import { ThemeMenu } from "./ThemeMenu.tsx";

/** The pages there are; below them the theme and the keys. */
export function Rail() {
  const { pathname } = useLocation();
  const isWall = pathname === "/" || pathname.startsWith("/views/");
  const slug = useViewSlug();
  const [lastView, setLastView] = useState(slug);
  // From another page one comes back to the view one came from.
  useEffect(() => {
    if (isWall) setLastView(slug);
  }, [isWall, slug]);
  return (
    <nav className="rail" aria-label="Pages">
      <img src="/icon.svg" alt="" width={26} height={26} className="rail-logo" />
      <Link
        {...placeOfView(lastView)}
        className="rail-item"
        aria-label="Wall"
        title="Wall"
        activeProps={{ "aria-current": undefined }}
        aria-current={isWall ? "page" : undefined}
      >
        <Rows4 size={18} aria-hidden />
        <span>Wall</span>
      </Link>
      <Link
        to="/views"
        className="rail-item"
        aria-label="Views"
        title="Views"
        activeOptions={{ exact: true }}
      >
        <LayoutGrid size={18} aria-hidden />
        <span>Views</span>
      </Link>
      <AlertsItem />
      <Link to="/functions" className="rail-item" aria-label="Functions" title="Functions">
        <SquareFunction size={18} aria-hidden />
        <span>Functions</span>
      </Link>
      <Link to="/explore" className="rail-item" aria-label="Explore" title="Explore">
        <ChartLine size={18} aria-hidden />
        <span>Explore</span>
      </Link>
      <Link to="/probes" className="rail-item" aria-label="Probes" title="Probes">
        <Radar size={18} aria-hidden />
        <span>Probes</span>
      </Link>
      <Link to="/sources" className="rail-item" aria-label="Sources" title="Sources">
        <Unplug size={18} aria-hidden />
        <span>Sources</span>
      </Link>
      <div className="grow" />
      <ThemeMenu />
      <button
        type="button"
        className="rail-item"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => runAction("keys")}
      >
        <Keyboard size={18} aria-hidden />
        <span>Keys</span>
      </button>
    </nav>
  );
}

/** The way to the alerts, with how many fire. */
function AlertsItem() {
  useAlertNews();
  const firing = useFiringCount() ?? 0;
  const words = firing === 0 ? "Alerts" : `Alerts, ${firing.toLocaleString("en")} firing`;
  return (
    <Link
      to="/alerts"
      className="rail-item rail-alerts"
      aria-label={words}
      title={words}
      activeOptions={{ includeSearch: false }}
    >
      <Bell size={18} aria-hidden />
      {firing > 0 && <b aria-hidden>{firing > 99 ? "99+" : firing}</b>}
      <span>Alerts</span>
    </Link>
  );
}

import { Outlet } from "@tanstack/react-router";
import { MetaProvider } from "../meta/MetaProvider.tsx";
import { Anywhere } from "./Anywhere.tsx";
import { Rail } from "./Rail.tsx";
import { useZoneName } from "./use-zone.ts";

/** The frame of every page. */
export function Shell() {
  const zone = useZoneName();
  return (
    <MetaProvider>
      <div className="shell">
        <Rail />
        <Anywhere />
        <div key={zone} className="page">
          <Outlet />
        </div>
      </div>
    </MetaProvider>
  );
}

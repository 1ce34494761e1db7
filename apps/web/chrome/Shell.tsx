import { Outlet } from "@tanstack/react-router";
import { MetaProvider } from "../meta/MetaProvider.tsx";
import { Anywhere } from "./Anywhere.tsx";
import { Rail } from "./Rail.tsx";

/** The frame of every page. */
export function Shell() {
  return (
    <MetaProvider>
      <div className="shell">
        <Rail />
        <Anywhere />
        <div className="page">
          <Outlet />
        </div>
      </div>
    </MetaProvider>
  );
}

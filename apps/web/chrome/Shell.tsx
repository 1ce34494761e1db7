import { Outlet } from "@tanstack/react-router";
import { Rail } from "./Rail.tsx";

/** The frame of every page. */
export function Shell() {
  return (
    <div className="shell">
      <Rail />
      <div className="page">
        <Outlet />
      </div>
    </div>
  );
}

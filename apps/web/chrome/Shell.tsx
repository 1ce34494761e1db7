import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { MetaProvider } from "../meta/MetaProvider.tsx";
import { Anywhere } from "./Anywhere.tsx";
import { Rail } from "./Rail.tsx";
import { useZoneName } from "./use-zone.ts";

const BrowserNotices = lazy(async () => ({
  default: (await import("../notices/BrowserNotices.tsx")).BrowserNotices,
}));

/** The frame of every page. */
export function Shell() {
  const zone = useZoneName();
  return (
    <MetaProvider>
      <div className="shell">
        <Rail />
        <Anywhere />
        {"Notification" in window && (
          <Suspense>
            <BrowserNotices />
          </Suspense>
        )}
        <div key={zone} className="page">
          <Outlet />
        </div>
      </div>
    </MetaProvider>
  );
}

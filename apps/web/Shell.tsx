import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Anywhere } from "./Anywhere.tsx";
import { Rail } from "./chrome/Rail.tsx";
import { useZoneName } from "./chrome/use-zone.ts";
import { MetaProvider } from "./meta/MetaProvider.tsx";

const BrowserNotices = lazy(async () => ({
  default: (await import("./alerts/BrowserNotices.tsx")).BrowserNotices,
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

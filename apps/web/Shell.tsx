import { Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { Anywhere } from "./Anywhere.tsx";
import { OldPage } from "./chrome/OldPage.tsx";
import { Rail } from "./chrome/Rail.tsx";
import { useZoneName } from "./chrome/use-zone.ts";
import { later } from "./later/later.ts";
import { MetaProvider } from "./meta/MetaProvider.tsx";

const BrowserNotices = later(async () => (await import("./alerts/BrowserNotices.tsx")).BrowserNotices);

/** The frame of every page. */
export function Shell() {
  const zone = useZoneName();
  return (
    <MetaProvider>
      <div className="shell">
        <OldPage />
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

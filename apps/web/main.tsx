import "./style/index.css";
import { systemClock } from "@mission-control/series";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { OldPage } from "./chrome/OldPage.tsx";
import { isSharedPage } from "./data/api-root.ts";
import { connectLive } from "./data/connect-live.ts";
import { createReadPast } from "./data/history.ts";
import { createLiveLink } from "./data/live-link.ts";
import { createPastStore } from "./data/past-store.ts";
import { ServicesProvider } from "./data/services.ts";
import { startZone } from "./format/zone.ts";
import { withCode } from "./later/later.ts";
import { watchStyles } from "./later/styles.ts";
import { createPageRouter } from "./router.tsx";
import { startTheme } from "./style/theme.ts";

const root = createRoot(document.getElementById("root")!);
watchStyles(document);
startTheme();
startZone();
// What was shared is a page by itself: nothing else is asked for, or within reach.
if (isSharedPage) openShared();
else openAll();

function openShared(): void {
  root.render(<OldPage />);
  withCode(
    () => import("./shared/open-shared.tsx"),
    (module) => module.openShared(root),
  );
}

function openAll(): void {
  const clock = systemClock;
  const link = createLiveLink({ clock, port: connectLive(clock) });
  const services = { clock, link, readPast: createReadPast(createPastStore()) };
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: 2, staleTime: 30_000, refetchOnWindowFocus: false } },
  });
  let leave = link.start();
  addEventListener("pagehide", () => leave());
  // A page that the browser kept whole and shows again has to join again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) leave = link.start();
  });
  root.render(
    <StrictMode>
      <ServicesProvider value={services}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={createPageRouter({ clock, queryClient })} />
        </QueryClientProvider>
      </ServicesProvider>
    </StrictMode>,
  );
}

import { systemClock } from "@mission-control/series";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import type { Root } from "react-dom/client";
import { PageError } from "../chrome/PageError.tsx";
import { parseSearch, readWallSearch, writeSearch } from "../data/url-state.ts";
import { SharedApp } from "./SharedApp.tsx";
import "../style/shared.css";

const rootRoute = createRootRoute({ errorComponent: ({ error }) => <PageError error={error} /> });
const routes = ["/shared/$token", "/wall/$token", "/snapshots/$token"].map((path) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    validateSearch: readWallSearch,
    component: SharedApp,
  }),
);

/** Shows what a link opens, for people without an account: no page of the others is within reach, and none is asked for. */
export function openShared(root: Root): void {
  const router = createRouter({
    routeTree: rootRoute.addChildren(routes),
    parseSearch,
    stringifySearch: writeSearch,
  });
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: 2, staleTime: 30_000, refetchOnWindowFocus: false } },
  });
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router as never} context={{ clock: systemClock } as never} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

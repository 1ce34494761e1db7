import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound } from "./chrome/NotFound.tsx";
import { PageError } from "./chrome/PageError.tsx";
import { Shell } from "./chrome/Shell.tsx";
import { parseSearch, readWallSearch, writeSearch } from "./data/url-state.ts";
import { readFunctionsSearch } from "./functions/functions-search.ts";
import { readMetadataSearch } from "./meta/metadata-search.ts";
import { WallPage } from "./wall/WallPage.tsx";

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <PageError error={error} />,
});

const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  validateSearch: readWallSearch,
  component: WallPage,
});

const viewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views/$slug",
  validateSearch: readWallSearch,
  component: WallPage,
});

const viewsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views",
  component: lazyRouteComponent(() => import("./views-page/ViewsPage.tsx"), "ViewsPage"),
});

const newViewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views/new",
  validateSearch: readWallSearch,
  component: lazyRouteComponent(() => import("./arrange/NewViewPage.tsx"), "NewViewPage"),
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sources",
  component: lazyRouteComponent(() => import("./sources/SourcesPage.tsx"), "SourcesPage"),
});

const functionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/functions",
  validateSearch: readFunctionsSearch,
  component: lazyRouteComponent(() => import("./functions/FunctionsPage.tsx"), "FunctionsPage"),
});

const metadataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/metadata",
  validateSearch: readMetadataSearch,
  component: lazyRouteComponent(() => import("./meta/MetadataPage.tsx"), "MetadataPage"),
});

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/gallery",
  component: lazyRouteComponent(() => import("./gallery/GalleryPage.tsx"), "GalleryPage"),
});

const exploreRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/explore",
  component: lazyRouteComponent(() => import("./explore/ExplorePage.tsx"), "ExplorePage"),
});

/** The pages there are. */
export function createPageRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([
      wallRoute,
      viewRoute,
      newViewRoute,
      viewsRoute,
      exploreRoute,
      functionsRoute,
      metadataRoute,
      sourcesRoute,
      galleryRoute,
    ]),
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: "intent",
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

import { defaultView } from "@mission-control/contracts";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { NotFound } from "./chrome/NotFound.tsx";
import { PageError } from "./chrome/PageError.tsx";
import { type PageTools, prepareWall } from "./data/prepare-wall.ts";
import { parseSearch, readWallSearch, writeSearch } from "./data/url-state.ts";
import { readFunctionsSearch } from "./functions/functions-search.ts";
import { untilLoaded } from "./later/until-loaded.ts";
import { readMetadataSearch } from "./meta/metadata-search.ts";
import { Shell } from "./Shell.tsx";
import { WallPage } from "./wall-page/WallPage.tsx";

/** A page whose code comes when it is first pointed at. Where it is not served any more it is loaded anew, once. */
const laterPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => untilLoaded(load), name);

const rootRoute = createRootRouteWithContext<PageTools>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <PageError error={error} />,
});

const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  validateSearch: readWallSearch,
  loader: (loading) => prepareWall(loading, defaultView),
  component: WallPage,
});

const viewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views/$slug",
  validateSearch: readWallSearch,
  loader: (loading) => prepareWall(loading, loading.params.slug),
  component: WallPage,
});

const viewsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views",
  component: laterPage(() => import("./views-page/ViewsPage.tsx"), "ViewsPage"),
});

const newViewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/views/new",
  validateSearch: readWallSearch,
  component: laterPage(() => import("./arrange/NewViewPage.tsx"), "NewViewPage"),
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sources",
  component: laterPage(() => import("./sources/SourcesPage.tsx"), "SourcesPage"),
});

const functionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/functions",
  validateSearch: readFunctionsSearch,
  component: laterPage(() => import("./functions/FunctionsPage.tsx"), "FunctionsPage"),
});

const metadataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/metadata",
  validateSearch: readMetadataSearch,
  component: laterPage(() => import("./meta/MetadataPage.tsx"), "MetadataPage"),
});

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/gallery",
  component: laterPage(() => import("./gallery/GalleryPage.tsx"), "GalleryPage"),
});

const exploreRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/explore",
  component: laterPage(() => import("./explore/ExplorePage.tsx"), "ExplorePage"),
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts",
  component: laterPage(() => import("./alerts/FiringPage.tsx"), "FiringPage"),
});

const alertHistoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/history",
  component: laterPage(() => import("./alerts/HistoryPage.tsx"), "HistoryPage"),
});

const alertRulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/rules",
  component: laterPage(() => import("./alerts/RulesPage.tsx"), "RulesPage"),
});

const silencesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/silences",
  component: laterPage(() => import("./alerts/SilencesPage.tsx"), "SilencesPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/channels",
  component: laterPage(() => import("./alerts/ChannelsPage.tsx"), "ChannelsPage"),
});

const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/notices",
  component: laterPage(() => import("./alerts/NoticesPage.tsx"), "NoticesPage"),
});

const probesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/probes",
  component: laterPage(() => import("./probes/ProbesPage.tsx"), "ProbesPage"),
});

const probeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/probes/$slug",
  component: laterPage(() => import("./probes/ProbePage.tsx"), "ProbePage"),
});

const newRuleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/rules/new",
  component: laterPage(() => import("./rules/RulePages.tsx"), "NewRulePage"),
});

const ruleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/alerts/rules/$slug",
  component: laterPage(() => import("./rules/RulePages.tsx"), "RulePage"),
});

/** The pages there are. */
export function createPageRouter(context: PageTools) {
  return createRouter({
    context,
    // Inside the frame of every page.
    defaultErrorComponent: ({ error }) => <PageError error={error} />,
    routeTree: rootRoute.addChildren([
      wallRoute,
      viewRoute,
      newViewRoute,
      viewsRoute,
      exploreRoute,
      functionsRoute,
      metadataRoute,
      probesRoute,
      probeRoute,
      sourcesRoute,
      galleryRoute,
      alertsRoute,
      alertHistoryRoute,
      alertRulesRoute,
      newRuleRoute,
      ruleRoute,
      silencesRoute,
      channelsRoute,
      noticesRoute,
    ]),
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: "intent",
    // Loaders only ask ahead: what is asked for is kept, and kept fresh, by its queries.
    defaultStaleTime: Number.POSITIVE_INFINITY,
    defaultGcTime: 0,
    defaultPreloadStaleTime: 0,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}

import type { HttpBindings } from "@hono/node-server";
import { Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { routePath } from "hono/route";
import type { Logger } from "pino";
import { answerProblem, problemHandler } from "./edge/problems.ts";
import { knownHosts, sameOrigin, securityHeaders } from "./edge/security.ts";
import { servePage } from "./edge/static.ts";
import type { OwnMetrics } from "./own-metrics.ts";

/** The rooms of the HTTP side, each already made; `page` is the folder of the built page. */
export interface Rooms {
  query: Hono;
  write: Hono;
  events: Hono;
  deploys: Hono;
  views: Hono;
  functions: Hono;
  meta: Hono;
  rules: Hono;
  alerts: Hono;
  senders: Hono;
  silences: Hono;
  muteTimes: Hono;
  inhibitions: Hono;
  channels: Hono;
  notices: Hono;
  export: Hono;
  exports: Hono;
  probes: Hono;
  live: Hono<{ Bindings: HttpBindings }>;
  shares: Hono;
  shared: Hono<{ Bindings: HttpBindings }>;
  snapshots: Hono;
  service: Hono;
  page: string;
}

/** The whole HTTP side: guards first, then the routes, then the page; every failure ends in a problem document. */
export function createApp(options: {
  rooms: Rooms;
  metrics: OwnMetrics;
  clock: Clock;
  log: Logger;
  allowedHosts: readonly string[];
}): Hono<{ Bindings: HttpBindings }> {
  const { rooms, metrics, clock, log, allowedHosts } = options;
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (c, next) => {
    const startMs = clock.monotonicMs();
    await next();
    metrics.observeRequest(
      c.req.method,
      routePath(c, -1),
      c.res.status,
      (clock.monotonicMs() - startMs) / 1000,
    );
  });
  app.use(securityHeaders());
  app.use(knownHosts(allowedHosts));
  app.use(sameOrigin());
  app.use("/api/v1/*", compress());
  app.use("/api/*", async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
  });

  app.route("/", rooms.service);
  app.route("/api/v1/write", rooms.write);
  app.route("/api/v1", rooms.query);
  app.route("/api/events", rooms.events);
  app.route("/api/deploys", rooms.deploys);
  app.route("/api/views", rooms.views);
  app.route("/api/functions", rooms.functions);
  app.route("/api/meta", rooms.meta);
  app.route("/api/rules", rooms.rules);
  app.route("/api/alerts", rooms.alerts);
  app.route("/api/senders", rooms.senders);
  app.route("/api/silences", rooms.silences);
  app.route("/api/mute-times", rooms.muteTimes);
  app.route("/api/inhibitions", rooms.inhibitions);
  app.route("/api/channels", rooms.channels);
  app.route("/api/notices", rooms.notices);
  app.route("/api/export", rooms.export);
  app.route("/api/exports", rooms.exports);
  app.route("/api/probes", rooms.probes);
  app.route("/api/live", rooms.live);
  app.route("/api/shares", rooms.shares);
  app.route("/api/shared", rooms.shared);
  app.route("/api/snapshots", rooms.snapshots);
  servePage(app, rooms.page);

  app.notFound((c) =>
    answerProblem(new Refusal("not_found", `Nothing answers ${c.req.method} ${c.req.path.slice(0, 200)}.`)),
  );
  app.onError(problemHandler(log));
  return app;
}

import type { Status } from "@mission-control/contracts";
import { Hono } from "hono";
import type { OwnMetrics } from "../own-metrics.ts";

/** What other machines ask: alive, ready, own metrics; and `/api/status` for the page. */
export function serviceRoutes(options: {
  status: () => Status;
  ready: () => boolean;
  metrics: OwnMetrics;
}): Hono {
  const { status, ready, metrics } = options;
  const app = new Hono();
  app.get("/healthz", (c) => c.text("ok"));
  // Prometheus' own two, which dashboards and proxies in front of it ask.
  app.get("/-/healthy", (c) => c.text("Mission Control is healthy.\n"));
  app.get("/-/ready", (c) =>
    ready() ? c.text("Mission Control is ready.\n") : c.text("Mission Control starts or stops.\n", 503),
  );
  app.get("/readyz", (c) => (ready() ? c.text("ready") : c.text("starting or stopping", 503)));
  app.get("/metrics", async (c) => {
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { "Content-Type": contentType });
  });
  app.get("/api/status", (c) => c.json(status()));
  return app;
}

import { type View, viewSchema } from "@mission-control/contracts";
import { business } from "./business.ts";
import { edge } from "./edge.ts";
import { errorShare, latency, traffic } from "./expressions.ts";
import { glance } from "./glance.ts";
import { services } from "./services.ts";

const probed = "avg(avg_over_time(probe_success[1h]))";

/** The wall of the mock production, as its operators would arrange it. */
export const mockProduction: View = viewSchema.parse({
  slug: "mock-production",
  name: "Mock production",
  description: "The demo: a small shop with an edge, a balancer, web and API servers, a database and probes.",
  tiles: [
    {
      id: "traffic",
      title: "Traffic",
      expr: traffic("edge"),
      unit: "per_second",
      note: traffic("api"),
      noteUnit: "per_second",
      noteText: "at the api",
    },
    {
      id: "latency",
      title: "Latency p90",
      expr: latency("web", 0.9),
      unit: "seconds",
      note: latency("api", 0.9),
      noteUnit: "seconds",
      noteText: "at the api",
      warnAt: 0.15,
      badAt: 0.5,
    },
    {
      id: "errors",
      title: "Errors",
      expr: errorShare("web"),
      unit: "ratio",
      note: errorShare("api"),
      noteUnit: "ratio",
      noteText: "at the api",
      warnAt: 0.01,
      badAt: 0.05,
    },
    {
      id: "saturation",
      title: "Saturation",
      expr: "max(avg_over_time(app_saturation[$__interval]))",
      unit: "ratio",
      note: 'sum(avg_over_time(app_pool_waiting{service="api"}[$__interval]))',
      noteUnit: "count",
      noteText: "waiting for the database",
      warnAt: 0.7,
      badAt: 0.9,
    },
    {
      id: "uptime",
      title: "Uptime",
      expr: probed,
      unit: "ratio",
      note: "count(count by (location) (probe_success))",
      noteUnit: "count",
      noteText: "places, last hour",
    },
  ],
  sections: [...edge.slice(0, 1), ...services, ...edge.slice(1), ...business, ...glance],
});

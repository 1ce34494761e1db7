import { errorShare, latency, rate } from "./expressions.ts";
import type { Section } from "./section.ts";

const services = ["edge", "web", "api"] as const;

/** Below the lanes, side by side: how slow each service is, what was deployed, the probes, and the figures to copy out. */
export const glance: readonly Section[] = [
  {
    id: "glance",
    title: "side by side",
    panels: [
      {
        id: "glance-latency",
        kind: "line",
        title: "Latency p90",
        unit: "seconds",
        min: 0,
        queries: services.map((service) => ({ expr: latency(service, 0.9), legend: service })),
        place: { x: 0, y: 0, w: 16, h: 8 },
      },
      {
        id: "glance-deploys",
        kind: "deploys",
        title: "Deploys",
        place: { x: 16, y: 0, w: 8, h: 8 },
      },
      {
        id: "glance-probes",
        kind: "probes",
        title: "Probes",
        legend: "{{location}} · {{target}}",
        place: { x: 0, y: 8, w: 16, h: 6 },
      },
      {
        id: "glance-errors",
        kind: "bars",
        title: "Errors",
        unit: "ratio",
        badAt: 0.02,
        queries: services.map((service) => ({ expr: errorShare(service), legend: service })),
        place: { x: 16, y: 8, w: 8, h: 6 },
      },
      {
        id: "glance-traffic",
        kind: "table",
        title: "Requests",
        unit: "per_second",
        reduce: "mean",
        queries: [
          { expr: `sum by (service) (${rate(`http_requests_total{service=~"${services.join("|")}"}`)})` },
        ],
        place: { x: 0, y: 14, w: 24, h: 5 },
      },
    ],
  },
];

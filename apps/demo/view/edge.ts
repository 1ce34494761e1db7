import { errorShare, mean, rate, traffic } from "./expressions.ts";
import type { Section } from "./section.ts";

/** What comes in from outside: traffic, where it comes from, what the cache keeps away from the servers, probes. */
export const edge: readonly Section[] = [
  {
    id: "edge",
    title: "edge",
    lanes: [
      { id: "edge-requests", title: "requests", expr: traffic("edge"), unit: "per_second" },
      {
        id: "edge-addresses",
        title: "to address",
        expr: `sum by (address) (${rate("edge_requests_total")})`,
        unit: "per_second",
        legend: "{{address}}",
        rows: 2,
        help: "Which of its two addresses the name www leads to: a DNS change shows here.",
      },
      {
        id: "edge-countries",
        title: "from",
        expr: `topk(5, sum by (country) (${rate("load_requests_total")}))`,
        unit: "per_second",
        legend: "{{country}}",
        rows: 5,
      },
      {
        id: "edge-hits",
        title: "CDN hit ratio",
        expr: `sum(${rate('cdn_requests_total{result="hit"}')}) / sum(${rate("cdn_requests_total")})`,
        unit: "ratio",
        ramp: "violet",
        max: 1,
      },
      { id: "edge-errors", title: "errors", expr: errorShare("edge"), unit: "ratio", ramp: "warm" },
    ],
  },
  {
    id: "probes",
    title: "probes",
    lanes: [
      {
        id: "probe-duration",
        title: "probe",
        expr: `avg by (location) (${mean("probe_duration_seconds")})`,
        unit: "seconds",
        ramp: "teal",
        legend: "{{location}}",
        rows: 3,
        help: "One request each few seconds from outside, from each place.",
      },
      {
        id: "probe-failures",
        title: "failing",
        expr: `1 - avg by (location) (${mean("probe_success")})`,
        unit: "ratio",
        ramp: "warm",
        max: 1,
        legend: "{{location}}",
        rows: 3,
      },
      {
        id: "certificate",
        title: "certificate, days left",
        expr: "(min(probe_ssl_earliest_cert_expiry) - time()) / 86400",
        ramp: "violet",
        help: "Until the certificate that the edge shows ends. It warns 15 days before.",
      },
    ],
  },
];

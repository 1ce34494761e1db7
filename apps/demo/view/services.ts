import { answers, errorShare, latency, mean, rate, traffic } from "./expressions.ts";
import type { Lane, Section } from "./section.ts";

/** The golden signals of a service, as the balancer saw them. */
function golden(service: string): readonly Lane[] {
  return [
    { id: `${service}-requests`, title: "requests", expr: traffic(service), unit: "per_second" },
    {
      id: `${service}-p50`,
      title: "latency p50",
      expr: latency(service, 0.5),
      unit: "seconds",
      ramp: "teal",
    },
    {
      id: `${service}-p90`,
      title: "latency p90",
      expr: latency(service, 0.9, "version"),
      unit: "seconds",
      ramp: "teal",
      legend: "{{version}}",
      rows: 3,
    },
    {
      id: `${service}-failures`,
      title: "errors",
      expr: errorShare(service),
      unit: "ratio",
      ramp: "warm",
      help: "The share of answers with a status of 500 and more, the balancer's own among them.",
    },
    {
      id: `${service}-errors`,
      title: "errors",
      expr: errorShare(service, "version"),
      unit: "ratio",
      ramp: "warm",
      legend: "{{version}}",
      rows: 3,
      help: "The same by version: a bad canary shows here.",
    },
    {
      id: `${service}-instances`,
      title: "requests",
      expr: `sum by (instance) (${rate(`http_requests_total{service="${service}"}`)})`,
      unit: "per_second",
      legend: "{{instance}}",
      rows: 6,
      help: "By instance: one that goes silent, or two that are added, show here.",
    },
    {
      id: `${service}-saturation`,
      title: "saturation",
      expr: `max by (instance) (${mean(`app_saturation{service="${service}"}`)})`,
      unit: "ratio",
      ramp: "violet",
      max: 1,
      legend: "{{instance}}",
      rows: 6,
    },
  ];
}

const exceptions = (service: string): Lane => ({
  id: `${service}-exceptions`,
  title: "exceptions",
  expr: `sum(${rate(`events_total{service="${service}", type=~"exception|error"}`)}) or 0 * ${traffic(service)}`,
  unit: "per_second",
  ramp: "warm",
});

/** The services: pages, and the JSON behind them with its database. */
export const services: readonly Section[] = [
  {
    id: "web",
    title: "web",
    lanes: [
      ...golden("web"),
      {
        id: "web-missing",
        title: "not found",
        expr: answers("web", "404"),
        unit: "per_second",
        ramp: "warm",
        help: "Addresses that are not there. Frameworks may report them as exceptions; they are none.",
      },
      exceptions("web"),
    ],
  },
  {
    id: "api",
    title: "api",
    lanes: [
      ...golden("api"),
      {
        id: "api-waiting",
        title: "queue depth",
        expr: `sum(${mean('app_pool_waiting{service="api"}')})`,
        unit: "count",
        ramp: "violet",
        help: "Requests that wait for a database connection.",
      },
      {
        id: "api-pool",
        title: "db pool busy",
        expr: `max by (instance) (${mean('app_pool_busy{service="api"}')} / ${mean('app_pool_size{service="api"}')})`,
        unit: "ratio",
        ramp: "violet",
        max: 1,
        legend: "{{instance}}",
        rows: 6,
      },
      {
        id: "api-pool-wait",
        title: "db pool wait p90",
        expr: `histogram_quantile(0.9, sum by (le) (${rate('app_pool_wait_seconds_bucket{service="api"}')}))`,
        unit: "seconds",
        ramp: "violet",
      },
      exceptions("api"),
      {
        id: "api-files",
        title: "open files",
        expr: `max by (service, instance) (${mean("app_open_files")})`,
        unit: "count",
        ramp: "violet",
        legend: "{{instance}}",
        rows: 12,
      },
    ],
  },
  {
    id: "processes",
    title: "processes",
    lanes: [
      {
        id: "processor",
        title: "processor",
        expr: `sum by (instance) (${rate('process_cpu_seconds_total{service=~"web|api"}')})`,
        unit: "ratio",
        legend: "{{instance}}",
        rows: 12,
      },
      {
        id: "memory",
        title: "memory",
        expr: `max by (instance) (${mean('process_resident_memory_bytes{service=~"web|api"}')})`,
        unit: "bytes",
        ramp: "violet",
        legend: "{{instance}}",
        rows: 12,
      },
    ],
  },
];

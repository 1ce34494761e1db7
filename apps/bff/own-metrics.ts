import {
  type Alert,
  alertStates,
  type MetricMetadata,
  type SinkStatus,
  type StoreStatus,
} from "@mission-control/contracts";
import { type createSamplesBuilder, type Labels, labelsOf, METRIC_NAME } from "@mission-control/series";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type Builder = ReturnType<typeof createSamplesBuilder>;

/** The numbers of this process that its rooms keep themselves, read when they are asked for. */
export interface OwnNumbers {
  samples(): number;
  events(): number;
  rejected(): ReadonlyMap<string, number>;
  series(): number;
  spool(): { batches: number; bytes: number };
  sinks(): readonly SinkStatus[];
  watchers(): number;
  livePairs(): number;
  /** By source. */
  kernelDrops(): ReadonlyMap<string, number>;
  liveEventsDropped(): number;
  stores(): readonly StoreStatus[];
  /** How rules were evaluated since the start. */
  rules(): { rules: number; evaluations: number; failures: number; missed: number; tookMs: number };
  alerts(): readonly Pick<Alert, "state">[];
  /** What became of notices since the start, and how many wait. */
  notices(): { sent: number; failed: number; retried: number; waiting: number };
}

const NAMED = { job: "mission-control" } as const;

/**
 * This process's own metrics, defined once: `/metrics` shows them as Prometheus text and the wall keeps them as series.
 * Names are prom-client's defaults, OpenTelemetry's for HTTP, and `mission_control_*`.
 */
export function createOwnMetrics(numbers: OwnNumbers, instance: string) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Duration of HTTP requests that were answered.",
    labelNames: ["http_request_method", "http_route", "http_response_status_code"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });

  // The rooms count; prom-client counters can only be added to, so each reading adds what is new.
  const follow = (
    counter: Counter,
    labels: Record<string, string>,
    total: number,
    seen: Map<string, number>,
  ) => {
    const key = JSON.stringify(labels);
    counter.inc(labels, Math.max(0, total - (seen.get(key) ?? 0)));
    seen.set(key, total);
  };
  const counter = (
    name: string,
    help: string,
    labelNames: string[],
    read: () => Iterable<[Record<string, string>, number]>,
  ) => {
    const seen = new Map<string, number>();
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        for (const [labels, total] of read()) follow(this, labels, total, seen);
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  counter("mission_control_samples_total", "Samples taken in.", [], () => [[{}, numbers.samples()]]);
  counter("mission_control_events_total", "Events taken in.", [], () => [[{}, numbers.events()]]);
  counter("mission_control_rejected_total", "Lines, samples and events refused, by source.", ["source"], () =>
    [...numbers.rejected()].map(([source, total]) => [{ source }, total]),
  );
  counter(
    "mission_control_sink_dropped_total",
    "Batches dropped because a sink's queue was full.",
    ["sink"],
    () => numbers.sinks().map((sink) => [{ sink: sink.name }, sink.dropped]),
  );
  counter(
    "mission_control_kernel_dropped_total",
    "Datagrams that the kernel dropped before they could be read.",
    ["source"],
    () => [...numbers.kernelDrops()].map(([source, count]) => [{ source }, count]),
  );
  counter(
    "mission_control_live_events_dropped_total",
    "Events that came too fast for the browsers' stream; they are kept and can be asked for.",
    [],
    () => [[{}, numbers.liveEventsDropped()]],
  );
  const written = (read: (given: NonNullable<StoreStatus["written"]>) => number) => () =>
    numbers
      .stores()
      .flatMap(({ name, written: given }): [Record<string, string>, number][] =>
        given === null ? [] : [[{ store: name }, read(given)]],
      );
  counter(
    "mission_control_store_written_total",
    "Samples that another store has taken.",
    ["store"],
    written(({ samples }) => samples),
  );
  counter(
    "mission_control_store_refused_total",
    "Samples that another store has refused.",
    ["store"],
    written(({ refused }) => refused),
  );
  counter(
    "mission_control_store_lost_total",
    "Samples that another store never got, because it was away for longer than the spool can hold.",
    ["store"],
    written(({ lost }) => lost),
  );
  new Gauge({
    name: "mission_control_store_up",
    help: "Whether another store answers.",
    labelNames: ["store"],
    registers,
    collect() {
      for (const { name, away } of numbers.stores()) this.set({ store: name }, away === null ? 1 : 0);
    },
  });
  gauge("mission_control_series", "Series held in memory.", numbers.series);
  gauge(
    "mission_control_spool_bytes",
    "Bytes on disk that wait to become history.",
    () => numbers.spool().bytes,
  );
  gauge(
    "mission_control_spool_batches",
    "Batches on disk that wait to become history.",
    () => numbers.spool().batches,
  );
  for (const [name, help, read] of [
    ["evaluations", "Evaluations of alert rules.", () => numbers.rules().evaluations],
    ["evaluation_failures", "Evaluations of alert rules that failed.", () => numbers.rules().failures],
    [
      "evaluations_missed",
      "Evaluations of alert rules that were due and did not happen.",
      () => numbers.rules().missed,
    ],
    ["evaluation_seconds", "Time that alert rules were evaluated for.", () => numbers.rules().tookMs / 1_000],
  ] as const)
    counter(`mission_control_rule_${name}_total`, help, [], () => [[{}, read()]]);
  gauge("mission_control_rules", "Alert rules that are on.", () => numbers.rules().rules);
  new Gauge({
    name: "mission_control_alerts",
    help: "Alerts that are not normal, by state.",
    labelNames: ["state"],
    registers,
    collect() {
      const alerts = numbers.alerts();
      for (const state of alertStates)
        if (state !== "normal") this.set({ state }, alerts.filter((alert) => alert.state === state).length);
    },
  });
  counter(
    "mission_control_notices_total",
    "Tries to send notices, by what came of them.",
    ["outcome"],
    () => {
      const { sent, failed, retried } = numbers.notices();
      return Object.entries({ sent, failed, retried }).map(([outcome, count]) => [{ outcome }, count]);
    },
  );
  gauge("mission_control_notices_waiting", "Notices that wait to be sent.", () => numbers.notices().waiting);
  gauge(
    "mission_control_live_pairs",
    "Pairs of expression and step that are watched now.",
    numbers.livePairs,
  );
  gauge("mission_control_watchers", "Browsers that watch now.", numbers.watchers);

  const known = new Map<string, Labels>();
  const labelsFor = (name: string, labels: Readonly<Record<string, string | number | undefined>>): Labels => {
    const key = name + JSON.stringify(labels);
    let found = known.get(key);
    if (found === undefined) {
      const pairs = Object.entries({ ...labels, ...NAMED, instance }).map(([k, v]): [string, string] => [
        k,
        String(v),
      ]);
      found = labelsOf([...pairs, [METRIC_NAME, name]]);
      known.set(key, found);
    }
    return found;
  };

  return {
    /** Counts a request that was answered. */
    observeRequest(method: string, route: string, status: number, seconds: number): void {
      requests.observe(
        { http_request_method: method, http_route: route, http_response_status_code: String(status) },
        seconds,
      );
    },
    /** All of them as samples at one time. */
    async collect(timeMs: number, into: Builder): Promise<void> {
      for (const metric of await registry.getMetricsAsJSON()) {
        for (const value of metric.values) {
          const name =
            "metricName" in value && typeof value.metricName === "string" ? value.metricName : metric.name;
          into.add(into.ref(labelsFor(name, value.labels)), timeMs, value.value);
        }
      }
    },
    /** Type, help and unit of each. */
    async metadata(): Promise<Map<string, MetricMetadata>> {
      const all = new Map<string, MetricMetadata>();
      for (const { name, help, type } of await registry.getMetricsAsJSON()) {
        const kind = String(type);
        all.set(name, {
          type:
            kind === "counter" || kind === "gauge" || kind === "histogram" || kind === "summary"
              ? kind
              : "unknown",
          help,
          unit: /_(seconds|bytes)(_total)?$/.exec(name)?.[1] ?? "",
        });
      }
      return all;
    },
    /** All of them as Prometheus' text format, with its content type. */
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

/** This process's own metrics. */
export type OwnMetrics = ReturnType<typeof createOwnMetrics>;

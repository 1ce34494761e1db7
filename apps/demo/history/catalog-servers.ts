import { capacity } from "../company/capacity.ts";
import type { Service } from "../company/instance.ts";
import { rounded, sum, together } from "./fleet.ts";
import { histogram } from "./histogram.ts";
import type { InstanceNow } from "./instance-now.ts";
import { counter, type Formula, gauge } from "./series.ts";

/** Routes and their shares of what a service is asked, as far as it is found. */
const routes: Record<Service, readonly (readonly [route: string, share: number])[]> = {
  web: [
    ["/", 0.34],
    ["/products/:id", 0.43],
    ["/cart", 0.15],
    ["/checkout", 0.08],
  ],
  api: [
    ["/products", 0.36],
    ["/products/:id", 0.4],
    ["/carts", 0.16],
    ["/payments", 0.08],
  ],
};

const found = (one: InstanceNow) => one.perSecond - one.errorsPerSecond - one.missingPerSecond;

/** What Mission Control makes of the balancer's log. */
export function balancerSeries(instances: readonly InstanceNow[]): Formula[] {
  return (["web", "api"] as const).flatMap((service) => {
    const own = instances.filter((one) => one.spec.service === service);
    return [...own.flatMap(requests), ...versionsOf(own).flatMap(latencies), ...queue(service, own)];
  });
}

function requests(one: InstanceNow): Formula[] {
  const { service, name, version } = one.spec;
  const of = (code: string, perSecond: () => number) =>
    counter("http_requests_total", { service, instance: name, version, code }, perSecond);
  return [
    of("200", () => found(one)),
    of("404", () => one.missingPerSecond),
    of("500", () => one.errorsPerSecond),
  ];
}

/** The instances of a service, by the version that they run. */
function versionsOf(instances: readonly InstanceNow[]): InstanceNow[][] {
  const groups = new Map<string, InstanceNow[]>();
  for (const one of instances) {
    const { version } = one.spec;
    groups.set(version, [...(groups.get(version) ?? []), one]);
  }
  return [...groups.values()];
}

function latencies(group: InstanceNow[]): Formula[] {
  const { service, version } = group[0]!.spec;
  return histogram(
    "http_request_duration_seconds",
    { service, version },
    together(group, (one) => one.medianS),
  );
}

function queue(service: Service, own: readonly InstanceNow[]): Formula[] {
  // The balancer holds requests back where an instance has as many as it may.
  const waiting = () => sum(own, (one) => Math.max(0, one.inFlight - 20));
  return [
    counter("http_request_queue_seconds_total", { service }, waiting, { decimals: 3 }),
    gauge("http_requests_in_flight", { service }, () => Math.ceil(1.4 * sum(own, (one) => one.inFlight))),
    gauge("http_requests_queued", { service }, () => Math.round(waiting())),
    counter(
      "http_response_bytes_total",
      { service },
      () => bytesOf[service] * sum(own, (one) => one.perSecond),
    ),
  ];
}

const bytesOf: Record<Service, number> = { web: 1_200, api: 1_800 };

/** What an instance says of itself. */
export function instanceSeries(one: InstanceNow): Formula[] {
  const { service, name: instance, version } = one.spec;
  const { run } = one;
  const labels = { service, instance, version };
  const level = (name: string, of: () => number) => gauge(name, labels, of);
  const asked = routes[service].map(([route, share]) =>
    counter("app_requests_total", { ...labels, route, code: "200" }, () => found(one) * share, { run }),
  );
  const pool =
    service === "web"
      ? []
      : [
          level("app_pool_size", () => capacity.connections),
          level("app_pool_busy", () => one.poolBusy),
          level("app_pool_waiting", () => one.poolWaiting),
        ];
  return [
    ...asked,
    counter("app_requests_total", { ...labels, route: "other", code: "404" }, () => one.missingPerSecond, {
      run,
    }),
    counter("app_errors_total", { ...labels, kind: "exception" }, () => one.errorsPerSecond, { run }),
    ...histogram(
      "app_request_seconds",
      { ...labels, route: routes[service][1]![0] },
      { perSecond: () => found(one) * routes[service][1]![1], medianS: () => one.medianS * 0.94 },
      { run },
    ),
    level("app_in_flight", () => Math.round(one.inFlight)),
    level("app_saturation", () => rounded(one.saturation, 3)),
    level("app_open_files", () => one.openFiles),
    ...pool,
    counter("process_cpu_seconds_total", labels, () => one.processorShare, { run, decimals: 2 }),
    level("process_resident_memory_bytes", () => Math.round(one.memoryBytes / 4_096) * 4_096),
    level("process_open_fds", () => one.openFiles + 9),
  ];
}

/** How long the api waits for its database, all instances together. */
export function poolWaits(api: readonly InstanceNow[]): Formula[] {
  return histogram(
    "app_pool_wait_seconds",
    { service: "api" },
    together(api, (one) => one.poolWaitS),
  );
}

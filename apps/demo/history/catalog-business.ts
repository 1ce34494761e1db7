import { poolWaits } from "./catalog-servers.ts";
import type { Company } from "./company.ts";
import type { InstanceNow } from "./instance-now.ts";
import { chancy } from "./noise.ts";
import { counter, type Formula } from "./series.ts";

/** The arms of the experiment, and how many of the carts each brings to be paid. */
const arms = [
  ["blue-button", 0.31],
  ["orange-button", 0.35],
] as const;

/** What a payment brings, on average. */
const BASKET = 37;

const users = [
  ["u-1042", 0.09],
  ["u-1057", 0.05],
  ["u-1071", 0.04],
  ["u-1093", 0.03],
  ["u-1108", 0.03],
  ["u-1140", 0.02],
  ["u-1046", 0.02],
  ["u-1063", 0.015],
  ["u-1080", 0.015],
  ["u-1119", 0.01],
  ["u-1151", 0.01],
] as const;

/** What the shop lives on, and what its database does for whom. Where requests fail, nobody buys. */
export function businessSeries(company: Company, instances: readonly InstanceNow[]): Formula[] {
  const { outside, noise, stepS } = company;
  const api = instances.filter((one) => one.spec.service === "api");
  const well = () => Math.max(0, 1 - (2 * outside.errorsPerSecond) / Math.max(1e-9, outside.perSecond));
  const some = (perRequest: number) => () =>
    chancy(noise, outside.perSecond * perRequest * outside.mood * well(), stepS);
  const seen = { service: "api" };
  return [
    ...arms.flatMap(([experiment, paid]) => {
      const labels = { ...seen, experiment };
      const payments = some(0.012 * paid);
      return [
        counter("carts_total", labels, some(0.012)),
        counter("payments_total", labels, payments),
        counter("revenue_total", labels, () => payments() * BASKET, { decimals: 2 }),
        counter("logins_total", labels, some(0.009)),
        ...["US", "DE"].map((country) => counter("signups_total", { ...labels, country }, some(0.0012))),
        counter("upgrades_total", labels, some(0.0007)),
        counter("cancellations_total", labels, some(0.0004)),
      ];
    }),
    ...users.map(([user, share]) =>
      counter("queries_total", { ...seen, user }, () => chancy(noise, outside.perSecond * share, stepS)),
    ),
    ...poolWaits(api),
    ...eventCounts(company, instances),
  ];
}

/** The events that Mission Control would have counted. */
function eventCounts({ outside }: Company, instances: readonly InstanceNow[]): Formula[] {
  const of = (labels: Record<string, string>, perSecond: () => number) =>
    counter("events_total", labels, perSecond);
  const failing = (service: string, why: (one: InstanceNow) => boolean) => () => {
    let total = 0;
    for (const one of instances) if (one.spec.service === service && why(one)) total += one.errorsPerSecond;
    return total;
  };
  const missing = () => {
    let total = 0;
    for (const one of instances) if (one.spec.faults.reportsMissing) total += one.missingPerSecond;
    return total;
  };
  const exception = (service: string, severity: string, sub_type = "") => ({
    type: "exception",
    sub_type,
    service,
    severity,
  });
  return [
    of({ type: "mention", service: "web", severity: "info" }, () => outside.mentionsPerSecond),
    of({ type: "request", sub_type: "not_found", service: "web", severity: "info" }, missing),
    of(
      exception("web", "error"),
      failing("web", () => true),
    ),
    of(
      exception("api", "error"),
      failing("api", (one) => !one.isPoolEmpty && !one.isOutOfFiles),
    ),
    of(
      exception("api", "critical", "connection_pool_exhausted"),
      failing("api", (one) => one.isPoolEmpty),
    ),
    of(
      exception("api", "critical", "too_many_open_files"),
      failing("api", (one) => one.isOutOfFiles && !one.isPoolEmpty),
    ),
  ];
}

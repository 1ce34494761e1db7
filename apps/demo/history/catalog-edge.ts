import type { Company } from "./company.ts";
import { rounded, together } from "./fleet.ts";
import { counter, type Formula, gauge } from "./series.ts";
import { meanOf } from "./shapes.ts";

/** Probers, and how far away they are: there and back, s. */
const locations = [
  ["fra", 0.012],
  ["iad", 0.094],
  ["sin", 0.171],
] as const;
const target = "www.shop.example";

/** Visitors' countries and their shares; what they ask with, and its share. */
const countries = [
  ["US", 0.32],
  ["DE", 0.2],
  ["GB", 0.18],
  ["IN", 0.16],
  ["BR", 0.14],
] as const;
const agents = [
  ["mobile", 0.58],
  ["desktop", 0.42],
] as const;

const USERS = 120;

/** What comes in from outside: requests at the edge, what its cache answers, who asks, and the probes. */
export function edgeSeries(company: Company): Formula[] {
  const { outside } = company;
  const failed = () => outside.errorsPerSecond + outside.missingPerSecond;
  const edge = { service: "edge" };
  const hammer = { service: "hammer" };
  const code = (text: string, instance: string, perSecond: () => number) =>
    counter("http_requests_total", { ...edge, instance, code: text }, perSecond);
  const address = (name: string, share: () => number) =>
    counter("edge_requests_total", { ...edge, address: name }, () => outside.perSecond * share());
  const cache = (result: string, perSecond: () => number) => [
    counter("cdn_requests_total", { ...edge, result }, perSecond),
    counter("http_cache_requests_total", { ...edge, result }, perSecond),
  ];
  return [
    code("200", "cache", () => outside.hitsPerSecond),
    code("200", "origin", () => Math.max(0, outside.perSecond - outside.hitsPerSecond - failed())),
    code("404", "origin", () => outside.missingPerSecond),
    code("500", "origin", () => outside.errorsPerSecond),
    address("blue", () => 1 - outside.green),
    address("green", () => outside.green),
    ...cache("hit", () => outside.hitsPerSecond),
    ...cache("miss", () => outside.missesPerSecond),
    gauge("cdn_entries", edge, () => Math.round(60 + 190 * (1 - Math.exp(-outside.perSecond / 30)))),
    gauge("load_target_per_second", hammer, () => rounded(outside.perSecond, 1)),
    gauge("load_users", hammer, () => USERS),
    ...countries.flatMap(([country, of]) =>
      agents.map(([agent, by]) =>
        counter("load_requests_total", { ...hammer, country, agent }, () => outside.perSecond * of * by),
      ),
    ),
    ...locations.flatMap(([location, far]) => probeSeries(company, location, far)),
  ];
}

function probeSeries(company: Company, location: string, far: number): Formula[] {
  const { outside, noise } = company;
  const web = [...company.instances()].filter((one) => one.spec.service === "web" && !one.isSilent);
  const pages = together(web, (one) => one.medianS);
  const failing = () =>
    outside.certificateEndMs <= outside.timeMs
      ? 1
      : outside.errorsPerSecond / Math.max(1e-9, outside.perSecond);
  const labels = { service: "prober", location, target };
  const jitter = () => 1 + 0.04 * Math.abs(noise.normal());
  return [
    gauge("probe_success", labels, () => (noise.uniform() < failing() ? 0 : 1)),
    gauge("probe_duration_seconds", labels, () =>
      rounded(3 * far * jitter() + meanOf(pages.medianS()) * jitter(), 4),
    ),
    gauge("probe_tls_seconds", labels, () => rounded(far * jitter(), 4)),
    gauge("probe_ssl_earliest_cert_expiry", labels, () => Math.round(outside.certificateEndMs / 1_000)),
  ];
}

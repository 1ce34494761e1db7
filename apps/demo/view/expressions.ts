/** PromQL that several lanes of the view share; `$__interval` and `$__rate_interval` are filled in by the wall. */
export const rate = (series: string) => `rate(${series}[$__rate_interval])`;
export const mean = (series: string) => `avg_over_time(${series}[$__interval])`;

const requests = (service: string, more = "") => rate(`http_requests_total{service="${service}"${more}}`);

/** Requests a second that the balancer's log tells of. */
export const traffic = (service: string) => `sum(${requests(service)})`;

/** What the balancer answers itself, where it has no server left, has no version: it would be a row without a name. */
const named = (by?: string) => (by === undefined ? "" : `, ${by}!=""`);

/** The share of answers with a status of 500 and more; 0 where there are none. `by` splits it by a label. */
export function errorShare(service: string, by?: string): string {
  const sum = by === undefined ? "sum" : `sum by (${by})`;
  const all = `${sum} (${requests(service, named(by))})`;
  return `(${sum} (${requests(service, `, code=~"5.."${named(by)}`)}) or 0 * ${all}) / ${all}`;
}

/** Answers of one class a second, 0 where there are none. */
export const answers = (service: string, code: string) =>
  `sum(${requests(service, `, code=~"${code}"`)}) or 0 * ${traffic(service)}`;

/** A quantile of the time that answers took, in seconds, as the balancer saw it. */
export function latency(service: string, quantile: number, by?: string): string {
  const labels = by === undefined ? "le" : `le, ${by}`;
  const buckets = rate(`http_request_duration_seconds_bucket{service="${service}"${named(by)}}`);
  return `histogram_quantile(${quantile}, sum by (${labels}) (${buckets}))`;
}

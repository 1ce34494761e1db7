/** Forty expressions of every kind, over the thousand series of `ground/world.ts`. */
export const expressions: readonly string[] = [
  // Selectors.
  'cpu_percent{instance="host-3:9100"}',
  "cpu_percent",
  '{__name__=~"http_.+", job="api"}',
  'memory_bytes{kind!~"k[0-7]"} offset 5m',
  "cpu_percent @ end()",
  // Windows.
  "rate(http_requests_total[1m])",
  "rate(http_requests_total[5m])",
  'irate(http_requests_total{job="web"}[1m])',
  "increase(http_requests_total[15m])",
  "delta(memory_bytes[10m])",
  "deriv(memory_bytes[10m])",
  "predict_linear(memory_bytes[30m], 3600)",
  "avg_over_time(cpu_percent[5m])",
  "max_over_time(cpu_percent[30m])",
  "quantile_over_time(0.9, cpu_percent[10m])",
  "stddev_over_time(cpu_percent[5m])",
  "changes(http_requests_total[5m])",
  "resets(http_requests_total[30m])",
  'holt_winters(cpu_percent{mode="user"}[10m], 0.5, 0.5)',
  // Aggregations.
  "sum(rate(http_requests_total[1m]))",
  "sum by (job, code) (rate(http_requests_total[5m]))",
  "sum without (cpu) (cpu_percent)",
  "avg by (instance) (cpu_percent)",
  "topk(5, rate(http_requests_total[5m]))",
  "bottomk by (job) (3, http_requests_total)",
  "quantile by (mode) (0.95, cpu_percent)",
  'count_values("level", round(cpu_percent, 25))',
  "stddev by (job) (rate(http_requests_total[1m]))",
  'count by (__name__) ({job=~".+"})',
  // Histograms.
  "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
  "histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))",
  // Operators.
  'sum(rate(http_requests_total{code="500"}[5m])) / sum(rate(http_requests_total[5m]))',
  'rate(http_requests_total{code="500"}[5m]) / ignoring (code) rate(http_requests_total{code="200"}[5m])',
  "memory_bytes / on (instance) group_left sum by (instance) (memory_bytes)",
  "cpu_percent > 60 and cpu_percent < 80",
  'cpu_percent{mode="user"} or cpu_percent{mode="system"} unless cpu_percent > bool 90',
  // Functions.
  "clamp(ln(memory_bytes + 1), 0, 20)",
  'label_replace(cpu_percent, "host", "$1", "instance", "(.+):.+")',
  "absent(no_such_metric) or vector(time() - 1)",
  // A query in a query.
  "max_over_time(sum by (job) (rate(http_requests_total[1m]))[10m:1m])",
];

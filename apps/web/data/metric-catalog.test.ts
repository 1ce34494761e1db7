import { describe, expect, it } from "vitest";
import { catalogOf, exprOfMetric, findMetrics, type KnownMetric, looksLikeExpr } from "./metric-catalog.ts";

const metric = (name: string, type: KnownMetric["type"] = "gauge", help = ""): KnownMetric => ({
  name,
  type,
  help,
  unit: "",
});

describe("the catalog", () => {
  it("shows a histogram once, under its family's name", () => {
    const names = ["http_seconds_bucket", "http_seconds_count", "http_seconds_sum", "up", "jobs_count"];
    const about = new Map([
      ["http_seconds", { type: "histogram" as const, help: "How long.", unit: "seconds" }],
    ]);
    expect(catalogOf(names, about)).toEqual([
      { name: "http_seconds", type: "histogram", help: "How long.", unit: "seconds" },
      metric("jobs_count", "counter"),
      metric("up", "unknown"),
    ]);
  });

  it("knows a counter by its metadata, with or without _total, else by its name", () => {
    const about = new Map([["hits", { type: "counter" as const, help: "Hits.", unit: "" }]]);
    expect(catalogOf(["hits_total", "misses_total"], about).map(({ type, help }) => [type, help])).toEqual([
      ["counter", "Hits."],
      ["counter", ""],
    ]);
  });

  it("is no trap for names that objects have", () => {
    expect(catalogOf(["constructor", "__proto__"], new Map()).map(({ name }) => name)).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
});

describe("a metric becomes a lane", () => {
  it("by its rate, its quantile or its mean, as its type asks", () => {
    expect(exprOfMetric(metric("hits_total", "counter"))).toBe("rate(hits_total[$__rate_interval])");
    expect(exprOfMetric(metric("http_seconds", "histogram"))).toBe(
      "histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))",
    );
    expect(exprOfMetric(metric("node_load1"))).toBe("avg_over_time(node_load1[$__interval])");
  });
});

describe("finding", () => {
  const all = [
    metric("node_disk_read_bytes_total"),
    metric("node_load1", "gauge", "Read the load."),
    metric("disk_free"),
  ];

  it("wants every word, and puts what begins with them first", () => {
    expect(findMetrics(all, "disk", 9).map(({ name }) => name)).toEqual([
      "disk_free",
      "node_disk_read_bytes_total",
    ]);
    expect(findMetrics(all, "disk read", 9).map(({ name }) => name)).toEqual(["node_disk_read_bytes_total"]);
    expect(findMetrics(all, "nothing", 9)).toEqual([]);
  });

  it("finds by help too, after those found by name", () => {
    expect(findMetrics(all, "read", 9).map(({ name }) => name)).toEqual([
      "node_disk_read_bytes_total",
      "node_load1",
    ]);
  });

  it("filters ten thousand names within a frame or two", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => metric(`app_requests_${i}_total`));
    expect(findMetrics(many, "app 99", 50)).toHaveLength(50);
  });

  it("tells an expression from words", () => {
    for (const expr of ["sum(x)", "a / b", 'up{job="x"}', "a - b", "1", "up |> smooth", "up |"])
      expect(looksLikeExpr(expr)).toBe(true);
    for (const words of ["node load", "disk_read", "http-latency"]) expect(looksLikeExpr(words)).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { laneOfExpr, titleOfExpr, unitOfExpr } from "./lane-of-expr.ts";

describe("a lane of an expression", () => {
  it("is titled by its metric where the expression is the usual one", () => {
    expect(titleOfExpr("rate(hits_total[$__rate_interval])")).toBe("hits_total");
    expect(titleOfExpr('avg_over_time(load{host="a"}[$__interval])')).toBe('load{host="a"}');
    expect(
      titleOfExpr("histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))"),
    ).toBe("http_seconds p90");
    expect(titleOfExpr("sum(rate(x[$__rate_interval])) / 2")).toBe("sum(rate(x)) / 2");
  });

  it("is titled by what people call its metric, where the title begins with it", () => {
    const called = (expr: string) => titleOfExpr(expr, "Hits");
    expect(called("rate(hits_total[$__rate_interval]) |> smooth(5m)")).toBe("Hits · smooth(5m)");
    expect(called('avg_over_time(load{host="a"}[$__interval])')).toBe('Hits {host="a"}');
    expect(called("histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket[$__rate_interval])))")).toBe(
      "Hits p90",
    );
    expect(called("sum(rate(x[$__rate_interval])) / 2")).toBe("sum(rate(x)) / 2");
  });

  it("has the colours that its metric's name tells", () => {
    expect(laneOfExpr("rate(app_errors_total[5m])").ramp).toBe("warm");
    expect(laneOfExpr("http_request_seconds").ramp).toBe("teal");
    expect(laneOfExpr("rate(hits_total[5m])").ramp).toBe("blue");
    expect(laneOfExpr("errors_total / hits_total").ramp).toBe("blue");
  });

  it("has the functions after its expression behind its title, and is titled whatever was typed", () => {
    expect(titleOfExpr("rate(hits_total[$__rate_interval]) |> smooth(5m) |> clip( 0, 100 )")).toBe(
      "hits_total · smooth(5m) · clip(0, 100)",
    );
    expect(titleOfExpr('up{job="|>"} |> abs')).toBe('up{job="|>"} · abs');
    expect(titleOfExpr("up |> 5")).toBe("up |> 5");
    expect(titleOfExpr(`up |> f(${"x".repeat(500)})`)).toHaveLength(200);
  });

  it("keeps its unit through functions that keep it, and has none after others", () => {
    expect(unitOfExpr("process_resident_memory_bytes |> smooth(5m) |> clip(0, 1)")).toBe("bytes");
    expect(unitOfExpr("process_resident_memory_bytes |> scale(2)")).toBe("none");
    expect(unitOfExpr("process_resident_memory_bytes |> ")).toBe("bytes");
  });

  it("takes its unit from the metric's name", () => {
    expect(unitOfExpr("rate(hits_total[$__rate_interval])")).toBe("per_second");
    expect(unitOfExpr("rate(read_bytes_total[$__rate_interval])")).toBe("bytes_per_second");
    expect(unitOfExpr("process_resident_memory_bytes")).toBe("bytes");
    expect(unitOfExpr("rate(node_cpu_seconds_total[5m])")).toBe("ratio");
    expect(unitOfExpr("histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket[5m])))")).toBe(
      "seconds",
    );
    expect(unitOfExpr("sum(rate(read_bytes_total[5m])) * 8")).toBe("none");
    expect(unitOfExpr("free_bytes / size_bytes")).toBe("none");
    expect(unitOfExpr("rate(x[5m])", () => "bytes")).toBe("bytes_per_second");
    expect(laneOfExpr("up").unit).toBe("none");
    expect(laneOfExpr("sum by (le) (x)").unit).toBe("none");
  });
});

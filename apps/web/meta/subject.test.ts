import { describe, expect, it } from "vitest";
import { subjectOf } from "./subject.ts";

const about = (query: string) => {
  const subject = subjectOf(query);
  return subject && `${subject.metric} ${subject.values}`;
};

describe("what an expression is about", () => {
  it.each([
    ["up", "up own"],
    ["rate(hits_total[$__rate_interval])", "hits_total rate"],
    ['sum by (host) (rate(hits_total{service=~"$service"}[5m] offset 1w))', "hits_total rate"],
    ["avg_over_time(load[$__interval]) > bool 5", "load own"],
    ["histogram_quantile(0.9, sum by (le) (rate(http_seconds_bucket[5m])))", "http_seconds_bucket own"],
    ['{__name__="hits_total", host="a"}', "hits_total own"],
    ["rate(x_sum[5m]) / rate(x_count[5m])", "x own"],
    ["hits_total - hits_total offset 1d", "hits_total own"],
    ["8 * rate(read_bytes_total[5m])", "read_bytes_total other"],
    ["count(up)", "up other"],
    ['label_replace(up, "a", "$1", "b", "(.*)")', "up own"],
    ["1e3 + load", "load own"],
  ])("%s: %s", (query, words) => {
    expect(about(query)).toBe(words);
  });

  it("is nothing where it is about several metrics, or none", () => {
    for (const query of [
      "a / b",
      "rate(x_sum[5m]) + rate(x_count[5m])",
      "a + b + c",
      "1 + 1",
      "time()",
      "",
      "{",
    ])
      expect(about(query), query).toBeUndefined();
  });

  it("has the labels that are fixed to one value", () => {
    const labels = (query: string) => Object.fromEntries(subjectOf(query)?.labels ?? []);
    expect(labels('up{job="api", host=~"a.*", env!="x",version="4,b=\\"2\\""}')).toEqual({
      job: "api",
      version: '4,b="2"',
    });
    expect(labels('up{a="1"} - up{a="2",b="3"}')).toEqual({ b: "3" });
    expect(labels('up{a="b=\\"c\\",d=\\"e\\""}')).toEqual({ a: 'b="c",d="e"' });
  });

  it("is told of what is no expression too, in no time", () => {
    const long = `up{a="${"\\".repeat(9_000)}`;
    expect(about(long)).toBeUndefined();
    expect(about("a b c d e")).toBeUndefined();
  });
});

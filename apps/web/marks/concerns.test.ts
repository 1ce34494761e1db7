import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { concerns, reads, subjectOf } from "./concerns.ts";

const row = (labels: Record<string, string> = {}) => labelsOf(Object.entries(labels));

describe("an expression reads a metric", () => {
  const rate = subjectOf("rate(http_requests_total[1m])");

  it("by its whole name only", () => {
    expect(reads(rate, "http_requests_total")).toBe(true);
    expect(reads(rate, "http_requests")).toBe(false);
    expect(reads(subjectOf("job:http_requests_total:sum"), "http_requests_total")).toBe(false);
    expect(reads(subjectOf('{"queue depth"}'), "queue depth")).toBe(true);
    expect(reads(subjectOf('{"queue depth"}'), "queue dep")).toBe(false);
  });
});

describe("an alert is about a row", () => {
  it("that has none of its labels with another value", () => {
    expect(concerns(subjectOf("up"), row({ service: "api", host: "a" }), { service: "api" })).toBe(true);
    expect(concerns(subjectOf("up"), row({ service: "web" }), { service: "api" })).toBe(false);
    expect(concerns(subjectOf("sum(up)"), row(), { service: "api" })).toBe(true);
  });

  it("unless the expression asks for other values of a label that the row does not have", () => {
    const alert = { service: "api" };
    expect(concerns(subjectOf('sum(up{service="api"})'), row(), alert)).toBe(true);
    expect(concerns(subjectOf('sum(up{service="web"})'), row(), alert)).toBe(false);
    expect(concerns(subjectOf('sum(up{service!="api"})'), row(), alert)).toBe(false);
    expect(concerns(subjectOf('sum(up{service=~"web|api"})'), row(), alert)).toBe(true);
    expect(concerns(subjectOf('sum(up{service=~"web|db"})'), row(), alert)).toBe(false);
    expect(concerns(subjectOf('sum(up{service=~"a.+"})'), row(), alert)).toBe(true);
    expect(concerns(subjectOf('sum(up{myservice="web"})'), row(), alert)).toBe(true);
  });
});

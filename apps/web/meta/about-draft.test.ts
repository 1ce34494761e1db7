import { describe, expect, it } from "vitest";
import { differing, draftOf, labelsText, matchOf, saidIn } from "./about-draft.ts";

describe("the form of what is said", () => {
  it("says nothing of what is left empty", () => {
    expect(saidIn({ name: " Hits ", unit: "", owner: "  " })).toEqual({ name: "Hits" });
    expect(saidIn(draftOf({ about: { name: "Hits", unit: "count" } }))).toEqual({
      name: "Hits",
      unit: "count",
    });
    expect(draftOf(undefined)).toEqual({});
  });

  it("matches a metric, labels or both, and says what is wrong where it cannot", () => {
    expect(matchOf(" hits_total ", "")).toEqual({ match: { metric: "hits_total" } });
    expect(matchOf("", 'service="api"')).toEqual({ match: { labels: { service: "api" } } });
    expect(matchOf("a", "b=c")).toEqual({ match: { metric: "a", labels: { b: "c" } } });
    expect(matchOf("", " ")).toEqual({ fault: "Name a metric, labels, or both." });
    expect(matchOf("a", "b=")).toMatchObject({ fault: expect.stringContaining("Labels are written as") });
  });

  it("shows labels as they are typed", () => {
    const match = { metric: "a", labels: { service: "api", host: "web-*" } };
    expect(labelsText(match)).toBe('host="web-*",service="api"');
    expect(matchOf("a", labelsText(match))).toEqual({ match });
    expect(labelsText({ metric: "a" })).toBe("");
  });

  it("knows what two people said differently", () => {
    expect(differing({ name: "A", unit: "count" }, { name: "A ", owner: "b" })).toEqual(["unit", "owner"]);
  });
});

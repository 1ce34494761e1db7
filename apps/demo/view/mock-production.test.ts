import { describe, expect, it } from "vitest";
import { mockProduction } from "./mock-production.ts";

describe("the demo's view", () => {
  const lanes = mockProduction.sections.flatMap((section) => section.lanes);

  it("names every lane and section once", () => {
    for (const ids of [mockProduction.sections.map(({ id }) => id), lanes.map(({ id }) => id)])
      expect(new Set(ids).size).toBe(ids.length);
  });

  it("has no row without a name where it splits by version", () => {
    const split = lanes.filter(({ legend }) => legend === "{{version}}");
    expect(split.map(({ id }) => id)).toEqual(["web-p90", "web-errors", "api-p90", "api-errors"]);
    for (const { id, expr } of split) {
      const selectors = expr.match(/http_request\w*\{[^}]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      expect([id, selectors.filter((one) => !one.includes('version!=""'))]).toEqual([id, []]);
    }
  });

  it("shows what a lane of several rows is split by", () => {
    for (const lane of lanes.filter(({ expr }) => / by \((?!le\))/.test(expr) && !/^sum\(/.test(expr)))
      expect([lane.id, lane.legend]).toEqual([lane.id, expect.stringMatching(/^\{\{\w+\}\}$/)]);
  });
});

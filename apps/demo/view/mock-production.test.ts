import { describe, expect, it } from "vitest";
import { mockProduction } from "./mock-production.ts";

describe("the demo's view", () => {
  const lanes = mockProduction.sections.flatMap((section) => section.lanes);

  it("names every lane and section once", () => {
    for (const ids of [mockProduction.sections.map(({ id }) => id), lanes.map(({ id }) => id)])
      expect(new Set(ids).size).toBe(ids.length);
  });

  it("shows what a lane of several rows is split by", () => {
    for (const lane of lanes.filter(({ expr }) => / by \((?!le\))/.test(expr) && !/^sum\(/.test(expr)))
      expect([lane.id, lane.legend]).toEqual([lane.id, expect.stringMatching(/^\{\{\w+\}\}$/)]);
  });
});

import { labelsKey, nameOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { catalogOf } from "./catalog.ts";
import { createCompany } from "./company.ts";

const nowMs = Date.UTC(2026, 4, 20, 12);
const company = () => createCompany({ random: createRandom("a"), nowMs, rate: 120, stepMs: 10_000 });

describe("the catalog of a history", () => {
  it("has about 300 series, each once", () => {
    const keys = catalogOf(company()).map(({ labels }) => labelsKey(labels));
    expect(keys.length).toBeGreaterThanOrEqual(280);
    expect(keys.length).toBeLessThanOrEqual(320);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("names counters and histograms as Mission Control names them", () => {
    for (const { kind, labels } of catalogOf(company())) {
      const isCounted = /_(total|bucket|sum|count)$/.test(nameOf(labels));
      expect([nameOf(labels), kind]).toEqual([nameOf(labels), isCounted ? "counter" : "gauge"]);
    }
  });

  it("tells nothing of an instance that is silent, and more of one that is added", () => {
    const one = company();
    const before = catalogOf(one).length;
    one.silence("web-2");
    const silent = catalogOf(one);
    expect(silent.length).toBeLessThan(before);
    expect(silent.filter(({ labels }) => labels.get("instance") === "web-2")).toEqual([]);
    const spec = [...one.instances()].find(({ spec }) => spec.name === "api-1")!.spec;
    one.start({ ...spec, name: "api-4" });
    expect(catalogOf(one).some(({ labels }) => labels.get("instance") === "api-4")).toBe(true);
  });
});

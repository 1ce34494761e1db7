import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { fillLegend, nameOfRow } from "./lane-name.ts";

describe("a row's name", () => {
  const labels = labelsOf([
    ["__name__", "reads"],
    ["device", "sda"],
    ["host", "web-1"],
  ]);

  it("fills the legend's labels, and leaves nothing for those that are not there", () => {
    expect(fillLegend("{{device}} on {{ host }}{{nothing}}", labels)).toBe("sda on web-1");
    expect(fillLegend("{{constructor}}", labels)).toBe("");
  });

  it("tells several rows apart by their labels where there is no legend", () => {
    expect(nameOfRow({ title: "reads" }, labels, 3)).toEqual({ title: "reads", detail: "sda web-1" });
    expect(nameOfRow({ title: "reads" }, labels, 1)).toEqual({ title: "reads", detail: "" });
    expect(nameOfRow({ title: "reads", legend: "{{device}}" }, labels, 1).detail).toBe("sda");
  });
});

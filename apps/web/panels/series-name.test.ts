import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { nameSeries, namesOf } from "./series-name.ts";

const of = (labels: Record<string, string>) => ({ labels: labelsOf(Object.entries(labels)) });

describe("the names of series", () => {
  it("are the values of the labels in which they differ", () => {
    const series = [of({ job: "web", host: "a", code: "200" }), of({ job: "web", host: "b", code: "200" })];
    expect(namesOf(series, "hits")).toEqual(["a", "b"]);
  });

  it("begin with the metric where there are several", () => {
    const series = [of({ __name__: "up", host: "a" }), of({ __name__: "down", host: "b" })];
    expect(namesOf(series, "")).toEqual(["up · a", "down · b"]);
  });

  it("are the title where there is one series, or none of the labels", () => {
    expect(namesOf([of({ host: "a" })], "hits")).toEqual(["hits"]);
    expect(namesOf([of({}), of({ host: "a" })], "hits")).toEqual(["hits", "a"]);
  });

  it("are as a legend says", () => {
    expect(namesOf([of({ host: "a" }), of({})], "hits", "on {{host}}")).toEqual(["on a", "on"]);
  });
});

describe("the names of several queries' series", () => {
  const one = (query: number, labels: Record<string, string>) => ({
    ...of(labels),
    query,
    values: new Float64Array(),
  });

  it("begin with their query's title, unless a legend names them", () => {
    const series = [one(0, { host: "a" }), one(0, { host: "b" }), one(1, { host: "a" })];
    expect(nameSeries(series, [{ title: "in" }, { title: "out" }]).map(({ name }) => name)).toEqual([
      "in · a",
      "in · b",
      "out",
    ]);
    const named = nameSeries(series, [{ title: "in", legend: "{{host}} in" }, { title: "out" }]);
    expect(named.map(({ name }) => name)).toEqual(["a in", "b in", "out"]);
  });

  it("are told apart by a number where they are the same", () => {
    const names = nameSeries([one(0, {}), one(1, {})], [{ title: "x" }, { title: "x" }]);
    expect(names.map(({ name }) => name)).toEqual(["x", "x (2)"]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnNames } from "./column-names.ts";

describe("names of columns", () => {
  it("are those of the labels where nothing stands against it", () => {
    expect(columnNames(["__name__", "job", "wetter in °C"], ["time", "value"])).toEqual([
      "__name__",
      "job",
      "wetter in °C",
    ]);
  });

  it("get a number where DuckDB takes two for one", () => {
    expect(columnNames(["Job", "job", "JOB_2", "Time"], ["time", "value"])).toEqual([
      "Job",
      "job_2",
      "JOB_2_2",
      "Time_2",
    ]);
  });

  it("are all different, whatever the labels are called", () => {
    const names = fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 30 });
    fc.assert(
      fc.property(names, (given) => {
        const made = columnNames(given, ["time", "value"]).map((name) => name.toLowerCase());
        expect(new Set([...made, "time", "value"]).size).toBe(given.length + 2);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { parseSearch, writeSearch } from "../data/url-state.ts";
import { type ExploreSearch, panelOf, readExploreSearch } from "./explore-search.ts";

describe("what is explored, in the address", () => {
  it("comes back as it was written", () => {
    const search: ExploreSearch = {
      expr: ['rate(hits_total{code="5xx"}[$__rate_interval]) |> smooth(5m)', "up"],
      as: "scatter",
      range: "3h",
      from: 1_700_000_000_000,
      to: 1_700_000_600_000,
      unit: "seconds",
      sort: "change",
      reduce: "max",
      ramp: "warm",
      fill: true,
      log: true,
      percent: true,
      upright: true,
    };
    expect(readExploreSearch(parseSearch(writeSearch({ ...search })))).toEqual(search);
  });

  it("leaves out what makes no sense", () => {
    const raw = {
      expr: ["", " "],
      as: "pie",
      range: "2y",
      unit: "miles",
      log: "perhaps",
      from: "5",
      to: "3",
    };
    expect(readExploreSearch(raw)).toEqual({});
    expect(readExploreSearch({ from: "1700000000000" })).toEqual({});
  });

  it("takes so many expressions, and none that is too long", () => {
    const expr = [...Array.from({ length: 30 }, (_, i) => `up${i}`), "x".repeat(20_000)];
    expect(readExploreSearch({ expr }).expr).toHaveLength(8);
  });

  it("is a panel of the kind it says, lines where it says none", () => {
    expect(panelOf({ expr: ["up"] }, "seconds")).toMatchObject({ kind: "line", unit: "seconds", log: false });
    expect(panelOf({ expr: ["up"], as: "bars", unit: "bytes", upright: true }, "none")).toMatchObject({
      kind: "bars",
      unit: "bytes",
      horizontal: false,
    });
  });
});

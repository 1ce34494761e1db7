import { metaListSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { labelSetRows, metricRows, triggerRows } from "./meta-rows.ts";

const list = metaListSchema.parse({
  rules: [
    {
      key: "gone_total",
      match: { metric: "gone_total" },
      about: { name: "Left behind", owner: "Team web" },
      origin: "made",
      version: 1,
    },
    { key: "http_*", match: { metric: "http_*" }, about: { owner: "Team http" }, origin: "settings" },
    {
      key: 'up{service="api"}',
      match: { metric: "up", labels: { service: "api" } },
      about: { name: "API is up" },
      origin: "made",
      version: 3,
    },
  ],
  triggers: [{ key: "t", match: { title: "flurry" }, about: { icon: "bell" }, origin: "made", version: 1 }],
});
const catalog = ["http_errors_total", "up"].map((name) => ({
  name,
  type: "unknown" as const,
  help: name === "up" ? "Whether it answers." : "",
  unit: "",
}));
const keys = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

describe("the list of what is known", () => {
  it("has every metric, those first of which somebody said something, also where it sends no more", () => {
    const rows = metricRows(list, catalog, "");
    expect(keys(rows)).toEqual(["gone_total", "http_errors_total", "up"]);
    expect(rows.map(({ origin }) => origin)).toEqual(["made", undefined, undefined]);
  });

  it("says of each which of it is a guess", () => {
    const [row] = metricRows(list, catalog, "http_errors");
    expect(row?.about).toMatchObject({ owner: "Team http", unit: "count", direction: "up-is-bad" });
    expect(row?.guessed.has("unit")).toBe(true);
    expect(row?.guessed.has("owner")).toBe(false);
  });

  it("is found by all words of name, owner and description, in any case", () => {
    expect(keys(metricRows(list, catalog, "TEAM left"))).toEqual(["gone_total"]);
    expect(keys(metricRows(list, catalog, "answers"))).toEqual(["up"]);
    expect(keys(labelSetRows(list, ""))).toEqual(["http_*", 'up{service="api"}']);
    expect(keys(labelSetRows(list, "api is"))).toEqual(['up{service="api"}']);
    expect(keys(triggerRows(list, "flurry"))).toEqual(["t"]);
    expect(keys(triggerRows(list, "nothing"))).toEqual([]);
  });
});

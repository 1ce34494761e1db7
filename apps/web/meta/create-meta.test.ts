import { type MetaRule, metaListSchema } from "@mission-control/contracts";
import { labelsOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createMeta } from "./create-meta.ts";
import { laneOfExpr } from "./lane-of-expr.ts";

const metaOf = (...rules: MetaRule[]) =>
  createMeta(
    metaListSchema.parse({
      rules: rules.map((rule, i) => ({ ...rule, key: `${i}`, origin: "made" })),
      triggers: [{ match: { title: "flurry" }, about: { icon: "megaphone" }, key: "t", origin: "settings" }],
    }),
  );
const hits = "rate(hits_total[$__rate_interval])";
const said = metaOf(
  {
    match: { metric: "hits_total" },
    about: { name: "Hits", unit: "bytes", ramp: "violet", icon: "globe", direction: "up-is-bad" },
  },
  { match: { metric: "wait_total" }, about: { direction: "up-is-bad" } },
  { match: { metric: "errors_total" }, about: { direction: "up-is-good" } },
  { match: { metric: "hits_total", labels: { service: "api" } }, about: { name: "API hits" } },
  { match: { labels: { version: "412" } }, about: { name: "Summer release" } },
);

describe("a lane, with what is said of its metric", () => {
  it("has its name, its unit as the expression makes it, its colours and its icon", () => {
    const { lane, Icon } = said.shown(laneOfExpr(hits), true);
    expect(lane).toMatchObject({ title: "Hits", unit: "bytes_per_second", ramp: "violet" });
    expect(Icon).toBeDefined();
    expect(said.shown(laneOfExpr('hits_total{service="api"}'), true).lane.title).toBe(
      'API hits {service="api"}',
    );
  });

  it("keeps what its view says itself", () => {
    const own = { ...laneOfExpr(hits), title: "Mine", unit: "ratio" as const, ramp: "teal" as const };
    expect(said.shown(own, false).lane).toEqual(own);
  });

  it("is warm where more is bad only if it was added by hand, and told no colour", () => {
    const wait = laneOfExpr("rate(wait_total[5m])");
    expect(said.shown({ ...wait, ramp: "blue" }, true).lane.ramp).toBe("warm");
    expect(said.shown({ ...wait, ramp: "blue" }, false).lane.ramp).toBe("blue");
    expect(said.shown({ ...wait, ramp: "violet" }, true).lane.ramp).toBe("violet");
    expect(laneOfExpr("rate(errors_total[5m])").ramp).toBe("warm");
    expect(said.shown(laneOfExpr("rate(errors_total[5m])"), true).lane.ramp).toBe("blue");
  });

  it("calls its rows by what their labels' values are called, and each row by what is said of it", () => {
    const labels = labelsOf([
      ["service", "api"],
      ["version", "412"],
    ]);
    const row = said.shown(laneOfExpr(hits), true, labels);
    expect([...row.labels.values()]).toEqual(["api", "Summer release"]);
    expect(row.lane.title).toBe("API hits");
    expect(said.valueName("__name__", "hits_total")).toBe("Hits");
  });

  it("is left as it is where it is about several metrics", () => {
    const lane = laneOfExpr("hits_total / wait_total");
    expect(said.shown(lane, true).lane).toEqual(lane);
    expect(said.titleOf("hits_total / wait_total")).toBe("hits_total / wait_total");
  });
});

it("an event has the icon of its trigger", () => {
  const event = { type: "mention", title: "Flurry of mentions", fingerprint: "" };
  expect(said.trigger(event)?.Icon).toBeDefined();
  expect(said.trigger({ ...event, title: "one" })).toBeUndefined();
});

import { ruleSchema } from "@mission-control/contracts";
import { describe, expect, test } from "vitest";
import { channelsOf, findRules, type ListedRule, unitOfRule } from "./find-rules.ts";

const ruleOf = (slug: string, state: ListedRule["health"]["state"], more: object = {}): ListedRule => ({
  ...ruleSchema.parse({ slug, name: slug, when: { kind: "promql", expr: "up" }, ...more }),
  version: 1,
  savedMs: 1,
  health: { lastMs: 1, tookMs: 1, missed: 0, error: null, state, firing: 0, pending: 0 },
});
const rules = [
  ruleOf("disk-10", "normal", { owner: "Storage" }),
  ruleOf("disk-2", "normal", {
    tell: { channels: ["pager"], escalate: [{ afterMs: 60_000, channels: ["boss"] }] },
  }),
  ruleOf("errors", "firing", { labels: { team: "web" }, tell: { channels: ["ops"] } }),
  ruleOf("old", "off"),
  ruleOf("slow", "error"),
];

describe("rules that are looked for", () => {
  test("have every word somewhere; what wants a look stands in front, what is off last", () => {
    const slugs = (question?: string) => findRules(rules, question).map(({ slug }) => slug);
    expect(slugs()).toEqual(["errors", "slow", "disk-2", "disk-10", "old"]);
    expect(slugs("DISK storage")).toEqual(["disk-10"]);
    expect(slugs("team=web")).toEqual(["errors"]);
    expect(slugs("ops")).toEqual(["errors"]);
    // Those that only tell it later, too.
    expect(slugs("boss")).toEqual(["disk-2"]);
    expect(slugs("nothing")).toEqual([]);
  });

  test("tell each channel once, those that are told later too", () => {
    const tell = { channels: ["ops"], escalate: [{ afterMs: 1_000, channels: ["boss", "ops"] }] };
    expect(channelsOf(ruleOf("a", "normal", { tell }))).toEqual(["ops", "boss"]);
  });

  test("have values in the unit of what they look at", () => {
    const unit = (when: object) => unitOfRule(ruleOf("a", "normal", { when }));
    expect(unit({ kind: "threshold", expr: "up", level: 1, unit: "bytes" })).toBe("bytes");
    expect(unit({ kind: "slow", aboveS: 1 })).toBe("seconds");
    expect(unit({ kind: "certificate" })).toBe("seconds");
    expect(unit({ kind: "change", expr: "up", byRatio: 0.5 })).toBe("ratio");
    expect(unit({ kind: "probe" })).toBe("none");
  });
});

import { describe, expect, it } from "vitest";
import { placeOfNewRule } from "../data/place-of-rule.ts";
import { writeSearch } from "../data/url-state.ts";
import { ruleOf } from "./rule-of.ts";
import { draftOfSearch, isOtherRule, readNewRule } from "./rule-search.ts";

const read = (text: string) => readNewRule(Object.fromEntries(new URLSearchParams(text)));

describe("the address of a new rule", () => {
  it("brings along what a lane is: its expression, unit, store and view", () => {
    const lane = {
      expr: 'rate(hits_total{a="b&c"}[5m])',
      unit: "per_second",
      store: "far",
      view: "shop",
    } as const;
    const draft = draftOfSearch(read(writeSearch(placeOfNewRule(lane).search)));
    expect(draft).toMatchObject({ ...lane, kind: "threshold", level: { text: "", scale: "/s" } });
  });

  it("fixes intervals that only a chart has", () => {
    const draft = draftOfSearch(read("expr=rate(hits_total[$__rate_interval])&level=2"));
    const checked = ruleOf(draft);
    expect(checked.ok && checked.rule.when).toMatchObject({ expr: "rate(hits_total[1m])", level: 2 });
  });

  it("may say a level in base units, which is shown as people say it", () => {
    expect(draftOfSearch(read("expr=up&unit=seconds&level=0.25&op=below"))).toMatchObject({
      op: "below",
      level: { text: "250", scale: "ms" },
    });
  });

  it("is another rule's where it says something else, so that one that is being written is not left unasked", () => {
    const at = (text: string, pathname = "/alerts/rules/new") => ({
      pathname,
      search: Object.fromEntries(new URLSearchParams(text)),
    });
    expect(isOtherRule(at("expr=up"), at("expr=down"))).toBe(true);
    expect(isOtherRule(at(""), at("copy=busy"))).toBe(true);
    expect(isOtherRule(at(""), at("", "/alerts/rules/busy"))).toBe(true);
    expect(isOtherRule(at("expr=up"), at("expr=up&other=1"))).toBe(false);
  });

  it("leaves out what makes no sense", () => {
    const search = read("unit=apples&op=beside&level=much&kind=all&store=%20");
    expect(Object.values(search).filter((value) => value !== undefined)).toEqual([]);
    expect(readNewRule({ expr: ["a", "b"], level: 5 }).expr).toBeUndefined();
  });
});

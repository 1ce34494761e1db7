import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import { metaKinds, metaRuleSchema, metaSettingsSchema, metaTriggerSchema } from "./meta.ts";

const rule = (match: unknown, about: unknown) => metaRuleSchema.safeParse({ match, about });
const faultOf = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) => {
  const [issue] = parsed.error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join(".")}: ${issue.message}`;
};

describe("what is said of metrics", () => {
  it("is kept as text, whatever it looks like", () => {
    const about = { name: " <b>Hits</b> ", description: "[x](javascript:alert(1))\n{{up}}", owner: "=cmd()" };
    expect(rule({ metric: "hits_total" }, about).data?.about).toEqual({ ...about, name: "<b>Hits</b>" });
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "//runbooks.test",
    "/local",
    "ftp://a.test/",
    "https://",
    "https:// a.test/",
    "https://a.test/\njavascript:x",
    ` https://a.test/`,
    `https://a.test/${"x".repeat(limits.metaTextLength)}`,
  ])("has no runbook at %j", (runbook) => {
    expect(rule({ metric: "up" }, { runbook }).success).toBe(false);
    expect(metaTriggerSchema.safeParse({ match: { type: "a" }, about: { runbook } }).success).toBe(false);
  });

  it("has a runbook at an address of the web", () => {
    for (const runbook of ["https://wiki.test/a?b=c#d", "http://10.0.0.1:8080/x"])
      expect(rule({ metric: "up" }, { runbook }).data?.about.runbook).toBe(runbook);
  });

  it.each([
    [{}, { owner: "a" }, "match: name a metric, labels, or both"],
    [{ labels: {} }, { owner: "a" }, "match: name a metric, labels, or both"],
    [{ metric: "**" }, { owner: "a" }, "match.metric: leave the metric out where any is meant"],
    [{ metric: "a{b}" }, { owner: "a" }, "match.metric: a metric's name, * for any part of it"],
    [{ metric: "a" }, {}, "about: say at least one thing of it"],
    [{ metric: "a" }, { colour: "red" }, 'about: Unrecognized key: "colour"'],
    [{ metric: "a" }, { name: "a\u0007b" }, "about.name: one line of text"],
    [
      { labels: { a: "x", b: "y" } },
      { name: "N" },
      "about.name: only a metric has a name, or one value of one label",
    ],
    [
      { labels: { a: "x*" } },
      { name: "N" },
      "about.name: only a metric has a name, or one value of one label",
    ],
    [
      { labels: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`l${i}`, "x"])) },
      { owner: "a" },
      "match.labels: at most 10 labels",
    ],
  ])("is no %j %j", (match, about, fault) => {
    expect(faultOf(rule(match, about))).toBe(fault);
  });

  it("is bounded in a settings file", () => {
    const one = { match: { metric: "a" }, about: { owner: "b" } };
    const rules = Array.from({ length: limits.metaRules + 1 }, () => one);
    expect(metaSettingsSchema.safeParse({ rules }).success).toBe(false);
    expect(metaSettingsSchema.parse({ rules: [one] })).toEqual({ rules: [one], triggers: [] });
  });
});

it("a trigger is told from others by all that it looks for, letters' case aside", () => {
  const { keyOf } = metaKinds.triggers;
  const about = { icon: "snail" } as const;
  const key = keyOf({ match: { title: "Slow deploy", type: "deploy" }, about });
  expect(key).toBe('type="deploy",title="slow deploy"');
  expect(keyOf({ match: { type: "deploy", title: "slow DEPLOY" }, about })).toBe(key);
  expect(metaTriggerSchema.safeParse({ match: {}, about }).success).toBe(false);
  expect(metaTriggerSchema.safeParse({ match: { type: "deploy" }, about: { icon: "unicorn" } }).success).toBe(
    false,
  );
});

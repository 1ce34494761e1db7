import { type Rule, ruleSchema, unitSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureOf, measureText, numberOf, settled } from "./measure.ts";
import { draftOf, fieldsOfWhen, newDraft, type RuleDraft, withKind } from "./rule-draft.ts";
import { faultAt, ruleOf, sentence, watchedOf } from "./rule-of.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const unit = fc.constantFrom(...unitSchema.options);
/** What people could have typed: as exact as a form can be. */
const level = fc.integer({ min: -9_999_999, max: 9_999_999 }).map((digits) => digits / 1_000);
const ms = (least: number, most: number) => fc.integer({ min: least, max: most });
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const share = fc.integer({ min: 50, max: 100 }).map((part) => part / 100);
const asked = { expr: word, store: fc.constantFrom(undefined, "embedded") };
const senders = fc.dictionary(word, word, { minKeys: 1, maxKeys: 3 });

const when = fc.oneof(
  fc
    .record({
      ...asked,
      unit,
      op: fc.constantFrom("above", "below", "inside", "outside"),
      level,
      clear: fc.option(level, { nil: undefined }),
      more: fc.nat(1_000),
    })
    .map(({ more, clear, ...given }) => {
      const isRange = given.op === "inside" || given.op === "outside";
      const upper = given.level + more;
      return {
        ...given,
        kind: "threshold",
        ...(isRange && { upper }),
        ...(clear !== undefined && clear === given.level && { clear }),
      };
    }),
  fc.record({ kind: fc.constant("quiet"), senders, afterMs: ms(10_000, 7 * DAY_MS) }),
  fc.record({
    kind: fc.constant("senders"),
    senders,
    atLeast: fc.integer({ min: 1, max: 100 }),
    afterMs: ms(10_000, DAY_MS),
  }),
  fc.record({
    kind: fc.constant("events"),
    events: fc.record({
      types: fc.array(word, { maxLength: 3 }),
      service: word,
      host: fc.constantFrom("", "web-1"),
      search: fc.constantFrom("", "could not"),
      fingerprint: fc.constantFrom("", "abc"),
    }),
    moreThan: fc.nat(1_000_000),
    windowMs: ms(10_000, DAY_MS),
  }),
  fc.record({
    kind: fc.constant("slow"),
    service: word,
    quantile: share,
    aboveS: share,
    windowMs: ms(30_000, DAY_MS),
  }),
  fc.record({
    ...asked,
    kind: fc.constant("change"),
    against: fc.constantFrom("hour", "day", "week"),
    direction: fc.constantFrom("up", "down", "either"),
    byRatio: share,
    windowMs: ms(MINUTE_MS, DAY_MS),
  }),
  fc.record({
    ...asked,
    kind: fc.constant("forecast"),
    unit,
    op: fc.constantFrom("above", "below"),
    level,
    withinMs: ms(10 * MINUTE_MS, 400 * DAY_MS),
    fromMs: ms(10 * MINUTE_MS, 30 * DAY_MS),
  }),
  fc.record({
    kind: fc.constant("probe"),
    probe: word,
    failing: share,
    places: fc.integer({ min: 1, max: 100 }),
    windowMs: ms(10_000, DAY_MS),
  }),
  fc.record({ kind: fc.constant("certificate"), probe: word, withinDays: fc.integer({ min: 1, max: 365 }) }),
  fc.record({ ...asked, kind: fc.constant("promql"), unit }),
);

const rules: fc.Arbitrary<Rule> = fc
  .record({
    slug: word,
    name: word,
    enabled: fc.boolean(),
    when,
    everyMs: ms(1_000, 3_600_000),
    forMs: ms(0, DAY_MS),
    clearForMs: ms(0, DAY_MS),
    noData: fc.constantFrom("no-data", "firing", "normal", "keep"),
    noDataAfterMs: ms(0, DAY_MS),
    onError: fc.constantFrom("error", "firing", "normal", "keep"),
    severity: fc.constantFrom("info", "warning", "error", "critical"),
    owner: fc.constantFrom("", "shop team"),
    runbook: fc.constantFrom("", "https://wiki.example.org/runbooks/api"),
    labels: fc.dictionary(word, word, { maxKeys: 3 }),
    title: fc.string({ maxLength: 80 }),
    description: fc.string({ maxLength: 80 }),
    view: fc.constantFrom(undefined, "shop"),
    tell: fc.record({
      channels: fc.uniqueArray(word, { maxLength: 3 }),
      groupBy: fc.uniqueArray(word, { maxLength: 3 }),
      waitMs: ms(0, DAY_MS),
      intervalMs: ms(0, DAY_MS),
      repeatMs: ms(0, 30 * DAY_MS),
      escalate: fc.array(
        fc.record({
          afterMs: ms(0, 7 * DAY_MS),
          channels: fc.uniqueArray(word, { minLength: 1, maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
      resolved: fc.boolean(),
    }),
  })
  .map((raw) => ruleSchema.parse(raw));

const latency = newDraft({
  name: "Latency",
  expr: "latency_seconds",
  unit: "seconds",
  level: { text: "300", scale: "ms" },
});
const team = { name: "team", value: "x" };
const faultsOf = (draft: RuleDraft) => {
  const checked = ruleOf(draft);
  return checked.ok ? [] : checked.faults;
};

describe("the fields of a rule", () => {
  it("give the rule back, whatever it is", () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(ruleOf(draftOf(rule))).toEqual({ ok: true, rule });
      }),
    );
  });

  it("lose nothing of a kind while another one is looked at", () => {
    fc.assert(
      fc.property(rules, fc.constantFrom("promql", "quiet", "certificate", "threshold"), (rule, other) => {
        const draft = draftOf(rule);
        const back = withKind(withKind(draft, other), rule.when.kind);
        expect(ruleOf({ ...back, for: draft.for })).toEqual({ ok: true, rule });
      }),
    );
  });

  it("keep values in base units", () => {
    const checked = ruleOf({ ...latency, clear: { text: "0.27 s", scale: "ms" } });
    expect(checked.ok && checked.rule.when).toMatchObject({ level: 0.3, clear: 0.27, unit: "seconds" });
    expect(checked.ok && checked.rule).toMatchObject({ forMs: 300_000, slug: "latency" });
  });

  it("are named by what they say where nobody named them", () => {
    const checked = ruleOf({ ...latency, name: " " });
    expect(checked.ok && checked.rule).toMatchObject({
      name: "latency_seconds above 300 ms",
      slug: "latency-seconds-above-300-ms",
    });
  });

  it("take a proposal of the tuner over", () => {
    const first = ruleOf(latency);
    expect(first.ok).toBe(true);
    if (!first.ok || first.rule.when.kind !== "threshold") return;
    const tuned = ruleOf({ ...latency, ...fieldsOfWhen({ ...first.rule.when, level: 0.34, clear: 0.3 }) });
    expect(tuned.ok && tuned.rule.when).toMatchObject({ level: 0.34, clear: 0.3, expr: "latency_seconds" });
  });
});

describe("what is wrong with a rule", () => {
  it.each<[Partial<RuleDraft>, string, RegExp]>([
    [{ expr: " " }, "when.expr", /^Say what to look at\.$/],
    [{ level: { text: "", scale: "ms" } }, "when.level", /^Give a number\.$/],
    [{ level: { text: "much", scale: "ms" } }, "when.level", /^Give a number\.$/],
    [{ clear: { text: "2", scale: "s" } }, "when.clear", /at or below the level/],
    [{ op: "inside" }, "when.upper", /say where the range ends|Say where/i],
    [{ for: { text: "", scale: "min" } }, "forMs", /./],
    [{ for: { text: "3", scale: "d" } }, "forMs", /at most/],
    [{ runbook: "wiki/api" }, "runbook", /https:\/\//],
    [{ labels: [{ name: "a b", value: "x" }] }, "labels.0.name", /label's name/],
    [{ labels: [{ name: "", value: "x" }] }, "labels.0.name", /label's name/],
    [{ labels: [team, { name: " ", value: "x" }] }, "labels.1.name", /label's name/],
    [{ labels: [team, { name: "tier", value: " " }] }, "labels.1.value", /Give it a value/],
    [{ labels: [team, { name: "team ", value: "y" }] }, "labels.1.name", /there already/],
    [{ kind: "quiet", senders: [team, { name: "host", value: "" }] }, "when.senders.1.value", /a value/],
    [{ kind: "quiet", senders: [team, team] }, "when.senders.1.name", /there already/],
    [{ escalate: [{ after: measureOf(60_000, "length"), channels: [] }] }, "tell.escalate.0.channels", /./],
    [{ kind: "quiet" }, "when.senders.0.value", /Name the service/],
    [{ kind: "events" }, "when.events", /which events/],
    [{ kind: "senders", atLeast: "some" }, "when.atLeast", /whole number/],
    [{ kind: "senders", atLeast: "0" }, "when.atLeast", /at least 1/],
    [{ kind: "change", expr: "up", window: measureOf(1_000, "length") }, "when.windowMs", /at least 60 s/],
  ])("stands at its field: %j", (by, path, words) => {
    expect(faultAt(faultsOf({ ...latency, ...by }), path)).toMatch(words);
  });

  it("is no row of labels in which nothing was typed", () => {
    const nothing = { name: " ", value: "" };
    expect(faultsOf({ ...latency, labels: [team, nothing] })).toEqual([]);
    expect(faultsOf({ ...latency, kind: "quiet", senders: [team, nothing] })).toEqual([]);
  });

  it("is a sentence, whoever found it", () => {
    expect(sentence("a number")).toBe("Give a number.");
    expect(sentence("at most 1 d")).toBe("It has to be at most 1 d.");
    expect(sentence("no channel is called ops.")).toBe("No channel is called ops.");
  });

  it("keeps a replay back only where it changes when it fires", () => {
    const unfinished = { ...latency, name: "", runbook: "nowhere", title: "", channels: ["ops"] };
    expect(ruleOf(unfinished).ok).toBe(false);
    const [one, other] = [watchedOf(unfinished), watchedOf({ ...unfinished, title: "another" })];
    expect(one).toEqual(other);
    expect(one.ok).toBe(true);
    expect(watchedOf({ ...latency, for: { text: "x", scale: "s" } }).ok).toBe(false);
  });
});

describe("a draft", () => {
  it("takes the usual time of another kind unless one was chosen", () => {
    expect(withKind(latency, "events").for).toEqual(measureOf(0, "length"));
    expect(withKind(withKind(latency, "events"), "threshold").for).toEqual(latency.for);
    const own = { ...latency, for: { text: "7", scale: "min" } };
    expect(withKind(own, "events").for).toBe(own.for);
  });

  it("keeps the numbers that were typed where its unit changes", () => {
    const { level } = latency;
    expect(measureText(level, "bytes")).toBe("300\u00a0MB");
    expect(measureText(level, "seconds")).toBe("300\u00a0ms");
  });

  it("has the levels it had once its unit is what it was, whatever it was meanwhile", () => {
    fc.assert(
      fc.property(level, unit, fc.array(unit), (value, own, others) => {
        // Leaving the field in each of them, too.
        const back = others.reduce((measure, other) => settled(measure, other), measureOf(value, own));
        expect(numberOf(back, own)).toBe(numberOf(measureOf(value, own), own));
      }),
    );
  });

  it("has the same levels in a unit that measures the same", () => {
    fc.assert(
      fc.property(level, (value) => {
        expect(numberOf(measureOf(value, "count"), "none")).toBe(value);
        expect(numberOf(measureOf(value, "none"), "count")).toBe(value);
      }),
    );
  });
});

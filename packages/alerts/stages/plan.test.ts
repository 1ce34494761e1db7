import { limits, type MuteTime } from "@mission-control/contracts";
import { describe, expect, test } from "vitest";
import { alertOf, createWorld, inShort, ruleOf } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const START = 1_790_000_000_000;
const world = (...rules: ReturnType<typeof ruleOf>[]) => createWorld(rules, START);
const short = (notices: Parameters<typeof inShort>[0]) => inShort(notices, START);

describe("a group", () => {
  test("waits before its first message, then for the interval before each further one", () => {
    const rule = ruleOf("r");
    const [a, b, c] = ["a", "b", "c"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!);
    w.plan();
    w.pass(10 * SECOND);
    w.fire(b!);
    expect(short(w.pass(MINUTE))).toEqual([`30s ops firing: ${a!.id}, ${b!.id}`]);
    w.fire(c!);
    expect(w.pass(4 * MINUTE)).toEqual([]);
    expect(short(w.pass(MINUTE))).toEqual([`330s ops changed: ${c!.id}, ${a!.id}, ${b!.id}`]);
    expect(w.pass(3 * HOUR)).toEqual([]);
  });

  test("of a rule that does not wait is told in the very plan", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = world(rule);
    w.fire(alertOf(rule));
    expect(short([...w.plan().notices])).toEqual(["0m ops firing: r{}"]);
  });

  test("is told by each channel; other labels and other channels are other groups", () => {
    const rules = [
      ruleOf("r", { channels: ["ops", "dev"], groupBy: ["service"], waitMs: 0 }),
      ruleOf("s", { channels: ["dev", "ops"], groupBy: ["service"], waitMs: 0 }),
      ruleOf("t", { channels: ["dev"], groupBy: ["service"], waitMs: 0 }),
    ];
    const w = world(...rules);
    for (const rule of rules) w.fire(alertOf(rule, { service: "api" }), alertOf(rule, { service: "web" }));
    w.plan();
    expect(short(w.sent).sort()).toEqual(
      [
        '0m dev firing: r{"service":"api"}, s{"service":"api"}',
        '0m dev firing: r{"service":"web"}, s{"service":"web"}',
        '0m dev firing: t{"service":"api"}',
        '0m dev firing: t{"service":"web"}',
        '0m ops firing: r{"service":"api"}, s{"service":"api"}',
        '0m ops firing: r{"service":"web"}, s{"service":"web"}',
      ].sort(),
    );
    expect(new Set(w.sent.map(({ id }) => id)).size).toBe(6);
    expect(new Set(w.sent.map(({ group }) => group)).size).toBe(4);
  });

  test("tells what is over at the time of a repeat as a change, not as one", () => {
    const rule = ruleOf("r", { waitMs: 0, intervalMs: 10 * MINUTE, repeatMs: 10 * MINUTE });
    const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!, b!);
    w.plan();
    w.pass(MINUTE);
    w.clear(a!);
    expect(short(w.pass(20 * MINUTE))).toEqual([
      `10m ops changed: ${b!.id}, ${a!.id} over`,
      `20m ops repeat: ${b!.id}`,
    ]);
  });

  test("is told again after the time of its rule while it fires, a certificate's each day", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const certificate = ruleOf("c", { waitMs: 0 }, { when: { kind: "certificate" } });
    const never = ruleOf("n", { waitMs: 0, repeatMs: 0 });
    const w = world(rule, certificate, never);
    for (const each of [rule, certificate, never]) w.fire(alertOf(each));
    w.plan();
    const repeats = w.pass(25 * HOUR, MINUTE);
    expect(short(repeats.filter(({ alerts }) => alerts[0]?.rule === "r"))).toEqual(
      [4, 8, 12, 16, 20, 24].map((hour) => `${hour * 60}m ops repeat: r{}`),
    );
    expect(short(repeats.filter(({ alerts }) => alerts[0]?.rule === "c"))).toEqual([
      `${24 * 60}m ops repeat: c{}`,
    ]);
    expect(repeats.some(({ alerts }) => alerts[0]?.rule === "n")).toBe(false);
  });

  test.each([true, false])(
    "tells once that it is over (known: %j), and is forgotten an interval later",
    (isKnown) => {
      const rule = ruleOf("r", { waitMs: 0 });
      const alert = alertOf(rule, { host: "a" }, { labels: { host: "a" } });
      const w = world(rule);
      w.fire(alert);
      w.plan();
      w.pass(MINUTE);
      w.clear(alert, isKnown);
      const told = w.pass(9 * MINUTE);
      expect(short(told)).toEqual([`5m ops resolved: ${alert.id} over`]);
      expect(told[0]?.alerts[0]).toMatchObject({ state: "normal", labels: { host: "a" }, firingMs: START });
      expect(told[0]?.group).toBe(w.sent[0]?.group);
      w.pass(5 * MINUTE);
      expect([w.groups, w.last?.nextMs]).toEqual([[], null]);
      expect(w.sent).toHaveLength(2);
    },
  );

  test("does not tell what its rule does not want told, nor what was never told", () => {
    const [quiet, slow] = [ruleOf("q", { waitMs: 0, resolved: false }), ruleOf("s")];
    const w = world(quiet, slow);
    w.fire(alertOf(quiet), alertOf(slow));
    w.plan();
    w.pass(10 * SECOND);
    w.clear(alertOf(quiet));
    w.clear(alertOf(slow));
    w.pass(HOUR);
    expect(short(w.sent)).toEqual(["0m ops firing: q{}"]);
    expect(w.groups).toEqual([]);
  });

  test("tells of what ends and what goes on in one message, and of a flap between two messages nothing", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!, b!);
    w.plan();
    w.pass(MINUTE);
    w.clear(a!);
    w.plan();
    w.pass(MINUTE);
    w.fire(a!);
    expect(w.pass(10 * MINUTE)).toEqual([]);
    w.clear(b!);
    expect(short(w.pass(MINUTE))).toEqual([`725s ops changed: ${b!.id} over, ${a!.id}`]);
  });

  test("tells of no data and of errors as what they are, and of a change between them", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const alert = alertOf(rule);
    const w = world(rule);
    w.become(alert, "no-data");
    w.plan();
    w.become(alert, "firing");
    w.pass(6 * MINUTE);
    w.become(alert, "recovering");
    w.pass(6 * MINUTE);
    w.become(alert, "error");
    w.pass(6 * MINUTE);
    expect(w.sent.map(({ reason, alerts }) => [reason, alerts[0]?.state])).toEqual([
      ["firing", "no-data"],
      ["changed", "firing"],
      ["changed", "error"],
    ]);
  });

  test("says nothing of what is pending or normal", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = world(rule);
    w.become(alertOf(rule, { a: "1" }), "pending");
    w.become(alertOf(rule, { a: "2" }), "normal");
    w.pass(HOUR);
    expect([w.sent, w.groups, w.last?.quiet.size]).toEqual([[], [], 0]);
  });
});

describe("what keeps quiet", () => {
  test("a silence does until it ends; what still fires then is told", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const alert = alertOf(rule, { host: "a" });
    const w = world(rule);
    w.silence("host", "a", 10 * MINUTE);
    w.fire(alert, alertOf(rule, { host: "b" }));
    expect(short([...w.plan().notices])).toEqual([`0m ops firing: r{"host":"b"}`]);
    expect(w.last?.quiet.get(alert.id)).toEqual([
      { by: "silenced", words: "silenced by Ann: we work on it", untilMs: START + 10 * MINUTE },
    ]);
    expect(short(w.pass(30 * MINUTE))).toEqual([`10m ops changed: ${alert.id}, r{"host":"b"}`]);
  });

  test("of several silences the one that ends last does, however its matchers are written", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = world(rule);
    const times = (minutes: number) => ({ fromMs: START, toMs: START + minutes * MINUTE, createdMs: START });
    const silence = (id: string, minutes: number, label: string, op: "=" | "=~" | "!=", value: string) =>
      w.silences.push({ id, matchers: [{ label, op, value }], reason: id, by: "", ...times(minutes) });
    silence("short", 5, "host", "=", "a");
    silence("longer", 7, "host", "=", "a");
    silence("another", 60, "host", "=", "b");
    silence("expression", 9, "host", "=~", "a|c");
    silence("coming", 60, "rule", "=", "r");
    w.silences.at(-1)!.fromMs = START + HOUR;
    silence("absent", 8, "dc", "=", "");
    w.fire(alertOf(rule, { host: "a", dc: "1" }), alertOf(rule, { host: "d" }));
    w.plan();
    expect([...(w.last?.quiet.values() ?? [])].flat().map(({ words }) => words)).toEqual([
      "silenced: expression",
      "silenced: absent",
    ]);
    expect(w.last?.nextMs).toBe(START + 8 * MINUTE);
  });

  test("a silence of what was told: it is told anew when it ends, and that it is over then too", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!, b!);
    w.plan();
    w.silence("rule", "r", 5 * HOUR);
    w.pass(HOUR, MINUTE);
    w.clear(b!);
    expect(w.pass(3 * HOUR, MINUTE)).toEqual([]);
    expect(short(w.pass(2 * HOUR, MINUTE))).toEqual([`300m ops changed: ${a!.id}, ${b!.id} over`]);
  });

  test("an alert does, while it fires, of what agrees with it and is not itself such a one", () => {
    const rules = [ruleOf("down", { channels: [] }), ruleOf("slow", { waitMs: 0 })];
    const w = world(...rules);
    const match = (value: string) => [{ label: "rule", op: "=" as const, value }];
    w.inhibitions.push(
      { slug: "i", name: "Down", source: match("down"), target: match("slow"), equal: ["dc"] },
      { slug: "self", name: "Self", source: match("slow"), target: match("slow"), equal: [] },
    );
    w.fire(alertOf(rules[0]!, { dc: "1" }), alertOf(rules[1]!, { dc: "1" }), alertOf(rules[1]!, { dc: "2" }));
    w.plan();
    expect(short(w.sent)).toEqual(['0m ops firing: slow{"dc":"2"}']);
    expect(w.last?.quiet.get('slow{"dc":"1"}')).toEqual([
      { by: "inhibited", words: 'held back by "Down" while this fires: Rule down', untilMs: null },
    ]);
    expect(w.last?.quiet.get('down{"dc":"1"}')?.[0]?.by).toBe("nobody");
    w.clear(alertOf(rules[0]!, { dc: "1" }));
    expect(short(w.pass(10 * MINUTE)).at(-1)).toBe('5m ops changed: slow{"dc":"1"}, slow{"dc":"2"}');
  });

  test("a mute time does", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = createWorld([rule], Date.UTC(2026, 10, 21, 23));
    const weekdays: MuteTime["weekdays"] = ["friday", "saturday"];
    w.muteTimes.push({
      slug: "n",
      name: "Nights",
      matchers: [],
      weekdays,
      fromMinute: 1_320,
      toMinute: 360,
      zone: "UTC",
    });
    w.fire(alertOf(rule));
    w.plan();
    expect(w.last?.quiet.get("r{}")).toEqual([
      {
        by: "muted",
        words: 'muted at this time of the week by "Nights"',
        untilMs: Date.UTC(2026, 10, 22, 6),
      },
    ]);
    const [told, ...more] = w.pass(8 * HOUR, MINUTE);
    expect([told?.createdMs, told?.reason, more]).toEqual([Date.UTC(2026, 10, 22, 6), "firing", []]);
  });

  test("an acknowledgement does until the alert is over, and then it counts no more", () => {
    const rule = ruleOf("r", { waitMs: 0, escalate: [{ afterMs: 15 * MINUTE, channels: ["boss"] }] });
    const alert = alertOf(rule);
    const w = world(rule);
    w.fire(alert);
    w.plan();
    w.acknowledge(alert);
    expect(w.pass(24 * HOUR, MINUTE)).toEqual([]);
    expect(w.last?.quiet.get(alert.id)?.map(({ by }) => by)).toEqual(["acknowledged"]);
    w.clear(alert);
    expect(w.pass(HOUR, MINUTE).map(({ reason }) => reason)).toEqual(["resolved"]);
    expect(w.acknowledgements.size).toBe(0);
    w.fire(alert);
    expect(w.pass(20 * MINUTE, MINUTE).map(({ reason, channel }) => [reason, channel])).toEqual([
      ["firing", "ops"],
      ["escalation", "boss"],
    ]);
  });

  test("an acknowledgement of missing data does not keep quiet that it fires then, which is told once", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const alert = alertOf(rule);
    const w = world(rule);
    w.become(alert, "no-data");
    w.plan();
    w.acknowledge(alert);
    w.become(alert, "error");
    expect(w.pass(HOUR, MINUTE)).toEqual([]);
    w.become(alert, "firing");
    expect(w.pass(24 * HOUR, MINUTE).map(({ reason, alerts }) => [reason, alerts[0]?.state])).toEqual([
      ["changed", "firing"],
    ]);
    expect(w.last?.quiet.get(alert.id)?.map(({ by }) => by)).toEqual(["acknowledged"]);
  });

  test("no channel and a rule that is switched off do, in words", () => {
    const rules = [ruleOf("n", { channels: [] }), ruleOf("o", {}, { enabled: false })];
    const w = world(...rules);
    w.fire(...rules.map((rule) => alertOf(rule)));
    w.pass(HOUR, MINUTE);
    expect(w.sent).toEqual([]);
    expect([...(w.last?.quiet.values() ?? [])].flat().map(({ by }) => by)).toEqual(["nobody", "off"]);
  });

  test("waiting, the interval and having been told are said, with until when", () => {
    const rule = ruleOf("r");
    const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!);
    const why = (id: string) => w.last?.quiet.get(id)?.map(({ by, untilMs }) => [by, (untilMs ?? 0) - START]);
    w.plan();
    expect(why(a!.id)).toEqual([["wait", 30 * SECOND]]);
    expect(w.last?.nextMs).toBe(START + 30 * SECOND);
    w.pass(30 * SECOND);
    expect(why(a!.id)).toBeUndefined();
    w.fire(b!);
    w.pass(SECOND);
    expect(why(b!.id)).toEqual([["interval", 330 * SECOND]]);
    expect(why(a!.id)).toEqual([["told", 4 * HOUR + 30 * SECOND]]);
    expect(w.last?.nextMs).toBe(START + 330 * SECOND);
  });
});

describe("an escalation", () => {
  test("tells the next channels of what nobody acknowledged, whatever the interval, and them that it is over", () => {
    const escalate = [
      { afterMs: 10 * MINUTE, channels: ["boss"] },
      { afterMs: 2 * MINUTE, channels: ["second"] },
    ];
    const rule = ruleOf("r", { waitMs: 0, intervalMs: HOUR, escalate });
    const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
    const w = world(rule);
    w.fire(a!, b!);
    w.plan();
    w.pass(MINUTE);
    w.acknowledge(b!);
    expect(short(w.pass(30 * MINUTE))).toEqual([
      `2m second escalation: ${a!.id}`,
      `10m boss escalation: ${a!.id}`,
    ]);
    w.clear(a!);
    w.clear(b!);
    expect(short(w.pass(HOUR))).toEqual([
      `60m ops resolved: ${a!.id} over, ${b!.id} over`,
      `60m second resolved: ${a!.id} over`,
      `60m boss resolved: ${a!.id} over`,
    ]);
  });
});

describe("a storm", () => {
  const storm = (count: number, rules: ReturnType<typeof ruleOf>[]) =>
    Array.from({ length: count }, (_, i) => alertOf(rules[i % rules.length]!, { host: `h${i}` }));

  test("of 5,000 alerts that agree is one message a channel, which names some and counts the rest", () => {
    const rule = ruleOf("r", { channels: ["ops", "dev"] });
    const w = world(rule);
    w.fire(...storm(5_000, [rule]));
    w.plan();
    w.pass(10 * MINUTE, MINUTE);
    expect(w.sent.map(({ channel, alerts, more }) => [channel, alerts.length, more])).toEqual([
      ["ops", limits.alertsPerNotice, 4_950],
      ["dev", limits.alertsPerNotice, 4_950],
    ]);
  });

  test("of 5,000 groups at once is one message, is told that it is over in another, and leaves nothing behind", () => {
    const rules = ["a", "b", "c", "d", "e"].map((slug) => ruleOf(slug, { groupBy: ["rule", "host"] }));
    const alerts = storm(5_000, rules);
    const w = world(...rules);
    w.fire(...alerts);
    w.plan();
    w.pass(10 * MINUTE, MINUTE);
    expect(w.sent.map(({ alerts: named, more }) => named.length + more)).toEqual([5_000]);
    expect(w.groups).toHaveLength(1);
    for (const alert of alerts) w.clear(alert);
    w.pass(20 * MINUTE, MINUTE);
    expect(w.sent.map(({ reason }) => reason)).toEqual(["firing", "resolved"]);
    expect(w.groups).toEqual([]);
  });

  test("names all that it named when it is over, in further messages where one has no room for them", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const alerts = storm(120, [rule]);
    const w = world(rule);
    for (const part of [alerts.slice(0, 40), alerts.slice(40, 80), alerts.slice(80)]) {
      w.fire(...part);
      w.pass(5 * MINUTE, MINUTE);
    }
    const named = new Set(w.sent.flatMap((notice) => notice.alerts.map(({ id }) => id)));
    expect(named.size).toBeGreaterThan(limits.alertsPerNotice);
    const before = w.sent.length;
    for (const alert of alerts) w.clear(alert);
    const over = w.pass(10 * MINUTE, MINUTE);
    expect(over.length).toBeLessThanOrEqual(before);
    const toldOver = over.flatMap((notice) => notice.alerts.map(({ id }) => id));
    expect(new Set(toldOver).size).toBe(toldOver.length);
    expect(toldOver).toEqual(expect.arrayContaining([...named]));
    expect(toldOver.length + over.reduce((sum, { more }) => sum + more, 0)).toBe(120);
  });

  test("of groups that come one by one is bounded all the same", () => {
    const rule = ruleOf("r", { groupBy: ["host"], waitMs: 0 });
    const alerts = storm(150, [rule]);
    const w = world(rule);
    for (const alert of alerts) {
      w.fire(alert);
      w.pass(SECOND, SECOND);
    }
    w.pass(5 * MINUTE);
    const told = new Set(w.sent.flatMap((notice) => notice.alerts.map(({ id }) => id)));
    expect(w.sent.length).toBeLessThanOrEqual(limits.groupsPerRoute + 4);
    expect(w.groups.length).toBe(limits.groupsPerRoute + 1);
    expect(w.groups.flatMap((group) => Object.keys(group.told))).toHaveLength(150);
    expect(told.size).toBe(150);
  });
});

describe("a rule that becomes another while its alerts fire", () => {
  test("tells a new channel, and nobody what he knows", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = world(rule);
    w.fire(alertOf(rule));
    w.plan();
    w.rules.set("r", ruleOf("r", { waitMs: 0, channels: ["ops", "dev"] }));
    w.pass(10 * MINUTE);
    w.rules.set("r", ruleOf("r", { waitMs: 0, channels: ["ops", "dev"], groupBy: ["severity"] }));
    w.pass(10 * MINUTE);
    w.rules.set("r", ruleOf("r", { waitMs: 0, channels: ["dev"], groupBy: ["severity"] }));
    w.pass(10 * MINUTE);
    expect(short(w.sent)).toEqual(["0m ops firing: r{}", "5m dev firing: r{}"]);
    w.clear(alertOf(rule));
    expect(w.pass(10 * MINUTE).map(({ channel, reason }) => [channel, reason])).toEqual([
      ["ops", "resolved"],
      ["dev", "resolved"],
    ]);
    w.pass(10 * MINUTE);
    expect(w.groups).toEqual([]);
  });

  test("or is removed, says that they are over", () => {
    const rule = ruleOf("r", { waitMs: 0 });
    const w = world(rule);
    w.fire(alertOf(rule));
    w.plan();
    w.rules.clear();
    w.clear(alertOf(rule), false);
    expect(w.pass(10 * MINUTE).map(({ reason }) => reason)).toEqual(["resolved"]);
  });
});

test("a clock that is set back holds up neither an escalation nor a repeat", () => {
  const escalate = [{ afterMs: 10 * MINUTE, channels: ["boss"] }];
  const rule = ruleOf("r", { waitMs: 0, repeatMs: 20 * MINUTE, escalate });
  const w = world(rule);
  w.fire(alertOf(rule));
  w.plan();
  w.setClock(START - 5 * HOUR);
  w.plan();
  const told = w.pass(25 * MINUTE, MINUTE);
  expect(told.map(({ channel, reason }) => [channel, reason])).toEqual([
    ["boss", "escalation"],
    ["ops", "repeat"],
  ]);
});

test("a clock that is set back or forward by an hour makes no storm, and nobody waits for it", () => {
  const rule = ruleOf("r", { waitMs: 0 });
  const [a, b] = ["a", "b"].map((host) => alertOf(rule, { host }));
  const w = world(rule);
  w.fire(a!);
  w.plan();
  w.setClock(START - HOUR);
  w.plan();
  w.fire(b!);
  expect(w.pass(6 * MINUTE)).toHaveLength(1);
  w.setClock(START + HOUR);
  w.plan();
  w.pass(10 * MINUTE);
  expect(w.sent).toHaveLength(2);
});

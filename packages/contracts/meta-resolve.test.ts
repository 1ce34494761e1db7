import { metric } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MetaAbout, MetaRule } from "./meta.ts";
import { guessAbout } from "./meta-guess-about.ts";
import { bySpecificity, metaMatchText } from "./meta-match.ts";
import { createMetaResolver, triggerOf } from "./meta-resolve.ts";

const series = metric("http_requests_total", { service: "api", host: "web-1", version: "412" });

const matches = fc.record(
  {
    metric: fc.constantFrom("http_requests_total", "http_*", "*_total", "up"),
    labels: fc.dictionary(fc.constantFrom("service", "host"), fc.constantFrom("api", "web-1", "web-*", "*"), {
      minKeys: 1,
    }),
  },
  { requiredKeys: [] },
);
const abouts: fc.Arbitrary<MetaAbout> = fc.record(
  {
    name: fc.constantFrom("A", "B", "C", "D"),
    owner: fc.constantFrom("web", "api", "db"),
    unit: fc.constantFrom("seconds", "bytes", "count"),
    description: fc.string({ minLength: 1, maxLength: 5 }),
  },
  { requiredKeys: [] },
);
const rules = fc.uniqueArray(fc.record({ match: matches, about: abouts }), {
  selector: ({ match }) => metaMatchText(match),
  maxLength: 8,
});

describe("what is said of a series", () => {
  const about = (given: MetaRule[], guess?: MetaAbout) => createMetaResolver(given).about(series, guess);

  it("is taken field by field from the most specific rule that says it", () => {
    const { about: known, guessed } = about(
      [
        { match: { labels: { service: "api" } }, about: { owner: "Team api", runbook: "https://a.test/" } },
        { match: { metric: "http_*" }, about: { owner: "Team http", unit: "count", icon: "globe" } },
        { match: { metric: "http_requests_total" }, about: { name: "Requests" } },
        { match: { metric: "http_requests_total", labels: { host: "web-2" } }, about: { name: "Others" } },
        { match: { labels: { version: "412" } }, about: { name: "Summer release" } },
      ],
      { unit: "seconds", direction: "neither" },
    );
    expect(known).toEqual({
      name: "Requests",
      owner: "Team http",
      unit: "count",
      icon: "globe",
      runbook: "https://a.test/",
      direction: "neither",
    });
    expect([...guessed]).toEqual(["direction"]);
  });

  it("is the same in whatever order the rules are kept", () => {
    fc.assert(
      fc.property(rules, abouts, (given, guess) => {
        const one = about(given, guess);
        expect(about(given.toReversed(), guess)).toEqual(one);
      }),
    );
  });

  it("has of each field the most specific that was said, and never a guess where something was said", () => {
    fc.assert(
      fc.property(rules, abouts, (given, guess) => {
        const { about: known, guessed } = about(given, guess);
        for (const field of ["owner", "unit", "description"] as const) {
          const saying = given
            .filter((rule) => rule.about[field] !== undefined && about([rule]).about[field] !== undefined)
            .sort((a, b) => bySpecificity(a.match, b.match));
          expect(known[field]).toBe((saying[0]?.about ?? guess)[field]);
          expect(guessed.has(field)).toBe(saying.length === 0 && guess[field] !== undefined);
        }
      }),
    );
  });

  it("is said of a histogram's parts where it is said of the histogram", () => {
    const { about: of } = createMetaResolver([
      { match: { metric: "http_seconds" }, about: { name: "Latency", owner: "web" } },
      { match: { metric: "http_seconds_count" }, about: { owner: "api" } },
    ]);
    expect(of(metric("http_seconds_bucket", { le: "1" })).about).toEqual({ name: "Latency", owner: "web" });
    expect(of(metric("http_seconds_count")).about).toEqual({ name: "Latency", owner: "api" });
    expect(of(metric("http")).about).toEqual({});
  });

  it("names a label's value, in no other label", () => {
    const { valueName } = createMetaResolver([
      { match: { labels: { version: "412" } }, about: { name: "Summer release" } },
      { match: { metric: "up", labels: { host: "a" } }, about: { name: "Up" } },
    ]);
    expect(valueName("version", "412")).toBe("Summer release");
    expect(valueName("host", "412")).toBe("412");
    expect(valueName("host", "a")).toBe("a");
  });

  it("is found among a thousand rules in less than a frame for five hundred series", () => {
    const many: MetaRule[] = Array.from({ length: 1_000 }, (_, i) => ({
      match: i % 2 === 0 ? { metric: `m${i}` } : { labels: { host: `web-${i}` } },
      about: { owner: `team ${i}` },
    }));
    const { about: of } = createMetaResolver(many);
    for (let i = 0; i < 500; i++) {
      const owner = of(metric(`m${i * 2}`, { host: "db" })).about.owner;
      expect(owner).toBe(`team ${i * 2}`);
    }
  });
});

describe("a guess", () => {
  it.each([
    ["http_request_duration_seconds", { unit: "seconds", direction: "up-is-bad", ramp: "teal" }],
    ["app_errors_total", { name: "app errors", unit: "count", direction: "up-is-bad", ramp: "warm" }],
    ["packets_dropped_total", { direction: "up-is-bad" }],
    ["connections_refused", { direction: "up-is-bad" }],
    ["http_requests_total", { name: "http requests", direction: "neither", icon: "globe" }],
    ["node_memory_free_bytes", { name: "node memory free", unit: "bytes", direction: "up-is-good" }],
    ["cpu_temperature_celsius", { unit: "celsius", icon: "cpu" }],
  ])("of %s", (name, guess) => {
    expect(guessAbout({ name })).toMatchObject(guess);
  });

  it("says nothing it does not know, and believes metadata before a name", () => {
    expect(guessAbout({ name: "foo" })).toEqual({ name: "foo" });
    expect(guessAbout({ name: "wait", help: "How long.", unit: "seconds" })).toMatchObject({
      unit: "seconds",
      description: "How long.",
    });
    expect(guessAbout({ name: "terror_seconds_x", unit: "constructor" })).toEqual({
      name: "terror seconds x",
    });
  });
});

describe("a trigger", () => {
  const event = { type: "mention", title: "Flurry of mentions: #espra", fingerprint: "9c1f" };

  it("is the most specific that fits, in whatever order they stand", () => {
    const triggers = [
      { match: { type: "mention" } },
      { match: { title: "FLURRY of mentions" } },
      { match: { title: "flurry" } },
      { match: { type: "deploy", title: "flurry of mentions" } },
    ];
    for (const given of [triggers, triggers.toReversed()]) expect(triggerOf(given, event)).toBe(triggers[1]);
    const known = { match: { fingerprint: "9c1f" } };
    expect(triggerOf([...triggers, known], event)).toBe(known);
    expect(triggerOf(triggers, { ...event, type: "log", title: "nothing" })).toBeUndefined();
  });
});

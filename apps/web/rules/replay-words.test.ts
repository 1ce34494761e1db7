import { describe, expect, it } from "vitest";
import { fillTemplate } from "./fill-template.ts";
import { alertLabels, alertName, headlineOf, keyOfLabels, levelLines, replayRanges } from "./replay-words.ts";

describe("a replay in words", () => {
  it.each([
    [0, "Would not have fired in the last 7 days"],
    [1, "Would have fired once in the last 7 days"],
    [4, "Would have fired 4 times in the last 7 days"],
    [5_000, "Would have fired 5,000 times in the last 7 days"],
  ])("with %d firings", (firings, words) => {
    expect(headlineOf(firings, replayRanges[3])).toBe(words);
  });

  it("calls alerts by the labels in which they differ", () => {
    const alerts = [{ labels: { job: "shop", service: "api" } }, { labels: { job: "shop", service: "web" } }];
    expect(alertLabels(alerts)).toEqual(["service"]);
    expect(alertName(alerts[0]!.labels, ["service"])).toBe("api");
    expect(alertLabels([{ labels: { service: "api" } }])).toEqual(["service"]);
    expect(alertName({}, alertLabels([{ labels: {} }]))).toBe("all");
  });

  it("knows an alert by its labels, in whatever order they stand", () => {
    const key = keyOfLabels({ service: "api", host: "a" });
    expect(keyOfLabels({ host: "a", service: "api" })).toBe(key);
    expect(keyOfLabels({ host: "b", service: "api" })).not.toBe(key);
  });

  it("says where it fires and where it is over", () => {
    const words = (levels: Parameters<typeof levelLines>[0]["levels"]) =>
      levelLines({ levels, unit: "seconds" }).map((line) => line.words.replaceAll("\u00a0", " "));
    const none = { upper: null, clearUpper: null };
    expect(words({ ...none, op: "above", level: 0.3, clear: 0.27 })).toEqual([
      "fires above 300 ms",
      "clears below 270 ms",
    ]);
    expect(words({ ...none, op: "below", level: 1, clear: 1 })).toEqual(["fires below 1 s"]);
    expect(words({ op: "outside", level: 1, upper: 2, clear: 1.2, clearUpper: 2 })).toEqual([
      "fires below 1 s",
      "fires above 2 s",
      "clears from 1.20 s",
    ]);
    expect(words(null)).toEqual([]);
  });
});

describe("a template", () => {
  const values = {
    name: "Latency",
    severity: "error",
    owner: "shop",
    value: "412 ms",
    labels: { service: "api", name: "x" },
  } as const;
  const text = (template: string) =>
    fillTemplate(template, values)
      .map((part) => part.text)
      .join("");

  it("is filled with an alert's labels, value and rule, and shows what it does not know", () => {
    expect(
      text("{{service}} p90 is {{ value }} ({{nobody}}, {{name}}, {{ $labels.name }}, {{$value}})"),
    ).toBe("api p90 is 412 ms ({{nobody}}, Latency, x, 412 ms)");
    expect(fillTemplate("to {{nobody}}", values)).toEqual([
      { text: "to ", kind: "text" },
      { text: "{{nobody}}", kind: "unknown" },
    ]);
  });

  it("runs nothing", () => {
    const written = "{{constructor}} {{#if}} {{ $name }} {{__proto__}}";
    expect(text(written)).toBe(written);
  });
});

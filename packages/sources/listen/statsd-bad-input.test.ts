import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showSamples } from "../show-samples.ts";
import { createStatsd } from "./statsd.ts";

const utf8 = new TextEncoder();
const open = () => createStatsd({ clock: manualClock(1_000), buckets: [0.1, 1], onEvent: () => {} });

describe("what comes in bad", () => {
  it("never throws, whatever the bytes, and a good line after it counts", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(
          fc.constantFrom(
            "a",
            ":",
            "|",
            "1",
            "-",
            "@",
            "#",
            ",",
            "\n",
            "\0",
            "ms",
            "_e{1,1}:",
            "_sc|",
            "é",
            "💥",
          ),
        )
        .map((parts) => utf8.encode(parts.join(""))),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const statsd = open();
        for (const bytes of pieces) statsd.receive(bytes);
        statsd.receive(utf8.encode("after:1|c"));
        const samples = statsd.flush(5_000);
        expect(showSamples(samples).after_total).toBe(1);
        expect(samples.values.every(Number.isFinite)).toBe(true);
        for (const labels of samples.labels) {
          for (const name of labels.keys()) expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
          expect(labels.get("__name__")).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
        }
        const { received, rejected, bad } = statsd.counts();
        expect(rejected).toBeLessThan(received);
        expect(bad).toHaveLength(Math.min(20, rejected));
      }),
      { numRuns: 500 },
    );
  });

  it("are not the names that JavaScript's objects have: those are good", () => {
    const statsd = open();
    statsd.receive(
      utf8.encode("constructor:1|ms\ntoString:1|s\n__proto__:1|c\nhasOwnProperty:2|g|#__proto__:x"),
    );
    expect(statsd.counts().rejected).toBe(0);
    expect(showSamples(statsd.flush(5_000), 5_000)).toMatchObject({
      constructor_seconds_count: 1,
      toString: 1,
      __proto___total: 1,
      'hasOwnProperty{_proto__="x"}': 2,
    });
    expect(Object.keys({}.constructor.prototype)).toEqual([]);
  });

  it.each([
    ["x:1|c|@Infinity", "sampling rate not above 0 and at most 1"],
    ["x:1|c|@0", "sampling rate not above 0 and at most 1"],
    ["x:Infinity|c", "value is not a number"],
    ["x:NaN|g", "value is not a number"],
    ["x:1:|c", "value is not a number"],
    ["x:-1|c", "a counter cannot fall: use a gauge"],
    ["x:-1|ms", "a time cannot be negative"],
    ["x:1e308|c|@0.001", "value out of range"],
    ["x:1|c|#:v", "tag without a name"],
    [`x:1|c|#${Array.from({ length: 41 }, (_, i) => `t${i}`).join(",")}`, "more than 40 tags"],
    [`x:1|c|#a:${"b".repeat(1025)}`, "tag value longer than 1024 characters"],
    [`${"x".repeat(64 * 1024)}`, "no colon between name and value"],
    ["\0\0\0", "no colon between name and value"],
    ["_e{9,9}:a|b", "event lengths do not fit its title and text"],
    ["_e{", "no colon between name and value"],
  ])("is refused and makes no series: %.40j", (line, reason) => {
    const statsd = open();
    statsd.receive(utf8.encode(line));
    expect(statsd.counts()).toMatchObject({ received: 1, rejected: 1, bad: [{ timeMs: 1_000, reason }] });
    expect(statsd.flush(5_000).values).toHaveLength(0);
    expect(statsd.seriesCount()).toBe(0);
  });

  it("is not UTF-8 when it is not", () => {
    const statsd = open();
    statsd.receive(Uint8Array.of(0xff, 0xfe, 58, 49, 124, 99));
    expect(statsd.counts().bad).toMatchObject([{ reason: "not UTF-8", line: "\u{fffd}\u{fffd}:1|c" }]);
  });

  it("cannot take a total to infinity", () => {
    const statsd = open();
    for (let i = 0; i < 3; i++) statsd.receive(utf8.encode("x:1e308|c\ny:1e308|g\ny:+1e308|g\nz:1e308|h"));
    expect(statsd.flush(5_000).values.every(Number.isFinite)).toBe(true);
    expect(statsd.counts().bad.every(({ reason }) => reason === "value out of range")).toBe(true);
  });

  it("is kept as the last 20 lines, newest first, escaped and cut", () => {
    const statsd = open();
    for (let i = 0; i < 30; i++) statsd.receive(utf8.encode(`bad ${i}\t\x1b[31m${"é".repeat(500)}`));
    const { bad, rejected } = statsd.counts();
    expect(rejected).toBe(30);
    expect(bad).toHaveLength(20);
    expect(bad[0]!.line.startsWith("bad 29\\u{9}\\u{1b}[31mé")).toBe(true);
    expect(bad[19]!.line.startsWith("bad 10")).toBe(true);
    expect([...bad[0]!.line]).toHaveLength(200);
  });
});

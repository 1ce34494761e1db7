import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStatsdLine, parseLine, type StatsdKind } from "./statsd-line.ts";

const utf8 = new TextEncoder();
const text = (bytes: Uint8Array, from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to));
const types: Record<string, StatsdKind> = {
  c: "counter",
  g: "gauge",
  ms: "timer",
  s: "set",
  h: "histogram",
  d: "histogram",
};

function reasonOf(line: string): string | undefined {
  const bytes = utf8.encode(line);
  return parseLine(bytes, 0, bytes.length, createStatsdLine());
}

const plain = (without: RegExp) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .map((s) => s.replace(/\p{Cc}/gu, "").replace(without, ""))
    .filter((s) => s !== "");

describe("a StatsD line", () => {
  it("that was formatted is parsed to what it was made of", () => {
    const line = fc.record({
      name: plain(/[:|]/g),
      value: plain(/\|/g),
      type: fc.constantFrom(...Object.keys(types)),
      rate: fc.option(fc.double({ min: 1e-6, max: 1, noNaN: true }), { nil: undefined }),
      tags: fc.option(plain(/\|/g), { nil: undefined }),
      around: fc.nat(9),
    });
    fc.assert(
      fc.property(line, ({ name, value, type, rate, tags, around }) => {
        const rateField = rate === undefined ? "" : `|@${rate}`;
        const tagsField = tags === undefined ? "" : `|#${tags}`;
        const edge = "x".repeat(around);
        const formatted = `${name}:${value}|${type}${rateField}${tagsField}`;
        const bytes = utf8.encode(edge + formatted + edge);
        const out = createStatsdLine();
        expect(parseLine(bytes, around, bytes.length - around, out)).toBeUndefined();
        expect(text(bytes, out.nameFrom, out.nameTo)).toBe(name);
        expect(text(bytes, out.valuesFrom, out.valuesTo)).toBe(value);
        expect(text(bytes, out.tagsFrom, out.tagsTo)).toBe(tags ?? "");
        expect(out.kind).toBe(types[type]);
        expect(out.rate).toBe(rate ?? 1);
      }),
    );
  });

  it("keeps nothing of the line before it", () => {
    const out = createStatsdLine();
    const [first, second] = [utf8.encode("a:1|ms|@0.5|#x:y"), utf8.encode("b:1|c")];
    parseLine(first, 0, first.length, out);
    parseLine(second, 0, second.length, out);
    expect(out).toMatchObject({ kind: "counter", rate: 1 });
    expect(out.tagsTo - out.tagsFrom).toBe(0);
  });

  it.each([
    ["hits", "no colon between name and value"],
    ["hits|c:1", "no colon between name and value"],
    [":1|c", "empty name"],
    ["hits:|c", "empty value"],
    ["hits:1", "no type"],
    ["hits:1|", "unknown type: c, g, ms, h, d and s are known"],
    ["hits:1|cc", "unknown type: c, g, ms, h, d and s are known"],
    ["hits:1|x", "unknown type: c, g, ms, h, d and s are known"],
    ["hi\0ts:1|c", "control character in name"],
    ["hits:1|c|#a\x1b:b", "control character in tags"],
    ["hits:1|c|@0", "sampling rate not above 0 and at most 1"],
    ["hits:1|c|@-1", "sampling rate not above 0 and at most 1"],
    ["hits:1|c|@1.5", "sampling rate not above 0 and at most 1"],
    ["hits:1|c|@Infinity", "sampling rate not above 0 and at most 1"],
    ["hits:1|c|@", "sampling rate not above 0 and at most 1"],
    ["hits:1|c|", "empty field"],
    ["hits:1|c|zz", "unknown field"],
    ["hits:1|c|T1656581409", "timestamps (|T) are not supported: send values when they occur"],
    [`${"x".repeat(201)}:1|c`, "name longer than 200 bytes"],
    [`x:1|c|#${"y".repeat(9000)}`, "tags longer than 8192 bytes"],
  ])("is refused: %j", (line, reason) => {
    expect(reasonOf(line)).toBe(reason);
  });

  it("may carry DogStatsD's container and external data", () => {
    expect(reasonOf("hits:1|c|#a:b|c:83c0a99c0a54|e:it-false|card:low")).toBeUndefined();
  });
});

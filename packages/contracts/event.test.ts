import { describe, expect, test } from "vitest";
import { eventQuerySchema, rawEventSchema } from "./event.ts";
import { limits } from "./limits.ts";

const parse = (more: Record<string, unknown>) => rawEventSchema.safeParse({ type: "deploy", ...more });
const record = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));

describe("a posted event", () => {
  test("needs only a type", () => {
    expect(rawEventSchema.parse({ type: " deploy " })).toEqual({ type: "deploy" });
    for (const type of [undefined, "", "  ", 7, null, "x".repeat(limits.nameLength + 1)]) {
      expect(rawEventSchema.safeParse({ type }).success).toBe(false);
    }
  });

  test("has its time in milliseconds, or as ISO 8601 with its offset", () => {
    expect(parse({ time: 1_700_000_000_000 }).data?.time).toBe(1_700_000_000_000);
    expect(parse({ time: "2023-11-14T23:13:20+01:00" }).data?.time).toBe(1_700_000_000_000);
    expect(parse({ time: "2023-11-14T22:13:20.5Z" }).data?.time).toBe(1_700_000_000_500);
    const bad = [
      "2023-11-14T22:13:20",
      "2023-13-14T22:13:20Z",
      "1900-01-01T00:00:00Z",
      "now",
      -1,
      1.5,
      NaN,
      1e300,
    ];
    for (const time of bad) expect(parse({ time }).success).toBe(false);
  });

  test("may have its tags as a list or as a record, which come out alike", () => {
    expect(parse({ tags: ["env:prod", "x"] }).data?.tags).toEqual(["env:prod", "x"]);
    expect(parse({ tags: { env: "prod" } }).data?.tags).toEqual(["env:prod"]);
  });

  test("has bounded texts, tags and attributes", () => {
    const atTheBound = {
      title: "x".repeat(limits.textLength),
      tags: Array.from({ length: limits.tagsPerEvent }, () => "t"),
      attributes: record(limits.attributesPerEvent),
    };
    expect(parse(atTheBound).success).toBe(true);
    const beyond = [
      { title: `${atTheBound.title}x` },
      { tags: [...atTheBound.tags, "t"] },
      { tags: record(limits.attributesPerEvent + 1) },
      { attributes: record(limits.attributesPerEvent + 1) },
      { attributes: { k: `${atTheBound.title}x` } },
      { attributes: { ["k".repeat(limits.nameLength + 1)]: 1 } },
    ];
    for (const more of beyond) expect(parse(more).success).toBe(false);
  });

  test("has plain values as attributes, and no number that JSON cannot carry", () => {
    expect(parse({ attributes: { a: "x", b: 1.5, c: true, d: null } }).success).toBe(true);
    for (const value of [{}, [], Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(parse({ attributes: { value } }).success).toBe(false);
    }
  });

  test("with a key we do not know is refused by its name", () => {
    const { error } = parse({ titel: "x" });
    expect(error?.issues).toMatchObject([{ code: "unrecognized_keys", keys: ["titel"] }]);
  });

  test("cannot reach the prototype of anything", () => {
    for (const bad of [
      '{"type": "t", "__proto__": {"polluted": 1}}',
      '{"type": "t", "attributes": {"__proto__": {"polluted": 1}}}',
      '{"type": "t", "attributes": {"__proto__": "polluted"}}',
      '{"type": "t", "tags": {"__proto__": "polluted"}}',
    ]) {
      const { error } = rawEventSchema.safeParse(JSON.parse(bad));
      expect(error?.issues).toMatchObject([{ code: "invalid_key" }]);
      expect(error?.issues[0]?.path.at(-1)).toBe("__proto__");
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { attributes } = rawEventSchema.parse({
      type: "t",
      attributes: { constructor: "c", prototype: "p" },
    });
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(Object.hasOwn(attributes!, "constructor")).toBe(true);
  });
});

describe("a query for events", () => {
  test("reads its numbers from the address, and asks for 100 unless told otherwise", () => {
    expect(eventQuerySchema.parse({ from: "1", to: "2", limit: "5" })).toEqual({ from: 1, to: 2, limit: 5 });
    expect(eventQuerySchema.parse({})).toEqual({ limit: 100 });
    for (const query of [
      { limit: "0" },
      { limit: "1001" },
      { limit: "1.5" },
      { from: "x" },
      { to: "Infinity" },
    ]) {
      expect(eventQuerySchema.safeParse(query).success).toBe(false);
    }
  });

  test("has room for the cursor of any event", () => {
    const before = `${8_640_000_000_000_000}:${"x".repeat(limits.nameLength)}`;
    expect(eventQuerySchema.safeParse({ before }).success).toBe(true);
  });
});

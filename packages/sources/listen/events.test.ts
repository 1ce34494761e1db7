import { limits } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvents } from "./events.ts";

const NOW_MS = 1_700_000_000_000;
const JSON_TYPE = "application/json";
const LINES_TYPE = "application/x-ndjson";
const read = (body: string | Uint8Array, contentType = JSON_TYPE) =>
  parseEvents(body, contentType, { clock: manualClock(NOW_MS) });

describe("a body of events", () => {
  it("may be one event, an array of them, or one a line", () => {
    const [a, b] = [
      { type: "a", title: "first" },
      { type: "b", attributes: { n: 1 } },
    ];
    const both = [
      { index: 0, event: a },
      { index: 1, event: b },
    ];
    expect(read(JSON.stringify(a))).toEqual({ events: both.slice(0, 1), rejects: [], refused: 0 });
    expect(read(JSON.stringify([a, b]))).toEqual({ events: both, rejects: [], refused: 0 });
    const lines = `${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}\n`;
    for (const type of [LINES_TYPE, "application/jsonl; charset=utf-8", JSON_TYPE, ""]) {
      expect(read(lines, type)).toEqual({ events: both, rejects: [], refused: 0 });
    }
    expect(read(new TextEncoder().encode(lines), LINES_TYPE)).toEqual({
      events: both,
      rejects: [],
      refused: 0,
    });
  });

  it("gives the same events as an array and as lines", () => {
    const event = fc.record({ type: fc.stringMatching(/^[a-z]{1,9}$/), title: fc.string({ maxLength: 20 }) });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        const lines = events.map((each) => JSON.stringify(each)).join("\n");
        expect(read(lines, LINES_TYPE)).toEqual(read(JSON.stringify(events)));
      }),
    );
  });

  it("keeps the good items of a batch and says where the others are bad", () => {
    const { events, rejects } = read(JSON.stringify([{ type: "a" }, 5, { title: "no type" }, { type: "b" }]));
    expect(events.map(({ index }) => index)).toEqual([0, 3]);
    expect(rejects.map(({ path }) => path)).toEqual(["1", "2.type"]);
  });

  it("says the line, from 1, of what is bad in NDJSON", () => {
    const { events, rejects } = read('{"type":"a"}\n\n{"type":\n{"title":"x"}\n{"type":"b"}', LINES_TYPE);
    expect(events.map(({ index }) => index)).toEqual([0, 3]);
    expect(rejects.map(({ path, code }) => [path, code])).toEqual([
      ["line 3", "invalid_json"],
      ["line 4.type", "invalid_type"],
    ]);
  });

  it("counts the items it refuses, not their faults", () => {
    const bad = { title: 5, severity: "x", attributes: { a: [] } };
    const far = { type: "a", time: NOW_MS + limits.futureMs + 1 };
    expect(read(JSON.stringify(bad))).toMatchObject({ refused: 1, rejects: { length: 4 } });
    expect(read(JSON.stringify([{ type: "a" }, bad, far, 5]))).toMatchObject({ refused: 3 });
    expect(read(`{"type":"a"}\n{\n${JSON.stringify(bad)}\n`, LINES_TYPE)).toMatchObject({ refused: 2 });
    expect(read("nonsense")).toMatchObject({ refused: 1 });
    expect(read("[]")).toMatchObject({ refused: 0 });
  });

  it("may not lie far in the future", () => {
    const latest = NOW_MS + limits.futureMs;
    const { events, rejects } = read(
      JSON.stringify([
        { type: "a", time: latest },
        { type: "b", time: latest + 1 },
        { type: "c", time: new Date(latest + 1_000).toISOString() },
      ]),
    );
    expect(events).toHaveLength(1);
    expect(rejects).toEqual([
      { code: "too_far_ahead", path: "1.time", message: "at most 10 min ahead" },
      { code: "too_far_ahead", path: "2.time", message: "at most 10 min ahead" },
    ]);
    expect(read(JSON.stringify({ type: "a", time: latest + 1 })).rejects[0]?.path).toBe("time");
  });

  it.each([
    ["", JSON_TYPE, "invalid_json"],
    ["{", JSON_TYPE, "invalid_json"],
    ["nonsense\nnonsense", JSON_TYPE, "invalid_json"],
    ['{"type":"a"}', "text/plain", "unsupported_media"],
    ['{"type":"a"}', "application/x-www-form-urlencoded", "unsupported_media"],
  ])("that cannot be read at all is one reject: %j as %s", (body, type, code) => {
    expect(read(body, type)).toMatchObject({ events: [], rejects: [{ code, path: "" }] });
  });

  it("that is not UTF-8 is refused", () => {
    expect(read(Uint8Array.of(0x22, 0xff, 0x22)).rejects).toMatchObject([{ code: "invalid_encoding" }]);
  });

  it("has a bounded number of items", () => {
    const many = Array.from({ length: limits.eventsPerBatch + 1 }, () => ({ type: "a" }));
    expect(read(JSON.stringify(many))).toMatchObject({
      events: [],
      rejects: [{ code: "too_many", path: "" }],
    });
    expect(read(many.map((each) => JSON.stringify(each)).join("\n"), LINES_TYPE).rejects).toMatchObject([
      { code: "too_many" },
    ]);
    expect(read(JSON.stringify(many.slice(1))).events).toHaveLength(limits.eventsPerBatch);
  });

  const entries = (count: number, entry: string) => Array.from({ length: count }, () => entry).join(",");
  it.each([
    ["attributes", "attributes", () => `{"type":"x","attributes":{${manyKeys(600_000)}}}`],
    ["tags by name", "tags", () => `{"type":"x","tags":{${manyKeys(600_000)}}}`],
    ["tags in a list", "tags", () => `{"type":"x","tags":[${entries(600_000, "[]")}]}`],
    ["unknown keys", "", () => `{"type":"x",${manyKeys(600_000)}}`],
  ])("with 600,000 bad %s is told of once", (_, path, body) => {
    const { events, rejects } = read(body());
    expect(events).toEqual([]);
    expect(rejects).toEqual([{ code: "too_big", path, message: "at most 64 entries" }]);
  });

  it("is told of a hundred faults, and how many more there are", () => {
    const bad = { title: 5, tags: 5, attributes: { a: 1, b: [], c: {} } };
    const items = [{ type: "good" }, ...Array.from({ length: limits.eventsPerBatch - 2 }, () => bad)];
    const { events, rejects } = read(JSON.stringify([...items, { type: "good" }]));
    expect(events.map(({ index }) => index)).toEqual([0, limits.eventsPerBatch - 1]);
    expect(rejects).toHaveLength(101);
    expect(rejects.slice(0, 4).map(({ path }) => path)).toEqual([
      "1.type",
      "1.title",
      "1.tags",
      "1.attributes.b",
    ]);
    const faults = 4 * (limits.eventsPerBatch - 2);
    expect(rejects[100]).toEqual({ code: "more", path: "", message: `and ${faults - 100} more` });
    const lines = read(entries(limits.eventsPerBatch, "{").replaceAll(",", "\n"), LINES_TYPE).rejects;
    expect(lines).toHaveLength(101);
    expect(lines[100]?.message).toBe(`and ${limits.eventsPerBatch - 100} more`);
  });

  it("is told of long texts in short", () => {
    const long = "x".repeat(100_000);
    const { rejects } = read(
      JSON.stringify([{ type: "a", [long]: 1 }, { type: "a", attributes: { [long]: 1 } }, { type: long }]),
    );
    expect(rejects.map(({ code }) => code)).toEqual(["unrecognized_keys", "invalid_key", "too_big"]);
    for (const { path, message } of rejects) {
      expect(path.length).toBeLessThanOrEqual(200);
      expect(message.length).toBeLessThanOrEqual(200);
    }
  });

  it.each([
    ['{"type":"a","__proto__":{"polluted":1}}', "__proto__"],
    ['{"type":"a","attributes":{"__proto__":"polluted"}}', "attributes.__proto__"],
    ['{"type":"a","attributes":{"__proto__":{"polluted":1}}}', "attributes.__proto__"],
    ['{"type":"a","attributes":{" __proto__ ":null}}', "attributes. __proto__ "],
    ['{"type":"a","tags":{"__proto__":"polluted"}}', "tags.__proto__"],
  ])("cannot reach a prototype, and is told where it tried: %s", (item, path) => {
    expect(read(item)).toMatchObject({ events: [], rejects: [{ code: "invalid_key", path }] });
    const { events, rejects } = read(`[{"type":"good"},${item}]`);
    expect(events).toHaveLength(1);
    expect(rejects.map((reject) => reject.path)).toEqual([`1.${path}`]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("may have attributes that are called as members of objects are", () => {
    const [kept] = read('{"type":"a","attributes":{"constructor":"x","toString":1}}').events;
    expect(Object.entries(kept!.event.attributes!)).toEqual([
      ["constructor", "x"],
      ["toString", 1],
    ]);
  });

  it("never throws, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.uint8Array()),
        fc.constantFrom(JSON_TYPE, LINES_TYPE, ""),
        (body, type) => {
          const { events, rejects } = read(body, type);
          expect(events.length + rejects.length > 0 || isEmptyArray(body)).toBe(true);
        },
      ),
    );
  });
});

/** So many entries of an object, none of them good, as JSON. */
function manyKeys(count: number): string {
  return Array.from({ length: count }, (_, i) => `"k${i}":[]`).join(",");
}

/** Whether a body is the one that holds nothing and is no fault. */
function isEmptyArray(body: string | Uint8Array): boolean {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return /^\s*\[\s*\]\s*$/.test(text);
}

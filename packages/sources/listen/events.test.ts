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
    expect(read(JSON.stringify(a))).toEqual({ events: both.slice(0, 1), rejects: [] });
    expect(read(JSON.stringify([a, b]))).toEqual({ events: both, rejects: [] });
    const lines = `${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}\n`;
    for (const type of [LINES_TYPE, "application/jsonl; charset=utf-8", JSON_TYPE, ""]) {
      expect(read(lines, type)).toEqual({ events: both, rejects: [] });
    }
    expect(read(new TextEncoder().encode(lines), LINES_TYPE)).toEqual({ events: both, rejects: [] });
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

  it("cannot change what objects have", () => {
    read('{"type":"a","attributes":{"__proto__":"polluted","constructor":"x"}}');
    read('[{"type":"a","__proto__":{"polluted":1}}]');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>)["0"]).toBeUndefined();
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

/** Whether a body is the one that holds nothing and is no fault. */
function isEmptyArray(body: string | Uint8Array): boolean {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return /^\s*\[\s*\]\s*$/.test(text);
}

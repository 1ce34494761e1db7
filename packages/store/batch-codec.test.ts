import type { Batch, Event } from "@mission-control/contracts";
import { labelsOf, samplesOf } from "@mission-control/series";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBatch, encodeBatch } from "./batch-codec.ts";

const text = fc.string({ unit: "binary" });
const labels = fc.array(fc.tuple(text, text), { maxLength: 4 }).map(labelsOf);
const samples = fc
  .array(fc.record({ labels, timeMs: fc.double(), value: fc.double() }), { maxLength: 20 })
  .map(samplesOf);
const event = fc.record({
  id: text,
  timeMs: fc.integer(),
  type: text,
  subType: text,
  title: text,
  severity: fc.constantFrom("info", "critical"),
  service: text,
  host: text,
  tags: fc.array(text),
  attributes: fc.constant(JSON.parse('{"__proto__": 1, "a": null, "b": "x"}')),
  fingerprint: text,
}) as fc.Arbitrary<Event>;
const batch: fc.Arbitrary<Batch> = fc.record({
  samples: fc.option(samples, { nil: undefined }),
  events: fc.array(event, { maxLength: 3 }),
});

/** The bytes of a batch at an odd place in memory, as a database may hand them over. */
function bytesOf(of: Batch): Uint8Array {
  const encoded = encodeBatch(of);
  const bytes = new Uint8Array(encoded.length + 3).subarray(3);
  bytes.set(encoded);
  return bytes;
}

test("every batch comes back as it was", () => {
  fc.assert(
    fc.property(batch, (one) => {
      expect(decodeBatch(bytesOf(one))).toEqual(one);
    }),
  );
});

test("a changed byte anywhere is noticed", () => {
  fc.assert(
    fc.property(batch, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, where, change) => {
      const bytes = bytesOf(one);
      const at = where % bytes.length;
      bytes[at] = bytes[at]! ^ change;
      expect(decodeBatch(bytes)).toHaveProperty("code", "damaged_batch");
    }),
  );
});

test("bytes cut short anywhere are noticed", () => {
  fc.assert(
    fc.property(batch, fc.nat(), (one, where) => {
      const bytes = bytesOf(one);
      expect(decodeBatch(bytes.subarray(0, where % bytes.length))).toHaveProperty("code", "damaged_batch");
    }),
  );
});

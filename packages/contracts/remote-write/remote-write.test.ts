import {
  type Labels,
  labelsKey,
  labelsOf,
  metric,
  type Point,
  type Samples,
  samplesOf,
} from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeWriteRequest,
  encodeWriteRequest,
  encodeWriteRequestV2,
  packSnappy,
  unpackSnappy,
} from "./index.ts";

const MOST = 20 * 2 ** 20;
const name = fc.stringMatching(/^[a-z_]{1,8}$/);
const labelsArb: fc.Arbitrary<Labels> = fc
  .tuple(name, fc.array(fc.tuple(name, fc.string({ minLength: 1, unit: "binary" })), { maxLength: 4 }))
  .map(([of, pairs]) => labelsOf([...pairs, ["__name__", of]]));
const pointArb: fc.Arbitrary<Point> = fc.record({
  labels: labelsArb,
  timeMs: fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
  value: fc.double(),
});

/** Each series' samples in their order, under its key: how samples of several series lie among each other says nothing. */
function byKey({ labels, refs, timesMs, values }: Samples): Map<string, [number, number][]> {
  const found = new Map<string, [number, number][]>();
  for (const [i, ref] of refs.entries()) {
    const key = labelsKey(labels[ref]!);
    found.set(key, [...(found.get(key) ?? []), [timesMs[i]!, values[i]!]]);
  }
  return found;
}

function decoded(bytes: Uint8Array, version: 1 | 2) {
  const result = decodeWriteRequest(bytes, version);
  if ("code" in result) throw new Error(result.message);
  return result;
}

describe("a request", () => {
  it.each([
    [1, encodeWriteRequest],
    [2, encodeWriteRequestV2],
  ] as const)("of version %s comes back as it went", (version, encode) => {
    fc.assert(
      fc.property(fc.array(pointArb, { maxLength: 40 }), (points) => {
        const samples = samplesOf(points);
        const packed = packSnappy(encode(samples));
        const unpacked = unpackSnappy(packed, MOST);
        if ("code" in unpacked) throw new Error(unpacked.message);
        const back = decoded(unpacked, version);
        expect(byKey(back.samples)).toEqual(byKey(samples));
        expect(back).toMatchObject({ rejects: [], refusedSamples: 0, refusedSeries: 0, staleMarkers: 0 });
      }),
    );
  });

  it("of one series is these bytes", () => {
    const samples = samplesOf([{ labels: metric("up", { job: "a" }), timeMs: 300, value: 1 }]);
    // As `protoc --encode=prometheus.WriteRequest` writes it.
    expect(Buffer.from(encodeWriteRequest(samples)).toString("hex")).toBe(
      "0a280a0e0a085f5f6e616d655f5f120275700a080a036a6f6212016112" + "0c" + "09000000000000f03f10ac02",
    );
  });
});

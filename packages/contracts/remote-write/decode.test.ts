import { formatLabels, metric, type Samples, samplesOf } from "@mission-control/series";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { limits } from "../limits.ts";
import { decodeWriteRequest, encodeWriteRequest, encodeWriteRequestV2, type WriteVersion } from "./index.ts";

// The shapes as Prometheus publishes them, read by the library: a second opinion on every byte.
const shapes = protobuf.parse(
  `
  syntax = "proto3";
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
  message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
  message Histogram { uint64 count_int = 1; double sum = 3; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4; }
  message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
  message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
  message Metadata { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
  message ExemplarV2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
  message TimeSeriesV2 { repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3; repeated ExemplarV2 exemplars = 4; Metadata metadata = 5; int64 created_timestamp = 6; }
  message Request { repeated string symbols = 4; repeated TimeSeriesV2 timeseries = 5; }
`,
  { keepCase: true },
).root;
const encodeAs = (name: string, value: object) => {
  const shape = shapes.lookupType(name);
  return shape.encode(shape.fromObject(value)).finish();
};
const requestOf = (timeseries: object[], more: object = {}) =>
  encodeAs("WriteRequest", { timeseries, ...more });
const labelsFrom = (...pairs: [string, string][]) => pairs.map(([name, value]) => ({ name, value }));
const sample = (timestamp: number, value = 1) => ({ timestamp, value });

function decoded(bytes: Uint8Array, version: WriteVersion = 1) {
  const result = decodeWriteRequest(bytes, version);
  if ("code" in result) throw new Error(result.message);
  return result;
}

const lines = ({ labels, refs, timesMs, values }: Samples) =>
  [...refs].map((ref, i) => `${formatLabels(labels[ref]!)} ${timesMs[i]} ${values[i]}`);

describe("what is encoded here", () => {
  const samples = samplesOf([
    { labels: metric("up", { job: "a" }), timeMs: -1, value: 0 },
    { labels: metric("up", { job: "b" }), timeMs: 1_790_000_000_123, value: 0.5 },
    { labels: metric("up", { job: "a" }), timeMs: 300, value: Number.POSITIVE_INFINITY },
  ]);

  it("is what the library reads, in both versions", () => {
    const plain = { longs: Number, defaults: true };
    const one = shapes.lookupType("WriteRequest");
    expect(one.toObject(one.decode(encodeWriteRequest(samples)), plain)).toMatchObject({
      timeseries: [
        {
          labels: labelsFrom(["__name__", "up"], ["job", "a"]),
          samples: [sample(-1, 0), sample(300, Number.POSITIVE_INFINITY)],
        },
        { labels: labelsFrom(["__name__", "up"], ["job", "b"]), samples: [sample(1_790_000_000_123, 0.5)] },
      ],
    });
    const two = shapes.lookupType("Request");
    const metadata = new Map([["up", { type: "gauge", help: "Whether it is up", unit: "" } as const]]);
    expect(two.toObject(two.decode(encodeWriteRequestV2(samples, metadata)), plain)).toMatchObject({
      symbols: ["", "__name__", "up", "job", "a", "Whether it is up", "b"],
      timeseries: [
        { labels_refs: [1, 2, 3, 4], metadata: { type: 2, help_ref: 5, unit_ref: 0 } },
        { labels_refs: [1, 2, 3, 6], samples: [sample(1_790_000_000_123, 0.5)] },
      ],
    });
  });

  it("has no time that is no number", () => {
    const timesMs = Float64Array.of(Number.NaN, 1, 2);
    expect(() => encodeWriteRequest({ ...samples, timesMs })).toThrow(RangeError);
  });
});

describe("a series", () => {
  const good = { labels: labelsFrom(["__name__", "good"]), samples: [sample(1), sample(2)] };
  it.each([
    ["labels_not_sorted", labelsFrom(["a", "1"], ["__name__", "m"])],
    ["duplicate_label", labelsFrom(["__name__", "m"], ["a", "1"], ["a", "2"])],
    ["invalid_label_name", labelsFrom(["", "1"], ["__name__", "m"])],
    ["label_value_too_long", labelsFrom(["__name__", "m"], ["a", "x".repeat(limits.labelValueLength + 1)])],
    [
      "too_many_labels",
      labelsFrom(
        ["__name__", "m"],
        ...Array.from({ length: 41 }, (_, i): [string, string] => [`l${10 + i}`, "x"]),
      ),
    ],
  ])("is refused for %s, and the others are kept", (code, labels) => {
    const result = decoded(requestOf([good, { labels, samples: [sample(3)] }, good]));
    expect(result.rejects).toMatchObject([{ code, path: expect.stringContaining("series 1") }]);
    expect(result).toMatchObject({ refusedSeries: 1, refusedSamples: 1 });
    expect(lines(result.samples)).toEqual(["good 1 1", "good 2 1", "good 1 1", "good 2 1"]);
  });

  it("is refused where its text is not UTF-8", () => {
    const bytes = requestOf([
      good,
      { labels: labelsFrom(["__name__", "m"], ["a", "@@"]), samples: [sample(3)] },
    ]);
    const at = Buffer.from(bytes).indexOf("@@");
    bytes[at] = 0xff;
    const result = decoded(bytes);
    expect(result.rejects).toMatchObject([{ code: "invalid_utf8" }]);
    expect(lines(result.samples)).toEqual(["good 1 1", "good 2 1"]);
  });

  it("may say its labels behind its samples, and some without a value", () => {
    const labels = encodeAs("TimeSeries", { labels: labelsFrom(["__name__", "m"], ["a", ""], ["b", "1"]) });
    const samples = encodeAs("TimeSeries", { samples: [sample(5)] });
    const series = Buffer.concat([samples, labels]);
    const result = decoded(Buffer.concat([Uint8Array.of(0x0a, series.length), series]));
    expect(lines(result.samples)).toEqual(['m{b="1"} 5 1']);
  });

  it("of 2.0 is refused where it refers to no symbol, or to half a label", () => {
    const request = (labels_refs: number[]) =>
      decoded(
        encodeAs("Request", {
          symbols: ["", "__name__", "m"],
          timeseries: [
            { labels_refs, samples: [sample(1)] },
            { labels_refs: [1, 2], samples: [sample(2)] },
          ],
        }),
        2,
      );
    for (const refs of [
      [1, 3],
      [1, 2, 1],
      [2 ** 32 - 1, 1],
    ]) {
      const result = request(refs);
      expect(result.rejects).toMatchObject([{ code: "invalid_symbol" }]);
      expect(lines(result.samples)).toEqual(["m 2 1"]);
    }
  });
});

describe("what else a request holds", () => {
  it("is counted where it cannot be kept: native histograms, exemplars, staleness markers", () => {
    const labels = labelsFrom(["__name__", "m"]);
    const bytes = requestOf([
      { labels, histograms: [{ count_int: 1, sum: 2 }, {}] },
      { labels, samples: [sample(1), sample(2, 77)], exemplars: [{ value: 1 }] },
    ]);
    const at = Buffer.from(bytes).indexOf(Buffer.from(Float64Array.of(77).buffer));
    new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(at, 0x7ff0000000000002n, true);
    const result = decoded(bytes);
    expect(result).toMatchObject({
      unsupported: { histograms: 2, exemplars: 1 },
      staleMarkers: 1,
      rejects: [],
    });
    expect(lines(result.samples)).toEqual(["m 1 1"]);
    expect(result.samples.labels).toHaveLength(1);
  });

  it("is what is known of metrics, by their families", () => {
    const metadata = [
      { type: 1, metric_family_name: "requests_total", help: "How many", unit: "" },
      { type: 99, metric_family_name: "odd" },
      { type: 2, metric_family_name: "" },
    ];
    expect([...decoded(requestOf([], { metadata })).metadata]).toEqual([
      ["requests_total", { type: "counter", help: "How many", unit: "" }],
      ["odd", { type: "unknown", help: "", unit: "" }],
    ]);
    const two = encodeAs("Request", {
      symbols: ["", "__name__", "wait_seconds_bucket", "How long", "seconds"],
      timeseries: [
        { labels_refs: [1, 2], samples: [sample(1)], metadata: { type: 3, help_ref: 3, unit_ref: 4 } },
      ],
    });
    expect([...decoded(two, 2).metadata]).toEqual([
      ["wait_seconds", { type: "histogram", help: "How long", unit: "seconds" }],
    ]);
  });

  it("may be fields that nobody knows yet", () => {
    const unknown = Uint8Array.of(0x7a, 2, 1, 2, 0x70, 5);
    const bytes = Buffer.concat([
      unknown,
      requestOf([{ labels: labelsFrom(["__name__", "m"]), samples: [sample(1)] }]),
      unknown,
    ]);
    expect(lines(decoded(bytes).samples)).toEqual(["m 1 1"]);
  });
});

describe("bytes that are no request", () => {
  const versions = fc.constantFrom<WriteVersion>(1, 2);
  const honest = encodeWriteRequest(
    samplesOf([{ labels: metric("up", { job: "a" }), timeMs: 300, value: 1 }]),
  );

  it("are answered with a reject or with what they hold, never with a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), versions, (bytes, version) => {
        const result = decodeWriteRequest(bytes, version);
        if ("code" in result) expect(result.code).toBe("invalid_body");
        else expect(result.samples.refs.every((ref) => ref < result.samples.labels.length)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it("are so too where one byte of a request was changed, or its end is missing", () => {
    fc.assert(
      fc.property(
        fc.nat(honest.length - 1),
        fc.nat(255),
        fc.nat(honest.length),
        versions,
        (at, byte, length, version) => {
          const bytes = honest.slice(0, length);
          if (at < length) bytes[at] = byte;
          const result = decodeWriteRequest(bytes, version);
          if (!("code" in result)) expect(result.samples.refs.length).toBeLessThanOrEqual(length);
        },
      ),
      { numRuns: 5_000 },
    );
    expect(decodeWriteRequest(honest.slice(0, -1), 1)).toMatchObject({ code: "invalid_body" });
  });

  it.each([
    ["series", 0x0a, 50_001],
    ["samples", 0x12, 1_000_001],
  ])("or hold too many %s are refused before anything is made of them", (what, tag, count) => {
    const many = new Uint8Array(count * 2);
    for (let i = 0; i < many.length; i += 2) many[i] = tag;
    const size = [
      0x80 | (many.length & 127),
      0x80 | ((many.length >> 7) & 127),
      0x80 | ((many.length >> 14) & 127),
      many.length >> 21,
    ];
    const bytes = tag === 0x0a ? many : Buffer.concat([Uint8Array.of(0x0a, ...size), many]);
    expect(decodeWriteRequest(bytes, 1)).toMatchObject({
      code: "too_large",
      message: expect.stringContaining(`${count} ${what}`),
    });
  });

  it("cannot say long labels at the cost of a byte each", () => {
    const symbols = [
      "",
      "__name__",
      "m",
      ...Array.from({ length: 40 }, (_, i) => `l${10 + i}`),
      "x".repeat(limits.labelValueLength),
    ];
    const labels_refs = [1, 2, ...Array.from({ length: 40 }, (_, i) => [3 + i, 43]).flat()];
    const timeseries = Array.from({ length: 1_000 }, () => ({ labels_refs, samples: [sample(1)] }));
    const result = decoded(encodeAs("Request", { symbols, timeseries }), 2);
    const held = result.samples.labels.length * 40 * limits.labelValueLength;
    expect(held).toBeLessThanOrEqual(limits.unpackedBytes);
    expect(result.rejects[0]).toMatchObject({ code: "too_large" });
  });
});

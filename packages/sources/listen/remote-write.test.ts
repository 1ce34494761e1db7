import type { MetricMetadata, Reject } from "@mission-control/contracts";
import {
  encodeWriteRequest,
  encodeWriteRequestV2,
  packSnappy,
} from "@mission-control/contracts/remote-write";
import { manualClock, metric, samplesOf } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRemoteWrite, type WrittenSamples } from "./remote-write.ts";

const nowMs = 1_790_000_000_000;
const samples = samplesOf([
  { labels: metric("up", { job: "a" }), timeMs: nowMs, value: 1 },
  { labels: metric("up", { job: "b" }), timeMs: nowMs, value: 0 },
]);
const one = { contentType: "application/x-protobuf", contentEncoding: "snappy" };
const two = {
  contentType: "application/x-protobuf;proto=io.prometheus.write.v2.Request",
  contentEncoding: "snappy",
};
const gauge: MetricMetadata = { type: "gauge", help: "Whether it is up", unit: "" };

function open(maxMetrics = 10) {
  const registered = new Map<string, MetricMetadata>();
  const register = (name: string, metadata: MetricMetadata) => void registered.set(name, metadata);
  return { registered, ...createRemoteWrite({ clock: manualClock(nowMs), register, maxMetrics }) };
}

function written(result: WrittenSamples | Reject): WrittenSamples {
  if ("code" in result) throw new Error(result.message);
  return result;
}

describe("remote write", () => {
  it("reads both versions by their Content-Type, and keeps what 2.0 says of metrics", () => {
    const { read, registered, status } = open();
    const first = written(read(packSnappy(encodeWriteRequest(samples)), one));
    expect(first).toMatchObject({ version: 1, samples, rejects: [], refused: 0 });
    const metadata = new Map([["up", gauge]]);
    const second = written(read(packSnappy(encodeWriteRequestV2(samples, metadata)), two));
    expect(second).toMatchObject({ version: 2, samples, rejects: [], refused: 0 });
    expect(registered).toEqual(metadata);
    expect(status()).toMatchObject({ name: "remote write", received: 4, rejected: 0, lastReceivedMs: nowMs });
  });

  it.each([
    ["application/x-protobuf; proto=prometheus.WriteRequest", 1],
    ['Application/X-Protobuf;proto="io.prometheus.write.v2.Request"', 2],
  ] as const)("takes %s", (contentType, version) => {
    const encode = version === 1 ? encodeWriteRequest : encodeWriteRequestV2;
    const body = packSnappy(encode(samples));
    expect(open().read(body, { contentType, contentEncoding: "Snappy" })).toMatchObject({ version });
  });

  it.each([
    [{ ...one, contentType: "" }, "Content-Type"],
    [{ ...one, contentType: "application/json" }, "Content-Type"],
    [{ ...one, contentType: "application/x-protobuf;proto=some.Other" }, "Content-Type"],
    [{ ...one, contentEncoding: "gzip" }, "Content-Encoding"],
    [{ ...one, contentType: "x".repeat(100_000) }, "Content-Type"],
  ])("refuses headers %#, in short words", (headers, words) => {
    const result = open().read(packSnappy(encodeWriteRequest(samples)), headers);
    expect(result).toMatchObject({ code: "unsupported_media", message: expect.stringContaining(words) });
    expect((result as Reject).message.length).toBeLessThan(300);
  });

  it("shows the last that was bad, newest first, and counts all of it", () => {
    const { read, noteRefused, status } = open();
    for (let i = 0; i < 30; i++) read(Uint8Array.of(9, 0, i), one);
    noteRefused(2, [{ code: "series_limit", path: "up", message: "series limit 1" }]);
    const { received, rejected, bad } = status();
    expect([received, rejected, bad.length]).toEqual([30, 32, 20]);
    expect(bad[0]).toEqual({ timeMs: nowMs, line: "up", reason: "series limit 1" });
    expect(bad[1]).toMatchObject({ line: "a request", reason: expect.stringContaining("snappy") });
  });

  it("keeps what is said of so many metrics only, and anew of those it knows", () => {
    const { read, registered } = open(1);
    const say = (name: string, help: string) => {
      const of = samplesOf([{ labels: metric(name), timeMs: nowMs, value: 1 }]);
      read(packSnappy(encodeWriteRequestV2(of, new Map([[name, { ...gauge, help }]]))), two);
    };
    say("up", "before");
    say("down", "never");
    say("up", "after");
    expect(registered).toEqual(new Map([["up", { ...gauge, help: "after" }]]));
  });
});

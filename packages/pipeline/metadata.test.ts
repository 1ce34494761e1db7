import { describe, expect, test } from "vitest";
import { createMetadata, metadataOf } from "./metadata.ts";

describe("metadata guessed from a name", () => {
  test.each([
    ["node_cpu_seconds_total", "counter", "seconds"],
    ["http_requests_total", "counter", ""],
    ["node_network_receive_bytes_total", "counter", "bytes"],
    ["node_memory_MemFree_bytes", "gauge", "bytes"],
    ["disk_used_ratio", "gauge", "ratio"],
    ["node_hwmon_temp_celsius", "gauge", "celsius"],
    ["request_duration_seconds_bucket", "histogram", ""],
    ["request_duration_seconds_sum", "histogram", "seconds"],
    ["request_duration_seconds_count", "histogram", ""],
    ["node_load1", "unknown", ""],
    ["seconds", "unknown", ""],
    ["constructor", "unknown", ""],
  ])("of %s is %s in %j", (name, type, unit) => {
    expect(metadataOf(name)).toEqual({ type, help: "", unit });
  });

  test("gives way to what was given", () => {
    expect(metadataOf("x_total", { type: "gauge", unit: "bytes", help: "why" })).toEqual({
      type: "gauge",
      help: "why",
      unit: "bytes",
    });
    expect(metadataOf("x_bytes_total", { help: "why" })).toEqual({
      type: "counter",
      help: "why",
      unit: "bytes",
    });
  });
});

describe("the register of metadata", () => {
  test("knows a histogram's parts by its name, and nothing else by part of it", () => {
    const metadata = createMetadata();
    metadata.register("latency", { type: "histogram", help: "how long", unit: "seconds" });
    metadata.register("people", { type: "gauge", help: "how many", unit: "" });
    expect(metadata.of("latency_bucket")).toEqual({ type: "histogram", help: "how long", unit: "seconds" });
    expect(metadata.of("people_count")).toEqual({ type: "histogram", help: "", unit: "" });
    expect(metadata.of("unheard_of_bytes")).toEqual({ type: "gauge", help: "", unit: "bytes" });
  });

  test("lists what was registered, the last word on each name", () => {
    const metadata = createMetadata();
    metadata.register("__proto__", { type: "gauge" });
    metadata.register("a_total", { help: "first" });
    metadata.register("a_total", { help: "second" });
    expect([...metadata.all()]).toEqual([
      ["__proto__", { type: "gauge", help: "", unit: "" }],
      ["a_total", { type: "counter", help: "second", unit: "" }],
    ]);
  });
});

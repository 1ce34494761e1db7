import type { RawEvent } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showSamples } from "../show-samples.ts";
import { createStatsd, type StatsdOptions } from "./statsd.ts";

const utf8 = new TextEncoder();
const MINUTE_MS = 60_000;

function open(options: Partial<StatsdOptions> = {}) {
  const clock = manualClock(1_000);
  const statsd = createStatsd({ clock, buckets: [0.01, 0.1, 1], ...options });
  let sealedMs = 0;
  return {
    statsd,
    send: (...lines: string[]) => statsd.receive(utf8.encode(lines.join("\n"))),
    /** The values at the next step's end. */
    flush(stepMs = 5_000) {
      sealedMs += stepMs;
      return showSamples(statsd.flush(sealedMs), sealedMs);
    },
    reasons: () => statsd.counts().bad.map((each) => each.reason),
  };
}

describe("counters", () => {
  it("add up over flushes", () => {
    const { send, flush } = open();
    send("hits:1|c", "hits:2|c");
    expect(flush()).toEqual({ hits_total: 3 });
    send("hits:4|c\n");
    expect(flush()).toEqual({ hits_total: 7 });
    expect(flush()).toEqual({ hits_total: 7 });
  });

  it("stand at zero at the flush before their first value, so that its rate is seen", () => {
    const { statsd, send, flush } = open();
    flush(5_000);
    send("hits:3|c");
    const samples = statsd.flush(10_000);
    expect([...samples.timesMs]).toEqual([5_000, 10_000]);
    expect([...samples.values]).toEqual([0, 3]);
    expect(statsd.flush(15_000).timesMs).toHaveLength(1);
  });

  it("count a value with the sampling rate r for 1/r", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1000), fc.constantFrom(0.01, 0.1, 0.25, 0.5, 1)), { minLength: 1 }),
        (values) => {
          const { send, flush } = open();
          send(...values.map(([value, rate]) => `x:${value}|c|@${rate}`));
          const expected = values.reduce((sum, [value, rate]) => sum + value / rate, 0);
          expect(flush().x_total).toBeCloseTo(expected, 6);
        },
      ),
    );
  });

  it("are not said twice to be a total", () => {
    const { send, flush } = open();
    send("requests_total:1|c");
    expect(flush()).toEqual({ requests_total: 1 });
  });
});

describe("gauges", () => {
  it("are set by a number and moved by a number with a sign", () => {
    const { send, flush } = open();
    send("depth:10|g", "depth:+4|g", "depth:-1.5|g");
    expect(flush()).toEqual({ depth: 12.5 });
    send("depth:3|g");
    expect(flush()).toEqual({ depth: 3 });
  });
});

describe("timers", () => {
  it("are a histogram in seconds that counts up, and the mean and largest of the lowest 90 % of the step", () => {
    const { send, flush } = open();
    send(...Array.from({ length: 10 }, (_, i) => `api.time:${(i + 1) * 10}|ms`));
    const first = flush();
    expect(first).toMatchObject({
      'api_time_seconds_bucket{le="0.01"}': 1,
      'api_time_seconds_bucket{le="0.1"}': 10,
      'api_time_seconds_bucket{le="1"}': 10,
      'api_time_seconds_bucket{le="+Inf"}': 10,
      api_time_seconds_count: 10,
      api_time_seconds_upper_90: 0.09,
    });
    expect(first.api_time_seconds_sum).toBeCloseTo(0.55);
    expect(first.api_time_seconds_mean_90).toBeCloseTo(0.05);
    send("api.time:2000|ms");
    const second = flush();
    expect(second).toMatchObject({ api_time_seconds_count: 11, 'api_time_seconds_bucket{le="1"}': 10 });
    expect(second.api_time_seconds_upper_90).toBe(2);
    expect(flush()).not.toHaveProperty("api_time_seconds_upper_90");
  });

  it("weigh a value with the sampling rate r as 1/r", () => {
    const { send, flush } = open();
    send("t:50|ms|@0.1");
    expect(flush()).toMatchObject({
      t_seconds_count: 10,
      't_seconds_bucket{le="0.01"}': 0,
      't_seconds_bucket{le="0.1"}': 10,
    });
  });

  it("have buckets that never fall from one bound to the next, the last equal to the count", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e5, noNaN: true })), fc.boolean(), (values, sampled) => {
        const { send, flush } = open();
        send("t:1|ms", ...values.map((value) => `t:${value}|ms${sampled ? "|@0.3" : ""}`));
        const shown = flush();
        const buckets = ["0.01", "0.1", "1", "+Inf"].map((le) => shown[`t_seconds_bucket{le="${le}"}`]!);
        expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
        expect(buckets.at(-1)).toBe(shown.t_seconds_count);
      }),
    );
  });
});

describe("histograms and distributions", () => {
  it("are one thing, keep their unit, and reach past the timers' buckets", () => {
    const { send, flush } = open();
    send("size:50|h", "size:2000|d");
    expect(flush()).toMatchObject({
      'size_bucket{le="1"}': 0,
      'size_bucket{le="100"}': 1,
      'size_bucket{le="10000"}': 2,
      size_sum: 2050,
      size_upper_90: 2000,
    });
  });
});

describe("sets", () => {
  it("are how many different members a step saw", () => {
    const { send, flush } = open();
    send("users:ann|s", "users:bob|s", "users:ann|s", "users:12:34|s");
    expect(flush()).toEqual({ users: 3 });
    send("users:ann|s");
    expect(flush()).toEqual({ users: 1 });
    expect(flush()).toEqual({ users: 0 });
  });
});

describe("tags", () => {
  it("mean the same in whatever order they come", () => {
    const tag = fc.stringMatching(/^[a-c]{1,2}(:[x-z]{0,2})?$/);
    fc.assert(
      fc.property(
        fc
          .array(tag, { maxLength: 6 })
          .chain((tags) =>
            fc.tuple(
              fc.constant(tags),
              fc.shuffledSubarray(tags, { minLength: tags.length, maxLength: tags.length }),
            ),
          ),
        ([tags, shuffled]) => {
          const { send, flush, statsd } = open();
          send(`x:1|c|#${tags.join(",")}`, `x:1|c|#${shuffled.join(",")}`);
          expect(Object.values(flush())).toEqual([2]);
          expect(statsd.seriesCount()).toBe(1);
        },
      ),
    );
  });

  it("become labels: without a value `true`, twice named joined, odd characters `_`", () => {
    const { send, flush } = open();
    send("x:1|g|#b.c:d e,canary,a:2,a:1,le:5,__name__:y,empty:");
    expect(flush()).toEqual({
      'x{_name__="y",a="1,2",b_c="d e",canary="true",exported_le="5"}': 1,
    });
  });
});

describe("packets", () => {
  const line = fc.constantFrom(
    "a:1|c",
    "b:2|g",
    "b:+1|g",
    "c:5|ms",
    "d:u|s",
    "e:3|h|#k:v",
    "bad",
    "x:|c",
    "",
  );

  it("with many lines are as many packets with one line each", () => {
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const [together, apart] = [open(), open()];
        together.statsd.receive(utf8.encode(lines.join(end)));
        for (const each of lines) apart.statsd.receive(utf8.encode(each));
        expect(together.statsd.counts()).toMatchObject({
          received: apart.statsd.counts().received,
          rejected: apart.statsd.counts().rejected,
        });
        expect(together.flush()).toEqual(apart.flush());
      }),
    );
  });

  it("may hold several values in one line, all taken or none", () => {
    const { send, flush } = open();
    send("t:10:20:30|ms", "hits:1:x|c");
    expect(flush()).toMatchObject({ t_seconds_count: 3 });
    expect(flush()).not.toHaveProperty("hits_total");
  });
});

describe("silence", () => {
  it("ends the report of a gauge after 2 min and of a counter after 60 min", () => {
    const { send, flush } = open();
    send("level:5|g", "hits:5|c");
    flush();
    expect(flush(MINUTE_MS)).toEqual({ level: 5, hits_total: 5 });
    expect(flush(2 * MINUTE_MS)).toEqual({ hits_total: 5 });
    expect(flush(58 * MINUTE_MS)).toEqual({});
  });

  it("does not make a counter forget where it was", () => {
    const { send, flush } = open();
    send("hits:5|c");
    flush();
    expect(flush(2 * 60 * MINUTE_MS)).toEqual({});
    send("hits:1|c");
    expect(flush()).toEqual({ hits_total: 6 });
  });

  it("lets a series be forgotten when a new one needs its room", () => {
    const { send, flush, reasons } = open({ maxSeries: 2 });
    send("a:5|c", "b:1|c", "c:1|c");
    expect(reasons()).toEqual(["series limit 2"]);
    flush();
    flush(50 * MINUTE_MS);
    send("b:1|c");
    flush();
    flush(20 * MINUTE_MS);
    send("c:1|c");
    expect(flush()).toEqual({ b_total: 2, c_total: 1 });
    flush(2 * 60 * MINUTE_MS);
    send("a:1|c");
    expect(flush()).toEqual({ a_total: 1 });
  });
});

describe("the series limit", () => {
  it("counts what is written and leaves old series as they are", () => {
    const { send, flush, statsd, reasons } = open({ maxSeries: 10 });
    send("hits:1|c", "t:1|ms", "u:1|ms", ...Array.from({ length: 50 }, (_, i) => `bomb:1|c|#id:${i}`));
    expect(statsd.seriesCount()).toBe(10);
    expect(new Set(reasons())).toEqual(new Set(["series limit 10"]));
    expect(statsd.counts().rejected).toBe(50);
    send("hits:1|c");
    expect(flush()).toMatchObject({ hits_total: 2, t_seconds_count: 1 });
  });
});

describe("names", () => {
  it("that are spelt differently but mean one series are one", () => {
    const { send, flush } = open();
    send("a.b:1|c", "a_b:1|c", "a-b:1|c");
    expect(flush()).toEqual({ a_b_total: 3 });
  });

  it("belong to whoever made them first", () => {
    const { send, flush, reasons } = open();
    send("x:1|g", "x:u|s", "t_seconds_count:1|g", "t:5|ms");
    expect(flush()).toEqual({ x: 1, t_seconds_count: 1 });
    expect(reasons()).toEqual(["a gauge makes t_seconds_count already", "a gauge makes x already"]);
  });

  it("are told with their type and unit, and no others", () => {
    const { send, statsd } = open();
    send("hits:1|c", "t:1|ms", "constructor:1|g", "bad");
    const known = Object.fromEntries(
      [...statsd.metadata()].map(([name, { type, unit }]) => [name, [type, unit]]),
    );
    expect(known).toEqual({
      hits_total: ["counter", ""],
      t_seconds: ["histogram", "seconds"],
      t_seconds_mean_90: ["gauge", "seconds"],
      t_seconds_upper_90: ["gauge", "seconds"],
      constructor: ["gauge", ""],
    });
  });
});

describe("events", () => {
  it("go out by the callback and make no series", () => {
    const events: RawEvent[] = [];
    const { send, flush, statsd } = open({ onEvent: (event) => events.push(event) });
    send("_e{6,4}:Hello!|text|t:warning|#service:api,env:prod", "_sc|db|0");
    expect(events).toMatchObject([
      {
        type: "event",
        title: "Hello!",
        severity: "warning",
        service: "api",
        tags: ["service:api", "env:prod"],
      },
    ]);
    expect(flush()).toEqual({});
    expect(statsd.counts()).toMatchObject({
      received: 2,
      rejected: 1,
      bad: [{ reason: "service checks (_sc) are not supported", line: "_sc|db|0" }],
    });
  });
});

describe("arrivals", () => {
  it("are told at a flush of each series that lines came for, always by the same tags, whatever their value", () => {
    const heard: ReadonlyMap<string, string>[] = [];
    const { send, flush } = open({ arrived: (tags) => heard.push(tags) });
    const told = () => heard.splice(0).map((tags) => [...tags].join());
    send("hits:1|c|#host:a", "hits:1|c|#host:b", "level:5|g|#host:a");
    flush();
    expect(told()).toEqual(["host,a", "host,b", "host,a"]);
    // What is still reported has not arrived.
    expect(flush()).toMatchObject({ 'hits_total{host="a"}': 1 });
    expect(told()).toEqual([]);
    send("hits:0|c|#host:b", "hits:0|c|#host:b", "level:5|g|#host:a", "bad");
    flush();
    const [b] = [...heard];
    expect(told()).toEqual(["host,b", "host,a"]);
    send("hits:0|c|#host:b");
    flush();
    expect(heard[0]).toBe(b);
  });
});

import { rawEventSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventOfSyslog } from "./syslog-event.ts";

const nowMs = Date.UTC(2026, 10, 21, 7, 50, 0);
const captures = { request: ["user_agent"], response: ["version"] };
const take = (line: string | Uint8Array) =>
  eventOfSyslog(typeof line === "string" ? new TextEncoder().encode(line) : line, { captures, nowMs });

describe("a message of RFC 5424", () => {
  test("is a log event of its app and host, with its structured data", () => {
    const line =
      '<165>1 2026-11-21T07:49:58.003Z db-1.example.org evntslog 1370 ID47 [exampleSDID@32473 iut="3" eventSource="App\\"li\\]cation\\\\"][x@1] \ufeffAn application event';
    expect(take(line)).toEqual({
      type: "log",
      title: "An application event",
      severity: "info",
      time: Date.UTC(2026, 10, 21, 7, 49, 58, 3),
      service: "evntslog",
      host: "db-1.example.org",
      attributes: {
        facility: 20,
        process: "1370",
        message_id: "ID47",
        "exampleSDID@32473.iut": "3",
        "exampleSDID@32473.eventSource": 'App"li]cation\\',
      },
    });
  });

  test("may leave everything out but its priority", () => {
    expect(take("<8>1 - - - - - -")).toEqual({
      type: "log",
      title: "",
      severity: "critical",
      attributes: { facility: 1 },
    });
    expect(take("<13>1 - - - - - - words")).toMatchObject({ title: "words" });
  });

  test("with data that is none keeps it as its text", () => {
    expect(take('<13>1 - - app - - [a b="c] words')).toMatchObject({
      service: "app",
      title: '[a b="c] words',
    });
  });

  test("of several lines has the first for its title and all of them beside it", () => {
    expect(take("<11>1 - - app - - - Error: x\n\tat y (z.js:1)\n\tat w")).toMatchObject({
      title: "Error: x",
      severity: "error",
      attributes: { message: "Error: x\n\tat y (z.js:1)\n\tat w" },
    });
  });
});

describe("a message of RFC 3164", () => {
  test.each([
    ["<34>Nov 21 07:49:58 mymachine su[42]: 'su root' failed", "su", "mymachine", "'su root' failed"],
    ["<34>Nov  1 07:49:58 mymachine su: failed", "su", "mymachine", "failed"],
    ["<34>Nov 21 07:49:58 haproxy[7]: Proxy web started.", "haproxy", undefined, "Proxy web started."],
    ["<34>2026-11-21T07:49:58.123456+00:00 host app/web.1[p]: hello", "app/web.1", "host", "hello"],
    ["<34>Nov 21 07:49:58 2001:db8::1 kernel: oom", "kernel", "2001:db8::1", "oom"],
    ["<34>Nov 21 07:49:58 router no tag here", undefined, "router", "no tag here"],
    ["<34>app: without a time", "app", undefined, "without a time"],
    ["<34>only words", undefined, undefined, "only words"],
    ["<34>", undefined, undefined, ""],
  ])("%s", (line, service, host, title) => {
    const event = take(line);
    expect(event).toMatchObject({ type: "log", severity: "critical", title });
    expect(event).toEqual(expect.objectContaining({ ...(service && { service }), ...(host && { host }) }));
    if (service === undefined) expect(event).not.toHaveProperty("service");
    if (host === undefined) expect(event).not.toHaveProperty("host");
  });

  test("happened when it says, in whatever zone, and now where that cannot be", () => {
    expect(take("<34>Nov 21 02:49:58 a b: c")).toMatchObject({ time: Date.UTC(2026, 10, 21, 7, 49, 58) });
    expect(take("<34>Mar  3 02:49:58 a b: c")).not.toHaveProperty("time");
  });

  test.each([
    [0, "critical"],
    [2, "critical"],
    [3, "error"],
    [4, "warning"],
    [5, "info"],
    [7, "info"],
  ])("of the level %i is as grave as that: %s", (level, severity) => {
    expect(take(`<${8 * 16 + level}>a: b`)).toMatchObject({ severity });
  });
});

describe("an access line of nginx or Apache", () => {
  const combined =
    '192.0.2.7 - u-7 [21/Nov/2026:08:49:58 +0100] "GET /a?b=\\"c HTTP/2.0" 502 1234 "https://example.org/" "Mozilla/5.0 \\"x\\""';

  test("in the combined format is a request of the program by the host that sent it", () => {
    expect(take(`<190>Nov 21 07:49:58 web-1 nginx: ${combined} 0.250 0.125`)).toEqual({
      type: "request",
      title: 'GET /a?b=\\"c 502',
      time: Date.UTC(2026, 10, 21, 7, 49, 58),
      service: "nginx",
      host: "web-1",
      attributes: {
        method: "GET",
        path: '/a?b=\\"c',
        status: 502,
        bytes: 1234,
        durationMs: 250,
        responseMs: 125,
        client: "192.0.2.7",
        user: "u-7",
        referer: "https://example.org/",
        user_agent: 'Mozilla/5.0 \\"x\\"',
      },
    });
  });

  test("may come without a time it took, without a head, and in the common format", () => {
    expect(take(`<190>1 - web-1 httpd - - - ${combined}`)).toMatchObject({
      type: "request",
      service: "httpd",
    });
    const common = take('192.0.2.7 - - [21/Nov/2026:07:49:58 +0000] "POST /x HTTP/1.0" 204 -');
    expect(common).toMatchObject({ type: "request", attributes: { method: "POST", status: 204, bytes: 0 } });
    expect(common).not.toHaveProperty("service");
    expect(take('<190>a: 192.0.2.7 - - [-] "\\x16\\x03\\x01" 400 157 "-" "-"')).toMatchObject({
      title: "Bad request 400",
      attributes: { status: 400, client: "192.0.2.7" },
    });
  });
});

describe("what is no message", () => {
  test.each([
    ["", "no <priority> at the beginning"],
    ["words", "no <priority> at the beginning"],
    ["<>words", "no <priority> at the beginning"],
    ["<1234>words", "no <priority> at the beginning"],
    ["<192>words", "the priority 192 is above 191"],
    ["127.0.0.1:1 [x] www web/web-1 0/0/0/7", "no <priority> at the beginning"],
  ])("is refused in words: %j", (line, reason) => {
    expect(take(line)).toBe(reason);
  });

  test("or any bytes at all never throws, and what becomes an event is one that every store takes", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 200 }).map((text) => new TextEncoder().encode(`<13>1 ${text}`)),
      fc
        .array(
          fc.constantFrom(
            "<13>",
            "1 ",
            "- ",
            "Nov 21 07:49:58 ",
            "a[1]: ",
            '[a b="c"]',
            "\\",
            '"',
            "]",
            "\u001b[",
            "\n",
            "x",
          ),
        )
        .map((parts) => new TextEncoder().encode(parts.join(""))),
    );
    fc.assert(
      fc.property(bytes, (line) => {
        const event = take(line);
        if (typeof event === "string") expect(event).not.toBe("");
        else expect(rawEventSchema.parse(event)).toEqual(event);
      }),
      { numRuns: 2_000 },
    );
  });

  test("does not take long, however it is made", () => {
    const long = 64 * 1024;
    const lines = [
      `<13>1 - - - - - ${'[a b="'.repeat(long / 6)}`,
      `<13>1 - - - - - [a${' b="\\\\"'.repeat(long / 7)}`,
      `<13>${" ".repeat(long)}`,
      `<13>${"a".repeat(long)}`,
      `<13>a: ${'1 - - [x] "'.repeat(long / 11)}`,
      `<13>a: 1:1 [x] ${"a/".repeat(long / 2)}`,
      `<13>${"\u001b]".repeat(long / 2)}`,
      `<13>${"\u001b[0".repeat(long / 3)}`,
    ];
    const beganMs = performance.now();
    for (const line of lines) take(line);
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rawEventSchema } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventOfSyslog } from "./syslog-event.ts";

const nowMs = Date.UTC(2026, 10, 21, 8, 10, 2);
const captures = { request: ["user_agent", "user", "country"], response: ["version", "cache"] };
const bytesOf = (line: string) => new TextEncoder().encode(line);
function eventOf(line: string, names = captures) {
  const event = eventOfSyslog(bytesOf(line), { captures: names, nowMs });
  if (typeof event === "string") throw new Error(event);
  return event;
}

/** Lines that HAProxy 2.6.12 wrote, by UDP and over TCP, with and without its host's name. */
const lines = readFileSync(join(import.meta.dirname, "haproxy-2.6.txt"), "utf8")
  .trimEnd()
  .split("\n");
const lineWith = (part: string) => lines.find((line) => line.includes(part))!;

describe("a line that HAProxy wrote", () => {
  test("is a request of its backend by its server, with its times, its connections and what was captured", () => {
    expect(eventOf(lineWith("/search"))).toEqual({
      type: "request",
      title: "GET /search?q=%E0%A4%A 200",
      time: Date.UTC(2026, 10, 21, 8, 4, 41, 570),
      service: "web",
      host: "web-1",
      attributes: {
        method: "GET",
        path: "/search?q=%E0%A4%A",
        status: 200,
        bytes: 227,
        durationMs: 7,
        queueMs: 0,
        connectMs: 0,
        responseMs: 7,
        termination: "----",
        frontend: "www",
        client: "127.0.0.1",
        activeConnections: 1,
        backendConnections: 0,
        serverConnections: 0,
        retries: 0,
        serverQueue: 0,
        backendQueue: 0,
        user_agent: 'Mozilla/5.0 (X11; "q" {b} | p # \\)',
        user: "u-1042",
        country: "SE",
        version: "v980",
        cache: "miss",
      },
    });
  });

  test("is a request whichever of syslog's formats it came in", () => {
    const { service, host, attributes } = eventOf(lineWith("/hit"));
    expect({ service, host }).toEqual({ service: "web", host: "web-2" });
    expect(attributes).toMatchObject({ version: "v981", cache: "hit", user_agent: "curl/7.88.1" });
    expect(attributes).not.toHaveProperty("user");
  });

  test("says how long a request waited, and behind how many", () => {
    expect(eventOf(lineWith("0/913/5/300/1218"))).toMatchObject({
      service: "slow",
      host: "s-1",
      attributes: { queueMs: 913, connectMs: 5, responseMs: 300, durationMs: 1218, backendQueue: 3 },
    });
  });

  test("without a server names none, and leaves out the times that there were not", () => {
    const event = eventOf(lineWith("/gone"));
    expect(event).not.toHaveProperty("host");
    expect(event).toMatchObject({
      service: "web",
      attributes: { status: 503, termination: "SC--", durationMs: 0 },
    });
    for (const name of ["queueMs", "connectMs", "responseMs"])
      expect(event.attributes).not.toHaveProperty(name);
    expect(eventOf(lineWith("<STATS>"))).not.toHaveProperty("host");
  });

  test("of a bad request has neither method nor path", () => {
    const event = eventOf(lineWith("408 0"));
    expect(event).toMatchObject({ title: "Bad request 408", service: "www", attributes: { status: 408 } });
    expect(event.attributes).not.toHaveProperty("method");
    expect(event.attributes).not.toHaveProperty("truncated");
  });

  test("that was written before the request was over counts what it says so far", () => {
    expect(eventOf(lineWith("/asap")).attributes).toMatchObject({ durationMs: 9, bytes: 227 });
  });

  test("with one group of captured headers takes it for those that are as many", () => {
    const line = lineWith("/ok");
    const named = (request: string[], response: string[]) => eventOf(line, { request, response }).attributes;
    expect(named(["user_agent", "user"], ["version"])).toMatchObject({ version: "v980" });
    expect(named(["user_agent"], ["version"])).toMatchObject({ user_agent: "v980" });
    expect(named([""], ["version", "cache"])).not.toHaveProperty("version");
    expect(named([], ["__proto__"])).toHaveProperty(["__proto__"], "v980");
    expect(({} as Record<string, unknown>).v980).toBeUndefined();
  });

  test("that was cut is a request all the same, and says so", () => {
    const line = lineWith("/search");
    for (let to = line.indexOf("{"); to < line.length; to++) {
      const event = eventOf(line.slice(0, to));
      expect(event).toMatchObject({
        type: "request",
        service: "web",
        attributes: { status: 200, truncated: true },
      });
    }
    const short = eventOf(line.slice(0, line.indexOf("{v980")));
    expect(short.attributes).toMatchObject({ user: "u-1042", country: "SE" });
    expect(short.attributes).not.toHaveProperty("version");
  });

  test("over TLS names its frontend without the mark", () => {
    const line = lineWith("/ok").replace("resp web", "resp~ web");
    expect(eventOf(line).attributes).toMatchObject({ frontend: "resp", tls: true });
  });

  test("has no escape sequence that the terminal would follow, though it was hidden in the log's own escapes", () => {
    const line = lineWith("/search").replace("u-1042", "#1B[31mred#07").replace("/search", "/#C3#A4#1b[0m");
    expect(eventOf(line).attributes).toMatchObject({ user: "red\\u{7}", path: "/ä?q=%E0%A4%A" });
  });

  test.each([
    ["is DOWN", "web-1", "down", "web-1 of web is down: Layer4 connection problem"],
    ["is UP,", "web-2", "up", "web-2 of web is up: Layer4 check passed"],
    ["enters drain", "web-1", "draining", "web-1 of web is draining"],
    ["(leaving forced drain)", "web-1", "up", "web-1 of web is up"],
    ["going DOWN for", "web-1", "maintenance", "web-1 of web is in maintenance"],
    ["UP/READY", "web-1", "up", "web-1 of web is up"],
  ])("that says that a server %s is a health event", (part, host, status, title) => {
    const event = eventOf(lineWith(part));
    expect(event).toMatchObject({ type: "health", service: "web", host, title, attributes: { status } });
  });

  test("that says that no server is left is critical", () => {
    const event = eventOf(lineWith("has no server"));
    expect(event).toMatchObject({ type: "health", service: "web", severity: "critical" });
  });

  test("makes an event that every store takes, however it was garbled", () => {
    const change = fc.record({
      line: fc.constantFrom(...lines),
      at: fc.nat(400),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.constantFrom("-1", "{", "}", "|", '"', "#", "/", "<"),
      ),
    });
    fc.assert(
      fc.property(change, ({ line, at, cut, put }) => {
        const garbled = line.slice(0, at) + put + line.slice(at + cut);
        const event = eventOfSyslog(bytesOf(garbled), { captures, nowMs });
        if (typeof event !== "string") expect(rawEventSchema.parse(event)).toEqual(event);
        expect(JSON.stringify(event)).not.toMatch(/\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)/);
      }),
      { numRuns: 2_000 },
    );
  });
});

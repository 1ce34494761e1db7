import { describe, expect, test } from "vitest";
import { eventOfSyslog } from "./syslog-event.ts";

const nowMs = Date.UTC(2026, 10, 21, 7, 49, 42);
const captures = { request: ["user_agent", "user", "country"], response: ["version", "cache"] };
const eventOf = (line: string) => eventOfSyslog(new TextEncoder().encode(line), { captures, nowMs });

describe("a line that HAProxy 2.6 wrote", () => {
  test("is a request of its backend by its server, with what was captured", () => {
    const line =
      '<134>Nov 21 07:49:41 haproxy[6498]: 127.0.0.1:44888 [21/Nov/2026:07:49:41.570] www web/web-1 0/0/0/7/7 200 227 - - ---- 1/1/0/0/0 0/0 {Mozilla/5.0 (X11; #22q#22 #7Bb#7D #7C p #23 \\)|u-1042|SE} {v980|miss} "GET /search?q=%E0%A4%A HTTP/1.1"';
    expect(eventOf(line)).toEqual({
      type: "request",
      title: "GET /search?q=%E0%A4%A 200",
      time: Date.UTC(2026, 10, 21, 7, 49, 41, 570),
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
});

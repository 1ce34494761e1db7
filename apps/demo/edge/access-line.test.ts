import { describe, expect, it } from "vitest";
import { accessLine } from "./access-line.ts";
import { type AccessRecord, callPart, replyPart } from "./access-record.ts";
import { callOf, replyOf } from "./fixture.ts";

const record: AccessRecord = {
  timeMs: new Date(2026, 10, 21, 7, 46, 16, 15).getTime(),
  client: "127.0.0.1",
  clientPort: 59_584,
  frontend: "web",
  backend: "web",
  server: "web-1",
  timings: { requestMs: 0, queueMs: 0, connectMs: 0, responseMs: 6, totalMs: 6 },
  status: 200,
  bytes: 120,
  termination: "----",
  connections: { active: 1, frontend: 1, backend: 0, server: 0, retries: 0, redispatched: false },
  queues: { server: 0, backend: 0 },
  requestCaptures: ['Mozilla/5.0 (X11; Linux) "q" {a|b}', "u-1", "DE"],
  responseCaptures: ["v980", ""],
  request: "GET /a?b=1 HTTP/1.1",
};

// The lines expected here were written by HAProxy 2.6.12 about these very requests.
describe("an access line", () => {
  it("is what HAProxy writes of a request that went well", () => {
    expect(accessLine(record)).toBe(
      '127.0.0.1:59584 [21/Nov/2026:07:46:16.015] web web/web-1 0/0/0/6/6 200 120 - - ---- 1/1/0/0/0 0/0 {Mozilla/5.0 (X11; Linux) #22q#22 #7Ba#7Cb#7D|u-1|DE} {v980|} "GET /a?b=1 HTTP/1.1"',
    );
  });

  it("is what HAProxy writes of one that waited in vain", () => {
    const waited: AccessRecord = {
      ...record,
      timeMs: new Date(2026, 10, 21, 7, 46, 16, 31).getTime(),
      clientPort: 59_610,
      server: undefined,
      timings: { requestMs: 0, queueMs: 1_002, connectMs: -1, responseMs: -1, totalMs: 1_002 },
      status: 503,
      bytes: 217,
      termination: "sQ--",
      connections: { active: 3, frontend: 3, backend: 1, server: 0, retries: 0, redispatched: false },
      queues: { server: 0, backend: 1 },
      requestCaptures: ["", "", ""],
      responseCaptures: ["", ""],
      request: "GET /slow2 HTTP/1.1",
    };
    expect(accessLine(waited)).toBe(
      '127.0.0.1:59610 [21/Nov/2026:07:46:16.031] web web/<NOSRV> 0/1002/-1/-1/1002 503 217 - - sQ-- 3/3/1/0/0 0/1 {||} {|} "GET /slow2 HTTP/1.1"',
    );
  });

  it("escapes what is not plain, and marks a retry on another server", () => {
    const odd: AccessRecord = {
      ...record,
      requestCaptures: ["caf\xe9# x", "", ""],
      request: 'GET /"#{é HTTP/1.1',
      connections: { ...record.connections, retries: 1, redispatched: true },
    };
    const line = accessLine(odd);
    expect(line).toContain(" 1/1/0/0/+1 ");
    expect(line).toContain("{caf#E9#23 x||}");
    expect(line).toMatch(/"GET \/#22#23\{#E9 HTTP\/1\.1"$/);
    expect(accessLine({ ...record, request: "GET /\u{1f600}\n HTTP/1.1" })).toMatch(
      /"GET \/#F0#9F#98#80#0A HTTP/,
    );
  });

  it("has of a captured header no more than HAProxy is told to keep", () => {
    const call = callOf("/", { userAgent: "a".repeat(1_000) });
    expect(callPart(call).requestCaptures.map((value) => value.length)).toEqual([128, 6, 2]);
    const reply = replyOf({ version: "v".repeat(100), cache: "miss" });
    expect(replyPart(reply).responseCaptures).toEqual(["v".repeat(16), "miss"]);
  });
});

import type { RawEvent } from "@mission-control/contracts";
import { describe, expect, test } from "vitest";
import { defaultCatalog } from "./catalog.ts";
import { classify } from "./classify.ts";

const classOf = (raw: RawEvent) => classify(raw, defaultCatalog);

describe("the catalog", () => {
  test("takes a 404 that was reported as an exception for a request that found nothing, and no error", () => {
    const asReported: RawEvent[] = [
      {
        type: "exception",
        title: "404 Not Found: /wp-login.php",
        severity: "error",
        service: "parse-query-string",
      },
      { type: "exception", attributes: { message: "HTTP 404", "http.status_code": 404 } },
      { type: "Error", attributes: { status: "404" } },
      { type: "error", attributes: { message: "Request failed with status code 404" } },
    ];
    for (const raw of asReported) {
      expect(classOf(raw)).toMatchObject({ type: "request", subType: "not_found", severity: "info" });
    }
  });

  test("takes an address that a client wrote wrongly for the client's error, whatever threw", () => {
    const stack = "URIError: URI malformed\n    at parse-query-string (router/query.ts:9:22)";
    const malformed: RawEvent = { type: "exception", title: "URIError: URI malformed", severity: "error" };
    const info = { type: "request", severity: "info" };
    expect(classOf({ ...malformed, attributes: { stack } })).toMatchObject({
      ...info,
      subType: "client_error",
    });
    expect(classOf({ ...malformed, attributes: { stack, status: 404 } })).toMatchObject({
      ...info,
      subType: "not_found",
    });
    expect(
      classOf({ type: "error", attributes: { message: "Failed to decode param '%E0%A4%A'" } }),
    ).toMatchObject({ ...info, subType: "client_error" });
    expect(classOf({ type: "log", title: "URI malformed" }).type).toBe("log");
  });

  test.each([
    [{ days_left: 40 }, "", "info", ""],
    [{ days_left: 15 }, "expires_soon", "warning", "certificate www.example.org expires in 15 d"],
    [{ days_left: "4" }, "expires_soon", "warning", "certificate www.example.org expires in 4 d"],
    [{ days_left: 3 }, "expires_soon", "critical", "certificate www.example.org expires in 3 d"],
    [{ days_left: 0 }, "expires_soon", "critical", "certificate www.example.org expires in 0 d"],
    [{ days_left: -1 }, "expired", "critical", "certificate www.example.org has expired"],
    [{ days_left: null }, "", "info", ""],
    [{}, "", "info", ""],
  ] as const)(
    "judges a certificate by the days that it has left: %j",
    (attributes, subType, severity, title) => {
      const given = { type: "certificate", subType, severity, title };
      expect(classOf({ type: "certificate", host: "www.example.org", attributes })).toEqual(given);
      expect(
        classOf({ type: "certificate", attributes: { ...attributes, host: "www.example.org" } }),
      ).toEqual(given);
    },
  );

  test.each([
    ["health", { status: "down" }, "down", "error", "web-2 of web is down"],
    ["health", { status: "up" }, "up", "info", "web-2 of web is up"],
    ["health", { status: "maintenance" }, "maintenance", "info", "web-2 of web is in maintenance"],
    ["health", { status: "draining" }, "maintenance", "info", "web-2 of web is in maintenance"],
    ["probe", { success: false, target: "a", location: "fra" }, "failed", "error", "a fails from fra"],
    [
      "probe",
      { fault: "timeout", target: "a", location: "sin" },
      "failed",
      "error",
      "a fails from sin: timeout",
    ],
    ["probe", { success: true, fault: null }, "", "info", ""],
    ["mention", { kind: "flurry", count: 41 }, "flurry", "warning", "A flurry: 41 mentions of web"],
    ["mention", { source: "chat" }, "", "info", ""],
  ] as const)("knows of %s %j", (type, attributes, subType, severity, title) => {
    expect(classOf({ type, service: "web", host: "web-2", attributes })).toEqual({
      type,
      subType,
      severity,
      title,
    });
  });

  test("leaves an exception that only mentions the number alone", () => {
    expect(classOf({ type: "exception", title: "order 404 has no items" })).toMatchObject({
      type: "exception",
      subType: "",
      severity: "error",
    });
  });

  test.each([
    ["connection_pool_exhausted", "java.sql.SQLException: Connection pool exhausted"],
    ["connection_pool_exhausted", "could not obtain database connection within 5.000 seconds"],
    ["too_many_open_files", "accept4: too many open files"],
    ["too_many_open_files", "Error: EMFILE, open '/tmp/x'"],
    ["certificate_expiry", "x509: certificate has expired or is not yet valid"],
    ["out_of_memory", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"],
    ["out_of_memory", "java.lang.OutOfMemoryError: Java heap space"],
    ["disk_full", "write /var/lib/x: no space left on device"],
    ["connection_refused", "connect ECONNREFUSED 127.0.0.1:5432"],
    ["timeout", "context deadline exceeded"],
  ])("knows %s by what is said: %s", (subType, message) => {
    for (const type of ["exception", "log", "error"]) {
      expect(classOf({ type, attributes: { message } })).toMatchObject({ type, subType });
      expect(classOf({ type, title: message })).toMatchObject({ type, subType });
    }
  });

  test("does not look into the words of a deploy for failures", () => {
    const raw: RawEvent = { type: "deploy", title: "fix: too many open files", service: "api" };
    expect(classOf(raw)).toMatchObject({ type: "deploy", subType: "finished", severity: "info" });
  });

  test.each([
    ["failed", "failed", "error", "Deploy of api v7 failed"],
    ["rolled_back", "rolled_back", "warning", "api v7 rolled back"],
    ["started", "started", "info", "Deploy of api v7 started"],
    ["finished", "finished", "info", "api v7 deployed"],
  ] as const)("says how a deploy that %s went", (status, subType, severity, title) => {
    const raw: RawEvent = { type: "deploy", service: "api", attributes: { status, version: "v7" } };
    expect(classOf(raw)).toEqual({ type: "deploy", subType, severity, title });
  });

  test("calls a page load slow only when it took longer than the bound", () => {
    const load = (attributes: RawEvent["attributes"]) => classOf({ type: "page_load", attributes }).subType;
    expect(load({ duration: 4_000 })).toBe("");
    expect(load({ duration: 4_001 })).toBe("slow_page_load");
    expect(load({ durationMs: "9000" })).toBe("slow_page_load");
    expect(load({ duration_seconds: 4.5 })).toBe("slow_page_load");
    expect(load({ duration: "slow" })).toBe("");
    expect(load({ duration: "" })).toBe("");
    expect(load({})).toBe("");
  });

  test.each([
    [200, ""],
    [403, "client_error"],
    [404, "not_found"],
    [503, "server_error"],
  ])("gives a request with status %i the sub-type %j", (status, subType) => {
    expect(classOf({ type: "request", attributes: { status } }).subType).toBe(subType);
  });
});

describe("a class", () => {
  test("of an unknown type is what came", () => {
    expect(classOf({ type: "Größe", title: "x" })).toEqual({
      type: "Größe",
      subType: "",
      severity: "info",
      title: "x",
    });
  });

  test.each([
    ["TRACE", "info"],
    ["notice", "info"],
    ["Warn", "warning"],
    ["err", "error"],
    ["FATAL", "critical"],
    ["emerg", "critical"],
    ["chatty", "info"],
  ])("of a log takes its severity from the level %s", (level, severity) => {
    expect(classOf({ type: "log", attributes: { level } }).severity).toBe(severity);
  });

  test("believes a given severity before the level, and that before the catalog", () => {
    const message = "too many open files";
    expect(classOf({ type: "log", severity: "info", attributes: { message, level: "fatal" } }).severity).toBe(
      "info",
    );
    expect(classOf({ type: "log", attributes: { message, level: "warn" } }).severity).toBe("warning");
    expect(classOf({ type: "log", attributes: { message } }).severity).toBe("critical");
  });

  test("takes its title from what is said, the first line of it", () => {
    expect(classOf({ type: "log", attributes: { message: "  \n" } }).title).toBe("");
    expect(classOf({ type: "log", attributes: { message: " first \nsecond" } }).title).toBe("first");
    expect(classOf({ type: "log", title: "given", attributes: { message: "said" } }).title).toBe("given");
  });

  test("reads only what the event itself has, whatever its attributes are called", () => {
    const attributes = JSON.parse('{"__proto__": "x", "constructor": "y", "toString": "z"}');
    expect(classOf({ type: "constructor", attributes })).toMatchObject({
      type: "constructor",
      severity: "info",
    });
    const catalog = {
      ...defaultCatalog,
      entries: [{ when: {}, is: { subType: "s", title: "{constructor}{hasOwnProperty}{valueOf}" } }],
    };
    expect(classify({ type: "t", attributes: {} }, catalog).title).toBe("");
  });

  test("takes the first entry that holds", () => {
    const catalog = {
      ...defaultCatalog,
      entries: [
        { when: { types: ["t"], text: ["needle"] }, is: { subType: "first" } },
        { when: { types: ["t"] }, is: { subType: "second" } },
      ],
    };
    expect(classify({ type: "t", title: "a NEEDLE here" }, catalog).subType).toBe("first");
    expect(classify({ type: "t", title: "none" }, catalog).subType).toBe("second");
    expect(classify({ type: "u", title: "needle" }, catalog).subType).toBe("");
  });
});

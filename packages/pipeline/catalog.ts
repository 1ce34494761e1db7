import type { Severity } from "@mission-control/contracts";

/** When an entry holds: all of what is given here, each a list of which one is enough. Texts are lower case. */
export interface CatalogCondition {
  readonly types?: readonly string[];
  /** Parts of the title or of what the event says besides (see `saying`). */
  readonly text?: readonly string[];
  /** An HTTP status, from and to. */
  readonly status?: readonly [from: number, to: number];
  readonly slowerThanMs?: number;
  /** An attribute's name and the values that fit; where there are none, any that says something. */
  readonly attribute?: readonly [name: string, values: readonly string[]];
  /** An attribute's name and the largest number that fits. */
  readonly atMost?: readonly [name: string, number: number];
}

/** One line of the catalog: when it holds, and what the event then is. */
export interface CatalogEntry {
  readonly when: CatalogCondition;
  readonly is: {
    /** A better type than the one it came with; its severity then replaces even a given one. */
    readonly type?: string;
    readonly subType: string;
    readonly severity?: Severity;
    /** For events without a title: `{service}`, `{host}`, `{type}` or an attribute's name are filled in. */
    readonly title?: string;
  };
}

/** What the classes of events are made from. */
export interface Catalog {
  /** The first entry that holds counts. */
  readonly entries: readonly CatalogEntry[];
  /** Attributes that say in words what happened, the first there is. */
  readonly saying: readonly string[];
  /** Attributes that carry an HTTP status. */
  readonly status: readonly string[];
  /** Attributes that carry how long something took, and what one of their units is in milliseconds. */
  readonly duration: readonly (readonly [name: string, unitMs: number])[];
  /** Attributes that carry a log level. */
  readonly level: readonly string[];
  readonly severityOfLevel: Readonly<Record<Severity, readonly string[]>>;
  readonly severityOfType: Readonly<Record<Severity, readonly string[]>>;
}

const failures = ["exception", "error", "log", "alert"];

/** The catalog that Mission Control comes with. */
export const defaultCatalog: Catalog = {
  entries: [
    {
      when: { types: ["deploy"], attribute: ["status", ["failed"]] },
      is: { subType: "failed", severity: "error", title: "Deploy of {service} {version} failed" },
    },
    {
      when: { types: ["deploy"], attribute: ["status", ["rolled_back", "rolled-back", "rollback"]] },
      is: { subType: "rolled_back", severity: "warning", title: "{service} {version} rolled back" },
    },
    {
      when: { types: ["deploy"], attribute: ["status", ["started"]] },
      is: { subType: "started", severity: "info", title: "Deploy of {service} {version} started" },
    },
    {
      when: { types: ["deploy"] },
      is: { subType: "finished", severity: "info", title: "{service} {version} deployed" },
    },
    // Frameworks throw for an address that does not exist, and report it as they report a fault of the program.
    {
      when: { types: ["exception", "error"], status: [404, 404] },
      is: { type: "request", subType: "not_found", severity: "info" },
    },
    {
      when: {
        types: ["exception", "error"],
        text: ["404 not found", "status code 404", "statuscode: 404", "http 404", "notfoundhttpexception"],
      },
      is: { type: "request", subType: "not_found", severity: "info" },
    },
    // What a client wrote wrongly into an address, thrown by whatever took it apart.
    {
      when: {
        types: ["exception", "error"],
        text: ["uri malformed", "malformed uri", "malformed query string", "failed to decode param"],
      },
      is: { type: "request", subType: "client_error", severity: "info" },
    },
    {
      when: {
        types: failures,
        text: [
          "connection pool exhausted",
          "could not obtain database connection",
          "could not obtain a database connection",
          "timeout acquiring a connection",
          "unable to acquire jdbc connection",
          "remaining connection slots are reserved",
          "too many connections",
        ],
      },
      is: { subType: "connection_pool_exhausted", severity: "critical" },
    },
    {
      when: { types: failures, text: ["too many open files", "emfile", "enfile"] },
      is: { subType: "too_many_open_files", severity: "critical" },
    },
    {
      when: {
        types: failures,
        text: [
          "certificate has expired",
          "certificate expired",
          "cert_has_expired",
          "certificate is not yet valid",
          "certificate will expire",
        ],
      },
      is: { subType: "certificate_expiry", severity: "critical" },
    },
    {
      when: {
        types: failures,
        text: [
          "out of memory",
          "outofmemory",
          "oom-kill",
          "oomkilled",
          "cannot allocate memory",
          "allocation failed - javascript heap",
        ],
      },
      is: { subType: "out_of_memory", severity: "critical" },
    },
    {
      when: { types: failures, text: ["no space left on device", "enospc", "disk full"] },
      is: { subType: "disk_full", severity: "critical" },
    },
    {
      when: { types: failures, text: ["econnrefused", "connection refused"] },
      is: { subType: "connection_refused", severity: "error" },
    },
    {
      when: { types: failures, text: ["etimedout", "timed out", "deadline exceeded"] },
      is: { subType: "timeout", severity: "error" },
    },
    {
      when: { types: ["page_load"], slowerThanMs: 4_000 },
      is: { subType: "slow_page_load", severity: "warning", title: "Slow page load {url}" },
    },
    {
      when: { types: ["certificate"], atMost: ["days_left", -1] },
      is: { subType: "expired", severity: "critical", title: "certificate {host} has expired" },
    },
    {
      when: { types: ["certificate"], atMost: ["days_left", 3] },
      is: {
        subType: "expires_soon",
        severity: "critical",
        title: "certificate {host} expires in {days_left} d",
      },
    },
    {
      when: { types: ["certificate"], atMost: ["days_left", 15] },
      is: {
        subType: "expires_soon",
        severity: "warning",
        title: "certificate {host} expires in {days_left} d",
      },
    },
    {
      when: { types: ["health"], attribute: ["status", ["down"]] },
      is: { subType: "down", severity: "error", title: "{host} of {service} is down" },
    },
    {
      when: { types: ["health"], attribute: ["status", ["up"]] },
      is: { subType: "up", severity: "info", title: "{host} of {service} is up" },
    },
    {
      when: { types: ["health"], attribute: ["status", ["maintenance", "draining"]] },
      is: { subType: "maintenance", severity: "info", title: "{host} of {service} is in maintenance" },
    },
    {
      when: { types: ["probe"], attribute: ["success", ["false", "0"]] },
      is: { subType: "failed", severity: "error", title: "{target} fails from {location}" },
    },
    {
      when: { types: ["probe"], attribute: ["fault", []] },
      is: { subType: "failed", severity: "error", title: "{target} fails from {location}: {fault}" },
    },
    {
      when: { types: ["mention"], attribute: ["kind", ["flurry"]] },
      is: { subType: "flurry", severity: "warning", title: "A flurry: {count} mentions of {service}" },
    },
    { when: { types: ["request"], status: [404, 404] }, is: { subType: "not_found", severity: "info" } },
    { when: { types: ["request"], status: [400, 499] }, is: { subType: "client_error", severity: "info" } },
    { when: { types: ["request"], status: [500, 599] }, is: { subType: "server_error", severity: "error" } },
    {
      when: { types: ["request"], slowerThanMs: 4_000 },
      is: { subType: "slow_request", severity: "warning" },
    },
  ],
  saying: ["message", "exception.message", "error", "error.message", "body", "reason"],
  status: ["status", "status_code", "statusCode", "http.status_code", "http.response.status_code"],
  duration: [
    ["durationMs", 1],
    ["duration_ms", 1],
    ["load_time_ms", 1],
    ["duration_seconds", 1_000],
    // As the browsers' Performance interface has it.
    ["duration", 1],
  ],
  level: ["level", "severity", "severity_text", "log.level"],
  severityOfLevel: {
    info: ["trace", "debug", "info", "information", "notice"],
    warning: ["warn", "warning"],
    error: ["err", "error", "severe"],
    critical: ["crit", "critical", "fatal", "alert", "emerg", "emergency", "panic"],
  },
  severityOfType: { info: [], warning: ["alert"], error: ["exception", "error"], critical: [] },
};

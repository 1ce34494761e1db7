import { isIP } from "node:net";
import { hostname } from "node:os";
import { Refusal } from "@mission-control/contracts";
import type { MiddlewareHandler } from "hono";

const HEADERS: readonly (readonly [string, string])[] = [
  [
    "Content-Security-Policy",
    [
      "default-src 'none'",
      // WebAssembly for the worker in which functions are previewed; no text is ever run as a script.
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  ],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"],
];

/** Puts the security headers on every answer, refusals too. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of HEADERS) c.res.headers.set(name, value);
  };
}

/**
 * Answers only to names that are this server's, so that a foreign page cannot reach it by pointing its own name here
 * (DNS rebinding). A bare address is always one of ours; a name is when it is localhost, this machine's or allowed.
 */
export function knownHosts(allowed: readonly string[]): MiddlewareHandler {
  const names = new Set([
    "localhost",
    hostname().toLowerCase(),
    ...allowed.map((name) => name.toLowerCase()),
  ]);
  return async (c, next) => {
    const name = hostOf(c.req.header("host") ?? "");
    if (isIP(name) === 0 && !names.has(name)) {
      throw new Refusal(
        "unknown_host",
        `This server does not answer to the name "${name.slice(0, 100)}". Add it to allowedHosts in mission-control.yaml if it should.`,
      );
    }
    await next();
  };
}

function hostOf(header: string): string {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(header);
  return (bracketed?.[1] ?? header.replace(/:\d+$/, "")).toLowerCase();
}

/** Refuses what another site's page sends: browsers name the page's origin, programs do not. */
export function sameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    const foreign =
      origin !== undefined
        ? originHost(origin) !== (c.req.header("host") ?? "").toLowerCase()
        : site === "cross-site";
    const navigation = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
    if (foreign && !navigation)
      throw new Refusal("forbidden_origin", "Requests from other sites' pages are refused.");
    await next();
  };
}

function originHost(origin: string): string {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return "";
  }
}

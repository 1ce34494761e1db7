import type { Random } from "../company/random.ts";
import type { Failure } from "./report.ts";

/** Faults that a release may bring, each with the place in the shop's code where it shows. */
const bugs = {
  web: [
    [
      "TypeError",
      "Cannot read properties of undefined (reading 'price')",
      "renderOffer",
      "pages/offer.ts:58:21",
    ],
    ["RangeError", "Invalid currency code : undefined", "formatPrice", "pages/format.ts:12:10"],
  ],
  api: [
    [
      "TypeError",
      "Cannot read properties of null (reading 'discount')",
      "totalOf",
      "checkout/total.ts:41:17",
    ],
    ["Error", "order total does not match its items", "checkTotal", "checkout/check.ts:27:11"],
  ],
} as const;

/** One of the exceptions that a bad release of a service throws. */
export function drawBug(service: "web" | "api", random: Random, route: string): Failure {
  const [exception, message, name, place] = random.pick<readonly [string, string, string, string]>(
    bugs[service],
  );
  return failure(exception, `${exception}: ${message}`, name, place, { route, status: 500 });
}

/** What a framework throws at an address that it cannot read: no fault of the program, though it looks like one. */
export function malformedQuery(path: string): Failure {
  return failure("URIError", "URIError: URI malformed", "parse-query-string", "router/query.ts:9:22", {
    status: 404,
    path: path.slice(0, 500),
  });
}

export function missingPage(path: string): Failure {
  return failure("NotFoundError", "NotFoundError: no such page", "find-route", "router/route.ts:31:13", {
    status: 404,
    path: path.slice(0, 500),
  });
}

export const poolDry: Failure = failure(
  "PoolError",
  "could not obtain database connection",
  "acquire",
  "database/pool.ts:73:15",
  { status: 503 },
);

export const tooManyFiles: Failure = failure(
  "Error",
  "EMFILE: too many open files, open '/srv/shop/assets/app.css'",
  "open",
  "assets/read.ts:16:9",
  { status: 500, code: "EMFILE" },
);

export const apiAway: Failure = failure(
  "Error",
  "connect ECONNREFUSED: the api does not answer",
  "ask",
  "api/ask.ts:22:11",
  { status: 502, code: "ECONNREFUSED" },
);

function failure(
  exception: string,
  title: string,
  name: string,
  place: string,
  more: Failure["attributes"],
): Failure {
  const stack = `${title}\n    at ${name} (${place})\n    at handle (server/handle.ts:44:20)`;
  return { title, attributes: { ...more, exception, function: name, stack } };
}

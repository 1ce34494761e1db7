/** Who asks: a member of the seeded population, or a probe. */
export interface User {
  readonly id: string;
  /** From the ranges kept for documentation (RFC 5737, RFC 3849). */
  readonly address: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly experiment: "blue-button" | "orange-button";
}

/** A request inside the company, over HTTP or, in a rehearsal, as a call. */
export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  /** With its query, as the request line has it. */
  readonly path: string;
  /** A JSON text; only of a POST. */
  readonly body?: string;
  readonly userAgent: string;
  readonly user: User;
}

/** The answer to a call. */
export interface Reply {
  readonly status: number;
  readonly type:
    | "text/html"
    | "application/json"
    | "text/plain"
    | "text/css"
    | "text/javascript"
    | "image/svg+xml";
  readonly body: string;
  /** Where a redirect leads: a path of the same site. */
  readonly location?: string;
  /** The version of the instance that answered. */
  readonly version: string;
  /** Seconds for which the edge may keep it, 0 for not at all. */
  readonly maxAge: number;
  /** What the edge cache says of it. */
  readonly cache?: "hit" | "miss";
}

/** Nobody answered: the instance is gone, or refuses connections. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** An instance had the request and broke off: what it did of it is not known, so nobody else may be asked. */
export class CutOff extends Error {
  override name = "CutOff";
}

/** Asks whoever stands behind it. @throws Unreachable, CutOff */
export type Ask = (call: Call) => Promise<Reply>;

/** Headers that carry a `User` and what the balancer's log captures. */
export const headers = {
  user: "x-user",
  country: "x-country",
  experiment: "x-experiment",
  address: "x-forwarded-for",
  version: "x-version",
  cache: "x-cache",
} as const;

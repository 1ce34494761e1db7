import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Problem, type ProblemCode, problemCodes, Refusal } from "@mission-control/contracts";
import type { Context } from "hono";
import type { Logger } from "pino";

const TITLES: Record<ProblemCode, string> = {
  invalid_body: "The body cannot be used",
  invalid_query: "The request's parameters cannot be used",
  forbidden_origin: "Not from here",
  not_shared: "Not shared by this link",
  unknown_host: "Unknown host name",
  not_found: "There is nothing here",
  method_not_allowed: "Not with this method",
  built_in: "This is built in",
  name_taken: "This name is taken",
  changed_meanwhile: "Changed meanwhile",
  not_ready: "Not ready yet",
  too_large: "Too large",
  unsupported_media: "This encoding is not understood",
  too_costly: "Too much for one query",
  not_evaluated: "This cannot be evaluated",
  too_many_requests: "Too many requests",
  internal: "Something went wrong here",
  not_supported: "This store cannot do that",
  spool_full: "The spool is full",
  disk_full: "The disk is full",
  store_away: "The store cannot be reached",
  too_many_watchers: "Too many streams",
  overloaded: "Too much is asked at once",
};

/** The problem document of a refusal, with Retry-After where trying again can help. */
export function answerProblem(refusal: Refusal, more: Partial<Problem> = {}): Response {
  const status = problemCodes[refusal.code];
  const body: Problem = {
    type: `urn:mission-control:problem:${refusal.code}`,
    title: TITLES[refusal.code],
    status,
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...more,
  };
  const headers: Record<string, string> = { "Content-Type": "application/problem+json" };
  if (status === 503 || status === 429) headers["Retry-After"] = "5";
  return new Response(JSON.stringify(body), { status, headers });
}

/** The edge where every failure ends: refusals say why, our own bugs are logged and say only that. */
export function problemHandler(log: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof Refusal) return answerProblem(error);
    log.error({ err: error, path: withoutToken(c.req.path) }, "a request failed");
    const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing;
    if (outgoing?.headersSent === true) {
      outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    return answerProblem(
      new Refusal("internal", "The fault is logged by the server; the request may be tried again."),
    );
  };
}

/** A path as it may stand in a log: what opens a shared link is left out. */
const withoutToken = (path: string): string =>
  path.replace(/^(\/(?:api\/)?(?:shared|wall|snapshots)\/)[^/]+/, "$1…");

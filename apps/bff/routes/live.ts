import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { liveIdSchema, Refusal, rejectsOf, subscribeSchema } from "@mission-control/contracts";
import { type Context, Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import type { Broadcast } from "../live/broadcast.ts";

/** `/api/live`: one stream of server-sent events for each browser, and what it watches. */
export function liveRoutes(options: { broadcast: Broadcast }): Hono<{ Bindings: HttpBindings }> {
  const { broadcast } = options;
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.get("/", async (c) => {
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
    const id = liveIdSchema.safeParse(c.req.query("id") ?? randomBytes(16).toString("hex"));
    if (!id.success)
      throw new Refusal("invalid_query", "This stream id cannot be used.", {
        errors: rejectsOf(id.error, "id"),
      });
    const { outgoing, lastEventId } = beginStream(c);
    await broadcast.connect(id.data, outgoing, lastEventId);
    return RESPONSE_ALREADY_SENT;
  });

  app.put("/:id/subscriptions", async (c) => {
    const body = subscribeSchema.safeParse(parseJson(await readBody(c.req.raw)));
    if (!body.success) {
      throw new Refusal("invalid_body", "These subscriptions cannot be used.", {
        errors: rejectsOf(body.error),
      });
    }
    const subscribed = broadcast.subscribe(c.req.param("id"), body.data.lanes);
    if (subscribed === undefined)
      throw new Refusal("not_found", "There is no such stream; connect to /api/live first.");
    return c.json(subscribed);
  });

  return app;
}

/** Begins an answer of server-sent events, and says which step its reader had last. */
export function beginStream(c: Context<{ Bindings: HttpBindings }>): {
  outgoing: ServerResponse;
  lastEventId: number | undefined;
} {
  const { outgoing } = c.env;
  if (!("socket" in outgoing) || !("flushHeaders" in outgoing))
    throw new Error("the live stream needs HTTP/1.1");
  outgoing.writeHead(200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
  // Whoever reads it may go at any moment.
  outgoing.on("error", () => {});
  outgoing.socket?.setNoDelay(true);
  outgoing.flushHeaders();
  const lastEventId = Number(c.req.header("last-event-id") || Number.NaN);
  return { outgoing, lastEventId: Number.isFinite(lastEventId) ? lastEventId : undefined };
}

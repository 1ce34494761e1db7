import { noticeQuerySchema, Refusal, rejectsOf } from "@mission-control/contracts";
import { Hono } from "hono";
import type { Notices } from "../alerts/delivery.ts";

/** `/api/notices`: what was sent to whom, every attempt of it, and what waits. */
export function noticeRoutes(options: {
  list: Notices["list"];
  retry: ReturnType<Notices["deliverBy"]>["retry"];
}): Hono {
  const { list, retry } = options;
  const app = new Hono();

  app.get("/", async (c) => {
    const query = noticeQuerySchema.safeParse(c.req.query());
    if (!query.success)
      throw new Refusal("invalid_query", "These notices cannot be asked for.", {
        errors: rejectsOf(query.error),
      });
    return c.json(await list(query.data));
  });

  app.post("/:id/retry", async (c) => c.json(await retry(c.req.param("id"))));

  app.all("/", () => {
    throw new Refusal("method_not_allowed", "Notices are asked for with GET.");
  });
  app.all("/:id/retry", () => {
    throw new Refusal("method_not_allowed", "A notice is tried again with POST.");
  });

  return app;
}

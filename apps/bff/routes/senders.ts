import { Refusal } from "@mission-control/contracts";
import { Hono } from "hono";
import type { Senders } from "../alerts/senders.ts";

/** `/api/senders`: who sends, the longest silent in front; one that will not come back is forgotten with DELETE. */
export function senderRoutes({ senders }: { senders: Pick<Senders, "list" | "forget"> }): Hono {
  const app = new Hono();

  app.get("/", (c) => c.json({ senders: senders.list().sort((a, b) => b.silentMs - a.silentMs) }));

  app.delete("/", (c) => {
    const { service = "", instance = "" } = c.req.query();
    if (!senders.forget(service, instance))
      throw new Refusal("not_found", "There is no such sender: ?service=…&instance=… names one of the list.");
    return c.body(null, 204);
  });

  app.all("/", () => {
    throw new Refusal("method_not_allowed", "Senders are asked for with GET, and forgotten with DELETE.");
  });
  return app;
}

import { Refusal } from "@mission-control/contracts";
import { Hono } from "hono";
import type { AlertEngine } from "../alerts/engine.ts";
import type { Wishes } from "../alerts/wishes.ts";
import { parseJson, readBody } from "../edge/body.ts";

/**
 * `/api/alerts/:id/acknowledge`: somebody looks after an alert, until it is over or he says that he does not; and
 * `/api/alerts/acknowledge` for many at once.
 */
export function acknowledgeRoutes(options: {
  acknowledgements: Wishes["acknowledgements"];
  engine: Pick<AlertEngine, "standing">;
}): Hono {
  const { acknowledgements, engine } = options;
  const app = new Hono();
  const path = "/:id/acknowledge";

  app.post(path, async (c) => {
    const id = c.req.param("id");
    const alert = engine.standing().find((each) => each.id === id);
    if (alert === undefined)
      throw new Refusal(
        "not_found",
        "This alert is over, or there never was one. GET /api/alerts lists them.",
      );
    const body = await readBody(c.req.raw);
    return c.json(await acknowledgements.add(alert, body.byteLength === 0 ? {} : parseJson(body)));
  });

  app.post("/acknowledge", async (c) =>
    c.json(await acknowledgements.addMany(engine.standing(), parseJson(await readBody(c.req.raw)))),
  );

  app.delete(path, async (c) => {
    if (!(await acknowledgements.remove(c.req.param("id"))))
      throw new Refusal("not_found", "Nobody has acknowledged this alert.");
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal("method_not_allowed", "An alert is acknowledged with POST; DELETE takes that back.");
  };
  app.all(path, notSo);
  app.all("/acknowledge", notSo);
  return app;
}

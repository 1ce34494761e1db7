import { passesAll } from "@mission-control/alerts";
import { Refusal, silencePreviewSchema } from "@mission-control/contracts";
import { Hono } from "hono";
import { checked, matcherFaults } from "../alerts/check-matchers.ts";
import type { AlertEngine } from "../alerts/engine.ts";
import type { Wishes } from "../alerts/wishes.ts";
import { parseJson, readBody } from "../edge/body.ts";

/** `/api/silences`: of which alerts nobody is told for a time. What is over stays in the list for a month. */
export function silenceRoutes(options: {
  silences: Wishes["silences"];
  engine: Pick<AlertEngine, "alerts">;
}): Hono {
  const { silences, engine } = options;
  const app = new Hono();

  app.get("/", (c) => c.json({ silences: silences.list() }));

  app.post("/", async (c) => c.json(await silences.add(parseJson(await readBody(c.req.raw))), 201));

  app.post("/preview", async (c) => {
    const { matchers } = checked(silencePreviewSchema, parseJson(await readBody(c.req.raw)), (asked) =>
      matcherFaults(asked.matchers, "matchers"),
    );
    return c.json({ alerts: engine.alerts().filter((alert) => passesAll(matchers, alert)) });
  });

  app.put("/:id", async (c) =>
    c.json(await silences.change(c.req.param("id"), parseJson(await readBody(c.req.raw)))),
  );

  app.delete("/:id", async (c) => {
    await silences.end(c.req.param("id"));
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Silences are listed with GET /api/silences, made with POST, changed with PUT and ended with DELETE.",
    );
  };
  app.all("/", notSo);
  app.all("/:id", notSo);
  return app;
}

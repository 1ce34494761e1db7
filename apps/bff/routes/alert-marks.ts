import { Refusal } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { AlertRecords } from "@mission-control/store";
import { Hono } from "hono";
import type { AlertEngine } from "../alerts/engine.ts";
import { marksOf } from "../alerts/marks.ts";
import type { Rules } from "../alerts/rules.ts";
import { momentOf } from "./alerts.ts";

/** `/api/alerts/marks`: what a wall shows of rules and alerts at its lanes, now or at a moment. */
export function alertMarkRoutes(options: {
  engine: Pick<AlertEngine, "alerts">;
  records: Pick<AlertRecords, "at">;
  rules: Pick<Rules, "list">;
  clock: Clock;
}): Hono {
  const { engine, records, rules, clock } = options;
  const app = new Hono();

  app.get("/marks", async (c) => {
    const atMs = momentOf(c.req.query("at"));
    const alerts = atMs === undefined ? engine.alerts() : await records.at(atMs);
    return c.json(marksOf(rules.list(), alerts, atMs ?? clock.now()));
  });

  app.all("/marks", () => {
    throw new Refusal("method_not_allowed", "Alerts are asked for with GET.");
  });
  return app;
}

import {
  type Alert,
  type AlertList,
  alertHistoryQuerySchema,
  alertStates,
  Refusal,
  rejectsOf,
  severitySchema,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { AlertRecords } from "@mission-control/store";
import { Hono } from "hono";
import type { AlertEngine } from "../alerts/engine.ts";

/** `/api/alerts`: how alerts stand, stood at a moment, and changed. */
export function alertRoutes(options: {
  engine: Pick<AlertEngine, "alerts" | "standing">;
  records: Pick<AlertRecords, "at" | "history">;
  clock: Clock;
  /** What is answered beside them. */
  more?: readonly Hono[];
}): Hono {
  const { engine, records, clock, more = [] } = options;
  const app = new Hono();

  app.get("/", async (c) => {
    const atMs = momentOf(c.req.query("at"));
    const alerts = atMs === undefined ? engine.alerts() : await records.at(atMs);
    const list: AlertList = { atMs: atMs ?? clock.now(), alerts: alerts.sort(gravestFirst) };
    return c.json(list);
  });

  app.get("/counts", (c) => {
    const bySeverity = Object.fromEntries(severitySchema.options.map((severity) => [severity, 0]));
    const byState = Object.fromEntries(
      alertStates.filter((state) => state !== "normal").map((state) => [state, 0]),
    );
    for (const { state, severity } of engine.standing()) {
      byState[state] = (byState[state] ?? 0) + 1;
      if (state === "firing" || state === "recovering")
        bySeverity[severity] = (bySeverity[severity] ?? 0) + 1;
    }
    return c.json({ atMs: clock.now(), byState, firing: bySeverity });
  });

  app.get("/history", async (c) => {
    const query = alertHistoryQuerySchema.safeParse(c.req.query());
    if (!query.success) {
      throw new Refusal("invalid_query", "These parameters cannot be used.", {
        errors: rejectsOf(query.error),
      });
    }
    return c.json(await records.history(query.data));
  });
  for (const room of more) app.route("/", room);

  const notSo = () => {
    throw new Refusal("method_not_allowed", "Alerts are asked for with GET.");
  };
  app.all("/", notSo);
  app.all("/counts", notSo);
  app.all("/history", notSo);
  return app;
}

const STATE_ORDER: Record<Alert["state"], number> = {
  firing: 0,
  recovering: 0,
  error: 1,
  "no-data": 2,
  pending: 3,
  normal: 4,
};

/** What fires in front, then by severity, then what came last. */
function gravestFirst(a: Alert, b: Alert): number {
  const { options } = severitySchema;
  return (
    STATE_ORDER[a.state] - STATE_ORDER[b.state] ||
    options.indexOf(b.severity) - options.indexOf(a.severity) ||
    b.sinceMs - a.sinceMs ||
    (a.id < b.id ? -1 : 1)
  );
}

/** A moment as the address says it, in ms. @throws Refusal */
export function momentOf(given: string | undefined): number | undefined {
  if (given === undefined || given === "") return undefined;
  if (/^\d{1,15}$/.test(given)) return Number(given);
  throw new Refusal("invalid_query", "at: a time in milliseconds since the epoch.");
}

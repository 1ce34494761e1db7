import {
  type Deploy,
  deployOfEvent,
  type EventPage,
  type EventQuery,
  limits,
  Refusal,
  rawDeploySchema,
  rejectsOf,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { eventOfDeploy } from "@mission-control/sources";
import { Hono } from "hono";
import { z } from "zod";
import { parseJson, readBody } from "../edge/body.ts";
import { type AcceptEvents, idempotencyKeyOf } from "./events.ts";

const DAY_MS = 86_400_000;
const PAGE = 1_000;
const MOST = 5_000;
const rangeSchema = z.object({ from: z.coerce.number().optional(), to: z.coerce.number().optional() });

/** `/api/deploys`: changes to services, which the wall draws across every lane. */
export function deployRoutes(options: {
  clock: Clock;
  accept: AcceptEvents;
  find: (query: EventQuery) => Promise<EventPage>;
}): Hono {
  const { clock, accept, find } = options;
  const app = new Hono();

  app.post("/", async (c) => {
    const body = await readBody(c.req.raw);
    const raw = rawDeploySchema.safeParse(parseJson(body));
    if (!raw.success) {
      throw new Refusal("invalid_body", "This deploy cannot be used; nothing was kept.", {
        errors: rejectsOf(raw.error),
      });
    }
    if ((raw.data.time ?? 0) > clock.now() + limits.futureMs) {
      throw new Refusal("invalid_body", "This deploy lies too far in the future; nothing was kept.", {
        errors: [
          { code: "too_far_ahead", path: "time", message: `at most ${limits.futureMs / 60_000} min ahead` },
        ],
      });
    }
    const key = idempotencyKeyOf("deploys", c.req.header("idempotency-key"), body);
    const kept = await accept([eventOfDeploy(raw.data)], key === undefined ? {} : { idempotencyKey: key });
    if (kept.rejects.length > 0) {
      throw new Refusal("invalid_body", "This deploy cannot be used; nothing was kept.", {
        errors: [...kept.rejects],
      });
    }
    return c.json(
      { id: kept.duplicate ? null : (kept.events[0]?.id ?? null), duplicate: kept.duplicate },
      kept.duplicate ? 200 : 201,
    );
  });

  app.get("/", async (c) => {
    const range = rangeSchema.safeParse(c.req.query());
    if (!range.success) {
      throw new Refusal("invalid_query", "from and to are milliseconds since the epoch.", {
        errors: rejectsOf(range.error),
      });
    }
    const to = range.data.to ?? clock.now() + limits.futureMs;
    const from = range.data.from ?? to - DAY_MS;
    const deploys: Deploy[] = [];
    let before: string | undefined;
    do {
      const page: EventPage = await find({
        type: "deploy",
        from,
        to,
        limit: PAGE,
        ...(before ? { before } : {}),
      });
      for (const event of page.events) {
        const deploy = deployOfEvent(event);
        if (deploy !== undefined) deploys.push(deploy);
      }
      before = page.next ?? undefined;
    } while (before !== undefined && deploys.length < MOST);
    return c.json({ deploys: deploys.reverse() });
  });

  app.all("/", () => {
    throw new Refusal("method_not_allowed", "Deploys are posted, or asked for with GET.");
  });

  return app;
}

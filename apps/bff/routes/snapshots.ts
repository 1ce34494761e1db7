import {
  decodeColumns,
  type Event,
  eventQuerySchema,
  limits,
  type PromError,
  Refusal,
  rawSnapshotSchema,
  rejectsOf,
  type SharedPage,
} from "@mission-control/contracts";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import { eventsOf } from "../shares/event-filters.ts";
import { type Contents, keptQuery, resampled } from "../snapshots/contents.ts";
import type { Snapshots } from "../snapshots/snapshots.ts";
import { type LaneQuery, lanesAnswer } from "./lanes-answer.ts";
import { gridOf, ParameterError, parametersOf, queriesOf } from "./parameters.ts";
import { answerError } from "./prom-answer.ts";
import { nothingFinal } from "./proxied-query.ts";

/** So many parts of a file are unpacked at once. */
const AT_ONCE = 4;

/**
 * `/api/snapshots`: views with their values as they were. Below the id of one stand the routes that its page asks, answered
 * from its file alone: who knows the id may look at it.
 */
export function snapshotRoutes(options: { snapshots: Snapshots; onError: (error: unknown) => void }): Hono {
  const { snapshots, onError } = options;
  const app = new Hono();

  app.get("/", async (c) => c.json({ snapshots: await snapshots.list() }));

  app.post("/", async (c) => {
    const raw = rawSnapshotSchema.safeParse(parseJson(await readBody(c.req.raw)));
    if (!raw.success) {
      throw new Refusal("invalid_body", "No snapshot can be taken of this.", {
        errors: rejectsOf(raw.error),
      });
    }
    const taking = await snapshots.start(raw.data);
    return c.json(taking, 202, { Location: `/api/snapshots/taking/${taking.id}` });
  });

  app.get("/taking/:id", (c) => c.json(snapshots.taking(c.req.param("id"))));
  app.delete("/taking/:id", async (c) => {
    await snapshots.cancel(c.req.param("id"));
    return c.body(null, 204);
  });

  app.get("/:id", async (c) => {
    const id = c.req.param("id");
    const { view, shown, store, stepMs, toMs, takenMs } = await snapshots.contents(id);
    const page: SharedPage = {
      kind: "snapshot",
      title: (await snapshots.titleOf(id)) ?? view.name,
      views: [{ view, shown }],
      everyS: 0,
      baseStepMs: stepMs,
      nowMs: toMs,
      store,
      takenMs,
    };
    return c.json(page);
  });

  app.delete("/:id", async (c) => {
    await snapshots.remove(c.req.param("id"));
    return c.body(null, 204);
  });

  app.post("/:id/v1/query_ranges", async (c) => {
    const id = c.req.param("id");
    const contents = await snapshots.contents(id);
    try {
      const parameters = await parametersOf(c);
      const grid = gridOf(parameters);
      const store = parameters.get("store") ?? undefined;
      const queryOf = (expr: string): LaneQuery => ({
        weight: 1,
        ask: () => answerOf(id, contents, { expr, store }, grid),
      });
      return lanesAnswer(c, {
        queries: queriesOf(parameters).map(queryOf),
        most: AT_ONCE,
        grid,
        past: nothingFinal,
        onError,
      });
    } catch (error) {
      if (error instanceof ParameterError) return answerError(c, error);
      throw error;
    }
  });

  app.get("/:id/deploys", async (c) => {
    const id = c.req.param("id");
    const { deploys } = await snapshots.contents(id);
    return c.body(await snapshots.read(id, deploys), 200, { "Content-Type": "application/json" });
  });

  app.get("/:id/events", async (c) => {
    const id = c.req.param("id");
    const { view, events } = await snapshots.contents(id);
    const query = eventQuerySchema.safeParse(c.req.query());
    if (!query.success) {
      throw new Refusal("invalid_query", "These parameters cannot be used.", {
        errors: rejectsOf(query.error),
      });
    }
    const wants = eventsOf([view]);
    if (wants === undefined) return c.json({ events: [], next: null });
    const { type, except, from = 0, to = Number.MAX_SAFE_INTEGER, limit } = query.data;
    const kept = JSON.parse((await snapshots.read(id, events)).toString()) as Event[];
    const wanted = kept.filter(
      (event) =>
        // Some were taken with all that had happened.
        wants(event) &&
        (type === undefined || event.type === type) &&
        event.type !== except &&
        event.timeMs >= from &&
        event.timeMs <= to,
    );
    return c.json({ events: wanted.slice(0, limit), next: null });
  });

  app.all("*", () => {
    throw new Refusal(
      "method_not_allowed",
      "Snapshots are listed and looked at with GET, taken with POST, removed with DELETE.",
    );
  });

  async function answerOf(
    id: string,
    contents: Contents,
    { expr, store }: { expr: string; store: string | undefined },
    grid: ReturnType<typeof gridOf>,
  ) {
    const kept = keptQuery(contents, { expr, store, stepMs: grid.stepMs });
    if (kept?.part === undefined) return notKept(kept?.failure);
    const bytes = await snapshots.read(id, kept.part);
    const columns = decodeColumns(Uint8Array.from(bytes).buffer);
    if ("code" in columns) return notKept("The file of this snapshot is damaged here.");
    return resampled(columns, grid);
  }

  return app;
}

const notKept = (why = "This is no part of the snapshot."): PromError => ({
  status: "error",
  errorType: "execution",
  error: why.slice(0, limits.textLength),
});

import { createHash } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import {
  type EventPage,
  type EventQuery,
  eventQuerySchema,
  type LaneSubscription,
  liveIdSchema,
  Refusal,
  rejectsOf,
  type SharedPage,
  subscribeSchema,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { type Context, Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import type { Broadcast } from "../live/broadcast.ts";
import { eventsOf } from "../shares/event-filters.ts";
import { createRateLimit } from "../shares/rate-limit.ts";
import type { OpenShare, Shares } from "../shares/shares.ts";
import { findShown } from "../shares/shown-events.ts";
import { areAmong } from "../shares/shown-view.ts";
import { createSharedStreams } from "../shares/streams.ts";
import { beginStream } from "./live.ts";
import { gridOf, ParameterError, parametersOf, queriesOf } from "./parameters.ts";
import { answerError } from "./prom-answer.ts";

/** Wrong tokens from one address, and requests of one link from one address, in a minute. */
const WRONG_PER_MINUTE = 120;
const ASKED_PER_MINUTE = 1_200;
/** Lanes of one stream for each of its view's queries, with some more for a small view, and different steps of these. */
const LANES_PER_QUERY = 2;
const FEW_LANES = 50;
const MOST_STEPS = 32;
/** What of a question goes on to the store; the default store answers where none is named. */
const PASSED = ["query", "start", "end", "step", "store", "timeout"];

type Bound = { Bindings: HttpBindings };

/**
 * `/api/shared/:token`: what a shared page asks, and nothing else. A token that opens nothing is answered with the same words
 * whether it never was, has ended or was revoked.
 */
export function sharedRoutes(options: {
  shares: Shares;
  clock: Clock;
  baseStepMs: number;
  /** The store that lanes are read from which name none. */
  store: string;
  broadcast: Pick<Broadcast, "connect" | "subscribe" | "watchedBy">;
  /** The rooms that answer once a question was found to be one of the view's own. */
  query: Hono;
  deploys: Hono;
  find: (query: EventQuery) => Promise<EventPage>;
}) {
  const { shares, clock, baseStepMs, store, broadcast, query, deploys, find } = options;
  const streams = createSharedStreams({ shares, broadcast, clock, baseStepMs });
  const wrong = createRateLimit({ clock, perMinute: WRONG_PER_MINUTE });
  const asked = createRateLimit({ clock, perMinute: ASKED_PER_MINUTE });
  const app = new Hono<Bound>();

  /** @throws Refusal `not_found`, `too_many_requests` */
  async function opened(c: Context<Bound>): Promise<OpenShare> {
    const address = addressOf(c);
    const open = await shares.open(c.req.param("token") ?? "");
    if (open === undefined) {
      // Not before: behind a proxy all have one address, and a good link is to open for them.
      wrong.refuse(address);
      wrong.count(address);
      throw new Refusal(
        "not_found",
        "This link opens nothing: it has ended, was revoked, or is not whole. Ask whoever sent it for another.",
      );
    }
    asked.refuse(`${open.share.id} ${address}`);
    asked.count(`${open.share.id} ${address}`);
    return open;
  }

  app.get("/:token", async (c) => {
    const { share, views } = await opened(c);
    const page: SharedPage = {
      kind: share.kind,
      title: share.title,
      views: [...views],
      everyS: share.everyS,
      baseStepMs,
      nowMs: clock.now(),
      store,
    };
    return c.json(page);
  });

  for (const path of ["/query_range", "/query_ranges"]) {
    app.on(["GET", "POST"], `/:token/v1${path}`, async (c) => {
      const open = await opened(c);
      try {
        const parameters = await parametersOf(c);
        const grid = gridOf(parameters);
        const from = parameters.get("store") ?? undefined;
        refuseOthers(
          open,
          queriesOf(parameters).map((expr) => ({ expr, store: from, stepMs: grid.stepMs })),
        );
        refuseOtherTimes(open, grid);
        const passed = new URLSearchParams([...parameters].filter(([name]) => PASSED.includes(name)));
        return await query.fetch(
          new Request(new URL(path, c.req.url), {
            method: "POST",
            headers: passedHeaders(c),
            body: passed,
            signal: c.req.raw.signal,
          }),
        );
      } catch (error) {
        if (error instanceof ParameterError) return answerError(c, error);
        throw error;
      }
    });
  }

  app.get("/:token/deploys", async (c) => {
    const { stretch } = await opened(c);
    const range = new URLSearchParams();
    for (const name of ["from", "to"]) {
      const given = c.req.query(name);
      if (given !== undefined) range.set(name, given);
    }
    if (stretch !== undefined) {
      range.set("from", String(Math.max(stretch.fromMs, Number(range.get("from") ?? 0) || 0)));
      range.set(
        "to",
        String(Math.min(stretch.toMs, Number(range.get("to") ?? stretch.toMs) || stretch.toMs)),
      );
    }
    return deploys.fetch(new Request(new URL(`/?${range}`, c.req.url)));
  });

  app.get("/:token/events", async (c) => {
    const { views, stretch } = await opened(c);
    const wants = eventsOf(views.map(({ view }) => view));
    if (wants === undefined) throw notShared();
    const parsed = eventQuerySchema.safeParse(c.req.query());
    if (!parsed.success) {
      throw new Refusal("invalid_query", "These parameters cannot be used.", {
        errors: rejectsOf(parsed.error),
      });
    }
    const { from = 0, to = Number.MAX_SAFE_INTEGER } = parsed.data;
    const within =
      stretch === undefined ? {} : { from: Math.max(from, stretch.fromMs), to: Math.min(to, stretch.toMs) };
    return c.json(await findShown(find, wants, { ...parsed.data, ...within }));
  });

  app.get("/:token/live", async (c) => {
    const open = await opened(c);
    const { share, stretch } = open;
    if (stretch !== undefined) throw notShared();
    if (c.req.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
    const id = streamOf(share.id, c.req.query("id"));
    streams.refuseTooMany(share.id);
    if (!streams.mayResume(id, open)) broadcast.subscribe(id, []);
    const { outgoing, lastEventId } = beginStream(c);
    streams.add(id, { shareId: share.id, token: c.req.param("token"), outgoing });
    await broadcast.connect(id, outgoing, lastEventId, { quiet: true });
    return RESPONSE_ALREADY_SENT;
  });

  app.put("/:token/live/:id/subscriptions", async (c) => {
    const open = await opened(c);
    if (open.stretch !== undefined) throw notShared();
    const body = subscribeSchema.safeParse(parseJson(await readBody(c.req.raw)));
    if (!body.success) {
      throw new Refusal("invalid_body", "These subscriptions cannot be used.", {
        errors: rejectsOf(body.error),
      });
    }
    const { lanes } = body.data;
    refuseTooMuch(open, lanes);
    refuseOthers(open, lanes);
    const id = streamOf(open.share.id, c.req.param("id"));
    const subscribed = broadcast.subscribe(id, lanes);
    if (subscribed === undefined) throw new Refusal("not_found", "There is no such stream.");
    return c.json(subscribed);
  });

  app.all("/:token/*", async (c) => {
    await opened(c);
    throw notShared();
  });
  app.all("/:token", async (c) => {
    await opened(c);
    throw notShared();
  });

  function refuseOthers(open: OpenShare, queries: Parameters<typeof areAmong>[1]): void {
    if (!areAmong(open.queries, queries, baseStepMs)) throw notShared();
  }

  /** Each step of each lane is evaluated for itself: a link of few lanes must not make many of them. */
  function refuseTooMuch({ queries }: OpenShare, lanes: readonly LaneSubscription[]): void {
    const steps = new Set(lanes.map(({ stepMs }) => stepMs));
    const most = Math.max(FEW_LANES, LANES_PER_QUERY * queries.length);
    if (lanes.length > most || steps.size > MOST_STEPS || [...steps].some((step) => step % baseStepMs !== 0))
      throw notShared();
  }

  function refuseOtherTimes({ stretch }: OpenShare, grid: ReturnType<typeof gridOf>): void {
    if (stretch === undefined) return;
    if (grid.startMs >= stretch.fromMs - 2 * grid.stepMs && grid.endMs <= stretch.toMs + grid.stepMs) return;
    throw notShared();
  }

  return { app, start: streams.start };
}

const notShared = (): Refusal =>
  new Refusal(
    "not_shared",
    "This link answers what its view asks, for the time it shows, and nothing else. Ask whoever sent it to share more.",
  );

/** A stream's name among all: no link can reach the stream of another, or of somebody with an account. */
function streamOf(shareId: string, given: string | undefined): string {
  const id = liveIdSchema.safeParse(given);
  if (id.success) return createHash("sha256").update(`${shareId} ${id.data}`).digest("hex");
  throw new Refusal("invalid_query", "This stream id cannot be used.", { errors: rejectsOf(id.error, "id") });
}

function passedHeaders(c: Context): Record<string, string> {
  const passed = ["accept", "accept-encoding"].flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), "content-type": "application/x-www-form-urlencoded" };
}

const addressOf = (c: Context<Bound>): string =>
  (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? "";

import { createHash } from "node:crypto";
import {
  type Accepted,
  type EventPage,
  type EventQuery,
  eventQuerySchema,
  limits,
  type RawEvent,
  Refusal,
  type Reject,
  rejectsOf,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { parseEvents } from "@mission-control/sources";
import { Hono } from "hono";
import { readBody } from "../edge/body.ts";
import { answerProblem } from "../edge/problems.ts";

/** Takes raw events in, all the way to disk. */
export type AcceptEvents = (
  raw: RawEvent[],
  options: { idempotencyKey?: string; paths?: readonly string[] },
) => Promise<{ events: readonly { id: string }[]; duplicate: boolean; rejects: readonly Reject[] }>;

/** `/api/events`: what happened, in and out. */
export function eventRoutes(options: {
  clock: Clock;
  accept: AcceptEvents;
  /** Hears of what never became an event, so that it is counted and can be read. */
  refused: (items: number, rejects: readonly Reject[]) => void;
  find: (query: EventQuery) => Promise<EventPage>;
}): Hono {
  const { clock, accept, refused, find } = options;
  const app = new Hono();

  app.post("/", async (c) => {
    const body = await readBody(c.req.raw);
    const parsed = parseEvents(body, contentTypeOf(c.req.header("content-type") ?? ""), { clock });
    const idempotencyKey = idempotencyKeyOf("events", c.req.header("idempotency-key"), body);
    const raw = parsed.events.map(({ event }) => event);
    const paths = parsed.events.map(({ index }) => String(index));
    const kept = await accept(raw, { paths, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
    refused(parsed.refused, parsed.rejects);
    const rejects = [...parsed.rejects, ...kept.rejects];
    if (parsed.rejects[0]?.code === "unsupported_media") {
      throw new Refusal("unsupported_media", parsed.rejects[0].message);
    }
    if (rejects.length > 0) {
      const refusal = new Refusal(
        "invalid_body",
        wordsFor(kept.events.length, parsed.refused + kept.rejects.length),
        {
          errors: rejects,
        },
      );
      return answerProblem(refusal, { accepted: kept.events.length });
    }
    const answer: Accepted = {
      accepted: kept.events.length,
      duplicate: kept.duplicate,
      // Of a batch that came before, ids made now would be of events that are not there.
      ids: kept.duplicate ? [] : kept.events.map((event) => event.id),
    };
    return c.json(answer, kept.duplicate ? 200 : 201);
  });

  app.get("/", async (c) => {
    const query = eventQuerySchema.safeParse(c.req.query());
    if (!query.success) {
      throw new Refusal("invalid_query", "These parameters cannot be used.", {
        errors: rejectsOf(query.error),
      });
    }
    return c.json(await find(query.data));
  });

  app.all("/", () => {
    throw new Refusal("method_not_allowed", "Events are posted, or asked for with GET.");
  });

  return app;
}

/** What `curl -d` says by itself is a form; what people send with it is JSON. Foreign pages are kept out by their origin. */
function contentTypeOf(header: string): string {
  return header === "" || header.startsWith("application/x-www-form-urlencoded")
    ? "application/json"
    : header;
}

/**
 * The key under which a client may send a batch again: its header's 1 to 200 characters, for this route and this very body.
 * Another body under a used key is another batch, so that nothing is lost under a 2xx.
 */
export function idempotencyKeyOf(
  route: string,
  header: string | undefined,
  body: Uint8Array,
): string | undefined {
  if (header === undefined) return undefined;
  if (header.length < 1 || header.length > limits.nameLength) {
    throw new Refusal("invalid_query", `An Idempotency-Key has 1 to ${limits.nameLength} characters.`);
  }
  return createHash("sha256").update(`${route}\n${header}\n`).update(body).digest("base64url");
}

function wordsFor(kept: number, refused: number): string {
  const items = (n: number) => `${n} item${n === 1 ? "" : "s"}`;
  return kept === 0
    ? `${items(refused)} refused, nothing kept.`
    : `${items(refused)} refused; ${items(kept)} kept.`;
}

import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { Refusal } from "@mission-control/contracts";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { z } from "zod";
import type { PageState } from "./state.ts";

const FILES = [
  ["/", "index.html", "text/html; charset=utf-8"],
  ["/page.css", "page.css", "text/css; charset=utf-8"],
  ["/now.css", "now.css", "text/css; charset=utf-8"],
  ["/scenarios.css", "scenarios.css", "text/css; charset=utf-8"],
  ["/company.css", "company.css", "text/css; charset=utf-8"],
  ["/page.js", "page.js", "text/javascript; charset=utf-8"],
  ["/icon.svg", "icon.svg", "image/svg+xml"],
] as const;

const MAX_BODY_BYTES = 10_000;

const playSchema = z.strictObject({ scenario: z.string().max(100) });
const loadSchema = z.strictObject({ factor: z.number().min(0).max(5) });

/**
 * The demo's own page, from the files in `folder`, and what its buttons ask for. Answers only to names of this machine, and
 * takes nothing that another site's page sends.
 */
export function createPage(options: {
  folder: string;
  state(): PageState;
  /** @throws Refusal where there is no such scenario. */
  play(scenario: string): Promise<void>;
  stop(): Promise<void>;
  load(factor: number): void;
}): Hono {
  const { folder, state, play, stop, load } = options;
  const app = new Hono();

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: "no-referrer",
      strictTransportSecurity: false,
    }),
  );
  app.use(ownNames);
  app.use(ownPages);

  for (const [path, file, type] of FILES) {
    app.get(path, async (c) =>
      c.body(await readFile(join(folder, file)), 200, { "Content-Type": type, "Cache-Control": "no-cache" }),
    );
  }
  app.get("/api/state", (c) => c.json(state(), 200, { "Cache-Control": "no-store" }));
  app.use(
    "/api/*",
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ error: "The body is too large." }, 413) }),
  );
  app.post("/api/play", async (c) => {
    await play(parse(playSchema, await c.req.text()).scenario);
    return c.json({ ok: true });
  });
  app.post("/api/stop", async (c) => {
    await stop();
    return c.json({ ok: true });
  });
  app.post("/api/load", async (c) => {
    load(parse(loadSchema, await c.req.text()).factor);
    return c.json({ ok: true });
  });
  app.notFound((c) => c.json({ error: "There is nothing at this address." }, 404));
  app.onError((error, c) => {
    if (error instanceof Refusal)
      return c.json({ error: error.message }, error.code === "not_found" ? 404 : 400);
    process.emitWarning(error);
    return c.json({ error: "This did not work; the terminal says why." }, 500);
  });
  return app;
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal("invalid_body", "The body is no JSON.");
  }
  const { data, error } = schema.safeParse(json);
  if (data === undefined)
    throw new Refusal("invalid_body", `The body cannot be used: ${error?.issues[0]?.message}`);
  return data;
}

/** A foreign name that points here is no name of ours (DNS rebinding). */
const ownNames: MiddlewareHandler = async (c, next) => {
  const { hostname } = new URL(c.req.url);
  if (hostname !== "localhost" && isIP(hostname.replace(/^\[|\]$/g, "")) === 0) {
    return c.json({ error: "This page does not answer to that name." }, 421);
  }
  return next();
};

/** Browsers name the page from which something is sent; programs do not. */
const ownPages: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  const isForeign =
    (origin !== undefined && !isOwn(origin, c.req.header("host"))) ||
    (site !== undefined && site !== "same-origin" && site !== "none");
  if (!isRead && isForeign) return c.json({ error: "Another site's page may not ask for this." }, 403);
  return next();
};

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

import { existsSync } from "node:fs";
import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { defaultView } from "@mission-control/contracts";
import type { Context, Hono } from "hono";

function cached(c: Context, how: string): void {
  c.header("Cache-Control", how);
  // Which compressed twin goes out depends on it.
  c.header("Vary", "Accept-Encoding");
}

/**
 * What the page at a path asks for first: a wall's view, and how the server is. A browser that is told of it has the
 * answers by the time the page's code runs.
 */
function askedFirst(path: string): string | undefined {
  const slug = path === "/" ? defaultView : /^\/views\/([a-z0-9][a-z0-9-]{0,63})$/.exec(path)?.[1];
  if (slug === undefined || path === "/views/new") return undefined;
  return [`/api/views/${slug}`, "/api/status"]
    .map((url) => `<${url}>; rel=preload; as=fetch; crossorigin`)
    .join(", ");
}

/** Serves the built page: hashed assets for ever, the page itself always asked again, deep links to the page. */
export function servePage(app: Hono<{ Bindings: HttpBindings }>, root: string): void {
  if (!existsSync(root)) {
    app.get("/", (c) =>
      c.text("The page is not built yet: run `npm start`, or `npm run build` and start again.", 503),
    );
    return;
  }
  const options = { root, precompressed: true };
  app.use(
    "/assets/*",
    serveStatic({
      ...options,
      onFound: (_path, c) => cached(c, "public, max-age=31536000, immutable"),
    }),
  );
  app.get("*", async (c, next) => {
    await next();
    const links = askedFirst(c.req.path);
    if (links !== undefined && c.res.ok) c.header("Link", links);
  });
  const page = serveStatic({ ...options, onFound: (_path, c) => cached(c, "no-cache") });
  app.get("*", page);
  const index = serveStatic({
    ...options,
    path: "index.html",
    onFound: (_path, c) => cached(c, "no-cache"),
  });
  app.get("*", async (c, next) => {
    // A path with an extension is a file that is not there, one with hidden slashes or dots an attack; anything else is a
    // place in the page.
    const { path } = c.req;
    if (/\.[a-z0-9]+$|%2f|%5c|%2e|%25|\\|\.\./i.test(path) || /^\/api(\/|$)/.test(path)) return next();
    return index(c, next);
  });
}

import { existsSync } from "node:fs";
import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Context, Hono } from "hono";

function cached(c: Context, how: string): void {
  c.header("Cache-Control", how);
  // Which compressed twin goes out depends on it.
  c.header("Vary", "Accept-Encoding");
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

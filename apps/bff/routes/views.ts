import { Refusal, type View } from "@mission-control/contracts";
import { Hono } from "hono";

/** `/api/views`: the named arrangements there are. */
export function viewRoutes(views: readonly View[]): Hono {
  const app = new Hono();
  app.get("/", (c) =>
    c.json({ views: views.map(({ slug, name, description }) => ({ slug, name, description })) }),
  );
  app.get("/:slug", (c) => {
    const view = views.find(({ slug }) => slug === c.req.param("slug"));
    if (view === undefined) throw new Refusal("not_found", "There is no view of this name.");
    return c.json(view);
  });
  return app;
}

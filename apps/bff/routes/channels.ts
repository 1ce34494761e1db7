import { Refusal } from "@mission-control/contracts";
import { Hono } from "hono";
import type { Channels } from "../alerts/channels.ts";
import { parseJson, readBody } from "../edge/body.ts";
import { ontoOf } from "../edge/versions.ts";

/** `/api/channels`: through which messages leave the house. Secrets go in and never come out. */
export function channelRoutes({ channels }: { channels: Channels }): Hono {
  const app = new Hono();

  app.get("/", async (c) => c.json({ channels: await channels.list() }));

  app.post("/test", async (c) => c.json(await channels.testGiven(parseJson(await readBody(c.req.raw)))));

  app.get("/:slug", async (c) => {
    const channel = await channels.find(c.req.param("slug"));
    if (channel === undefined) throw noSuch(c.req.param("slug"));
    return c.json(channel);
  });

  app.put("/:slug", async (c) => {
    const slug = c.req.param("slug");
    const isNew = ontoOf(undefined, c.req.header("if-none-match")) === 0;
    const done = await channels.save(slug, parseJson(await readBody(c.req.raw)), isNew);
    return c.json({ slug }, done === "created" ? 201 : 200);
  });

  app.delete("/:slug", async (c) => {
    if (!(await channels.remove(c.req.param("slug")))) throw noSuch(c.req.param("slug"));
    return c.body(null, 204);
  });

  app.post("/:slug/test", async (c) => c.json(await channels.testKept(c.req.param("slug"))));

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Channels are listed with GET /api/channels, kept with PUT, removed with DELETE, tried with POST …/test.",
    );
  };
  app.all("/", notSo);
  app.all("/:slug", notSo);
  app.all("/:slug/test", notSo);
  return app;
}

const noSuch = (slug: string): Refusal =>
  new Refusal("not_found", `There is no channel "${slug.slice(0, 64)}". GET /api/channels lists them.`);

import { Refusal, slugSchema } from "@mission-control/contracts";
import { Hono } from "hono";
import type { Slugged } from "../alerts/wishes.ts";
import { parseJson, readBody } from "../edge/body.ts";
import { etagOf, ontoOf } from "../edge/versions.ts";

/** `/api/mute-times` and `/api/inhibitions`: what keeps alerts quiet until it is removed, each at its slug. `as` is the list's name. */
export function sluggedRoutes<Kept extends { slug: string }>(options: {
  kept: Slugged<Kept>;
  as: "muteTimes" | "inhibitions";
}): Hono {
  const { kept, as } = options;
  const app = new Hono();

  app.get("/", (c) => c.json({ [as]: kept.list() }));

  app.put("/:slug", async (c) => {
    const slug = slugOf(c.req.param("slug"));
    const onto = ontoOf(c.req.header("if-match"), c.req.header("if-none-match"));
    const { outcome, version } = await kept.save(slug, parseJson(await readBody(c.req.raw)), onto);
    c.header("ETag", etagOf(version));
    return c.json({ slug, version }, outcome === "created" ? 201 : 200);
  });

  app.delete("/:slug", async (c) => {
    const onto = ontoOf(c.req.header("if-match"), undefined);
    if (!(await kept.remove(slugOf(c.req.param("slug")), onto)))
      throw new Refusal("not_found", "There is none of this name. GET lists them.");
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal("method_not_allowed", "They are listed with GET, kept with PUT, removed with DELETE.");
  };
  app.all("/", notSo);
  app.all("/:slug", notSo);
  return app;
}

function slugOf(given: string): string {
  const parsed = slugSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "invalid_query",
    "A name in addresses has small letters, digits and -, 64 characters at most.",
  );
}

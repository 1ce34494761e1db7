import { Refusal, slugSchema } from "@mission-control/contracts";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import { etagOf, ontoOf } from "../edge/versions.ts";
import type { Probes } from "../probes/probes.ts";

/** `/api/probes`: what is checked from outside again and again, and what the newest checks found. */
export function probeRoutes({ probes }: { probes: Probes }): Hono {
  const app = new Hono();

  app.get("/", (c) => c.json(probes.list()));

  app.post("/try", async (c) => c.json(await probes.try(parseJson(await readBody(c.req.raw)))));

  app.get("/:slug", (c) => {
    const found = probes.find(slugOf(c.req.param("slug")));
    if (found === undefined) throw noSuch();
    c.header("ETag", etagOf(found.version));
    return c.json(found);
  });

  app.put("/:slug", async (c) => {
    const slug = slugOf(c.req.param("slug"));
    const onto = ontoOf(c.req.header("if-match"), c.req.header("if-none-match"));
    const { outcome, version } = await probes.save(slug, parseJson(await readBody(c.req.raw)), onto);
    c.header("ETag", etagOf(version));
    return c.json({ slug, version }, outcome === "created" ? 201 : 200);
  });

  app.delete("/:slug", async (c) => {
    const onto = ontoOf(c.req.header("if-match"), undefined);
    if (!(await probes.remove(slugOf(c.req.param("slug")), onto))) throw noSuch();
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Probes are listed with GET /api/probes, kept with PUT, removed with DELETE, and tried with POST /api/probes/try.",
    );
  };
  app.all("/", notSo);
  app.all("/:slug", notSo);
  return app;
}

const noSuch = () => new Refusal("not_found", "There is no probe of this name. GET /api/probes lists them.");

/** `try` is a place of its own. */
function slugOf(given: string): string {
  const parsed = slugSchema.safeParse(given);
  if (parsed.success && given !== "try") return parsed.data;
  throw new Refusal(
    "invalid_query",
    given === "try"
      ? "A probe cannot be called “try” in addresses: probes are tried there."
      : "A probe's name in addresses has small letters, digits and -, 64 characters at most.",
  );
}

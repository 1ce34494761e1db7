import { functionNameSchema, Refusal } from "@mission-control/contracts";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import type { Functions } from "../functions/functions.ts";

/** `/api/functions`: what can follow a query. `changed` is called once one is another, or gone. */
export function functionRoutes({
  functions,
  changed = () => {},
}: {
  functions: Functions;
  changed?: (name: string) => void;
}): Hono {
  const app = new Hono();

  app.get("/", (c) => c.json(functions.list()));

  app.put("/:name", async (c) => {
    const name = nameOf(c.req.param("name"));
    const done = await functions.save(name, parseJson(await readBody(c.req.raw)));
    changed(name);
    return c.json({ name }, done === "created" ? 201 : 200);
  });

  app.delete("/:name", async (c) => {
    const name = nameOf(c.req.param("name"));
    if (!(await functions.remove(name)))
      throw new Refusal("not_found", "There is no function of this name. GET /api/functions lists them.");
    changed(name);
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Functions are listed with GET /api/functions, kept with PUT, removed with DELETE.",
    );
  };
  app.all("/", notSo);
  app.all("/:name", notSo);
  return app;
}

function nameOf(given: string): string {
  const parsed = functionNameSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "invalid_query",
    "A function's name has small letters, digits and _, a letter first, 63 characters at most.",
  );
}

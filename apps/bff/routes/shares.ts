import { Refusal, rawShareSchema, rejectsOf } from "@mission-control/contracts";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import type { Shares } from "../shares/shares.ts";

/** `/api/shares`: the links that let people without an account look at views. */
export function shareRoutes({ shares }: { shares: Shares }): Hono {
  const app = new Hono();

  app.get("/", async (c) => c.json({ shares: await shares.list() }));

  app.post("/", async (c) => {
    const raw = rawShareSchema.safeParse(parseJson(await readBody(c.req.raw)));
    if (!raw.success) {
      throw new Refusal("invalid_body", "This cannot be shared so; nothing was kept.", {
        errors: rejectsOf(raw.error),
      });
    }
    return c.json(await shares.make(raw.data), 201);
  });

  app.delete("/:id", async (c) => {
    await shares.revoke(c.req.param("id"));
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal("method_not_allowed", "Links are listed with GET, made with POST, ended with DELETE.");
  };
  app.all("/", notSo);
  app.all("/:id", notSo);
  return app;
}

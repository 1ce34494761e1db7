import { limits, type MetaKind, metaKinds, Refusal } from "@mission-control/contracts";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import { etagOf, ontoOf } from "../edge/versions.ts";
import type { Meta } from "../meta/meta.ts";

/** `/api/meta`: what is said of metrics, label sets and events. An entry stands at its match: `/api/meta/rules/up%7Bjob%3D%22api%22%7D`. */
export function metaRoutes({ meta }: { meta: Meta }): Hono {
  const app = new Hono();

  app.get("/", (c) => c.json(meta.list()));

  app.put("/:kind/:key", async (c) => {
    const { kind, key } = placeOf(c.req.param());
    const onto = ontoOf(c.req.header("if-match"), c.req.header("if-none-match"));
    const { outcome, version } = await meta.save(kind, key, parseJson(await readBody(c.req.raw)), onto);
    c.header("ETag", etagOf(version));
    return c.json({ key, version }, outcome === "created" ? 201 : 200);
  });

  app.delete("/:kind/:key", async (c) => {
    const { kind, key } = placeOf(c.req.param());
    if (!(await meta.remove(kind, key, ontoOf(c.req.header("if-match"), undefined))))
      throw new Refusal("not_found", "Nothing is said of this. GET /api/meta lists what is.");
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "What is said is listed with GET /api/meta, kept with PUT, removed with DELETE.",
    );
  };
  app.all("/", notSo);
  app.all("/:kind/:key", notSo);
  return app;
}

/** The longest key there can be: a metric, and labels with their values in quotes, each letter escaped. */
const KEY_LENGTH = limits.nameLength + limits.labelsPerMetaRule * limits.nameLength * 8;

function placeOf({ kind, key }: { kind: string; key: string }): { kind: MetaKind; key: string } {
  if (!Object.hasOwn(metaKinds, kind))
    throw new Refusal("not_found", "What is said stands at /api/meta/rules and /api/meta/triggers.");
  if (key.length > KEY_LENGTH)
    throw new Refusal("invalid_query", `A match has ${KEY_LENGTH} characters at most in an address.`);
  return { kind: kind as MetaKind, key };
}

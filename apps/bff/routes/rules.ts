import {
  type KeptRule,
  Refusal,
  type RuleHealth,
  type RuleList,
  slugSchema,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { Hono } from "hono";
import type { CheckRule } from "../alerts/check-rule.ts";
import type { AlertEngine } from "../alerts/engine.ts";
import type { Rules } from "../alerts/rules.ts";
import { parseJson, readBody } from "../edge/body.ts";
import { savedByOf } from "../edge/saved-by.ts";
import { etagOf, ontoOf } from "../edge/versions.ts";
import { reservedRules } from "../rule-files/reserved.ts";

/** `/api/rules`: the alert rules there are, and how each is doing. */
export function ruleRoutes(options: {
  rules: Rules;
  engine: Pick<AlertEngine, "health" | "sealedMs">;
  check: CheckRule;
  clock: Clock;
  /** What is answered beside them, before a name is looked for. */
  more?: readonly Hono[];
}): Hono {
  const { rules, engine, check, clock, more = [] } = options;
  const app = new Hono();

  const healthOf = ({ slug, enabled }: KeptRule): RuleHealth =>
    engine.health(slug) ?? { ...unknown, state: enabled ? "new" : "off" };

  app.get("/", (c) => {
    const list: RuleList = {
      rules: rules.list().map((rule) => ({ ...rule, health: healthOf(rule) })),
    };
    return c.json(list);
  });
  for (const room of more) app.route("/", room);

  app.get("/:slug", (c) => {
    const rule = rules.find(c.req.param("slug"));
    if (rule === undefined) throw nothingAt();
    c.header("ETag", etagOf(rule.version));
    return c.json({ ...rule, health: healthOf(rule) });
  });

  app.get("/:slug/versions", async (c) => {
    const versions = await rules.versions(c.req.param("slug"));
    if (versions.length === 0) throw nothingAt();
    return c.json({ versions });
  });

  app.put("/:slug", async (c) => {
    const slug = slugOf(c.req.param("slug"));
    const checked = await check.check(parseJson(await readBody(c.req.raw)), slug);
    if (!checked.ok) {
      const [first] = checked.faults;
      const words =
        first === undefined ? "" : ` ${first.path === "" ? "" : `${first.path}: `}${first.message}.`;
      throw new Refusal("invalid_body", `This rule cannot be used; nothing was kept.${words}`, {
        errors: [...checked.faults],
      });
    }
    const { rule } = checked;
    const onto = ontoOf(c.req.header("if-match"), c.req.header("if-none-match"));
    const by = { nowMs: clock.now(), savedBy: savedByOf(c.req.query("by")) };
    const [saved] = await rules.save([{ rule, onto }], by);
    const { outcome, version } = saved!;
    const warnings = await check.warnings(rule, engine.sealedMs());
    c.header("ETag", etagOf(version));
    const told = { slug, name: rule.name, page: `/alerts/rules/${slug}`, version, warnings };
    return c.json(told, outcome === "created" ? 201 : 200);
  });

  app.delete("/:slug", async (c) => {
    const onto = ontoOf(c.req.header("if-match"), undefined);
    if (!(await rules.remove(slugOf(c.req.param("slug")), { onto }))) throw nothingAt();
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Rules are asked for with GET, kept with PUT, removed with DELETE.",
    );
  };
  app.all("/", notSo);
  app.all("/:slug", notSo);
  app.all("/:slug/versions", notSo);
  return app;
}

const unknown: Omit<RuleHealth, "state"> = {
  lastMs: null,
  tookMs: null,
  missed: 0,
  error: null,
  firing: 0,
  pending: 0,
};

const nothingAt = () => new Refusal("not_found", "There is no rule of this name. GET /api/rules lists them.");

function slugOf(given: string): string {
  if (slugSchema.safeParse(given).success && !reservedRules.has(given)) return given;
  throw new Refusal(
    "invalid_query",
    reservedRules.has(given)
      ? `"${given}" is an address of its own; call the rule otherwise.`
      : "A rule's name in its address has a to z, 0 to 9 and hyphens, at most 64 characters.",
  );
}

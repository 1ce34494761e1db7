import {
  limits,
  type PromqlStore,
  Refusal,
  type Rule,
  type RuleImport,
  ruleImportBodySchema,
} from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { Hono } from "hono";
import type { z } from "zod";
import { checked } from "../alerts/check-matchers.ts";
import type { CheckRule } from "../alerts/check-rule.ts";
import type { Rules } from "../alerts/rules.ts";
import { parseJson, readBody } from "../edge/body.ts";
import { savedByOf } from "../edge/saved-by.ts";
import { createTurns } from "../live/turns.ts";
import type { ReadRuleFile } from "../rule-files/read-rule-file.ts";
import { ruleFileOf } from "../rule-files/write-rule-file.ts";
import type { ReadRuleText } from "../views/views-thread.ts";

/** `/api/rules/import` and `/api/rules/export`: rules that come as a Prometheus rule file, and ours as one. */
export function ruleFileRoutes(options: {
  rules: Pick<Rules, "list" | "find" | "save">;
  check: Pick<CheckRule, "check">;
  clock: Clock;
  read: ReadRuleText;
  /** The store of a name that evaluates by itself. @throws PromqlError where there is none of that name */
  proxied: (store: string | undefined) => PromqlStore | undefined;
}): Hono {
  const { rules, check, clock, read, proxied } = options;
  const app = new Hono();

  app.post("/import", async (c) => {
    const query = new URL(c.req.url).searchParams;
    const store = query.get("store") ?? undefined;
    const { text, without, over } = askedOf(await readBody(c.req.raw), c.req.header("content-type"));
    const done = await read({ text, store, isElsewhere: isElsewhere(store) });
    if (!done.ok) throw unusable(done.faults);
    const left = new Set([...query.getAll("without"), ...without]);
    const given = done.rules.filter(({ rule }) => !left.has(rule.slug));
    const told: RuleImport = {
      rules: given.map(({ rule, group }) => ({ rule, group, taken: rules.find(rule.slug) !== undefined })),
      notes: [...done.notes],
    };
    if (query.get("dry") === "1") return c.json(told);
    refuseTaken(told, new Set([...query.getAll("over"), ...over]));
    await refuseFaulty(given.map(({ rule }) => rule));
    await rules.save(
      told.rules.map(({ rule, taken }) => ({ rule, onto: taken ? undefined : 0 })),
      { nowMs: clock.now(), savedBy: savedByOf(query.get("by") ?? undefined) },
    );
    return c.json(told, 201);
  });

  app.get("/export", (c) => {
    const text = ruleFileOf(rules.list());
    return c.body(text, 200, {
      "Content-Type": "application/yaml; charset=utf-8",
      "Content-Disposition": 'attachment; filename="mission-control.rules.yaml"',
    });
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "A Prometheus rule file is imported with POST /api/rules/import, and written with GET /api/rules/export.",
    );
  };
  app.all("/import", notSo);
  app.all("/export", notSo);

  function isElsewhere(store: string | undefined): boolean {
    try {
      return proxied(store) !== undefined;
    } catch (error) {
      if (error instanceof PromqlError) throw new Refusal("invalid_query", error.message, { cause: error });
      throw error;
    }
  }

  /** The server's own checks, as for a rule that comes alone: none is kept where one is wrong. */
  async function refuseFaulty(all: readonly Rule[]): Promise<void> {
    const others = createTurns(clock);
    for (const rule of all) {
      await others.mayPass();
      const found = await check.check(rule);
      if (found.ok) continue;
      const [first] = found.faults;
      throw new Refusal(
        "invalid_body",
        `"${rule.name}" cannot be used; nothing was kept. ${first?.path ?? ""}: ${first?.message ?? ""}. Leave it out with without=${rule.slug}.`,
        { errors: found.faults.map((fault) => ({ ...fault, path: `${rule.slug}.${fault.path}` })) },
      );
    }
  }
  return app;
}

/** What is to be imported: a file as it is, or as JSON together with what becomes of each rule. @throws Refusal `too_large`, `invalid_body` */
function askedOf(body: Uint8Array, type: string | undefined): z.infer<typeof ruleImportBodySchema> {
  if (!/^application\/json\b/i.test(type ?? "")) return { text: textOf(body), without: [], over: [] };
  const asked = checked(ruleImportBodySchema, parseJson(body), () => []);
  refuseLong(Buffer.byteLength(asked.text));
  return asked;
}

/** @throws Refusal `too_large` */
function refuseLong(bytes: number): void {
  if (bytes > limits.ruleFileBytes)
    throw new Refusal("too_large", `A file of rules may have ${limits.ruleFileBytes / 2 ** 20} MiB.`);
}

/** @throws Refusal `too_large`, `invalid_body` */
function textOf(body: Uint8Array): string {
  refuseLong(body.length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal("invalid_body", "This is no text in UTF-8; save it as YAML.");
  }
}

function unusable(faults: Extract<ReadRuleFile, { ok: false }>["faults"]): Refusal {
  const told = faults.map(({ code, path, message, line }) => ({
    code,
    path,
    message: line === undefined ? message : `line ${line}: ${message}`,
  }));
  return new Refusal(
    "invalid_body",
    `This is no Prometheus rule file; nothing was kept. ${told[0]?.message ?? ""}.`,
    { errors: told },
  );
}

function refuseTaken({ rules }: RuleImport, over: ReadonlySet<string>): void {
  const faults = rules
    .filter(({ rule, taken }) => taken && !over.has("*") && !over.has(rule.slug))
    .map(({ rule }) => ({
      code: "name_taken",
      path: rule.slug,
      message: `there is a rule at ${rule.slug} already`,
    }));
  if (faults.length === 0) return;
  throw new Refusal(
    "name_taken",
    `${faults[0]?.message}; nothing was kept. Say over=NAME (or over=* for each) to go over it, or without=NAME to leave it out.`,
    { errors: faults.slice(0, limits.rejectsPerAnswer) },
  );
}

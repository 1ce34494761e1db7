import {
  limits,
  Refusal,
  type View,
  type ViewVersion,
  viewChanges,
  viewSchema,
} from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { ViewRecords } from "@mission-control/store";
import { Hono } from "hono";
import { parseJson, readBody } from "../edge/body.ts";
import { savedByOf } from "../edge/saved-by.ts";
import { etagOf, ontoOf } from "../edge/versions.ts";
import { createTurns } from "../live/turns.ts";
import type { AllViews } from "../views/all-views.ts";
import { checkView } from "../views/check-view.ts";
import { yamlOfView } from "../views/view-yaml.ts";

/** `/api/views`: the named arrangements there are, built in, in files and saved. */
export function viewRoutes(options: {
  all: AllViews;
  records: ViewRecords;
  clock: Clock;
  /** What is answered beside them, before a name is looked for. */
  files: Hono;
  /** Called once a saved view is gone. */
  removed?: () => void;
}): Hono {
  const { all, records, clock, files, removed = () => {} } = options;
  const app = new Hono();

  app.get("/", async (c) => c.json(await all.list()));
  app.route("/", files);

  app.get("/:slug", async (c) => {
    const view = await all.find(c.req.param("slug"));
    if (view === undefined) throw nothingAt();
    if ("version" in view) c.header("ETag", etagOf(view.version));
    if (!wantsYaml(c.req.query("format"), c.req.header("accept"))) return c.json(view);
    c.header("Content-Type", "application/yaml; charset=utf-8");
    c.header("Content-Disposition", `attachment; filename="${view.slug}.yaml"`);
    return c.body(yamlOfView(viewSchema.parse(view)));
  });

  app.get("/:slug/versions", async (c) => {
    const told: ViewVersion[] = [];
    const turns = createTurns(clock);
    let newer: View | undefined;
    for await (const { version, savedMs, savedBy, ...view } of records.versions(c.req.param("slug"))) {
      if (newer !== undefined) told.at(-1)?.changes.push(...viewChanges(view, newer));
      told.push({ version, savedMs, savedBy, changes: [] });
      newer = view;
      await turns.mayPass();
    }
    if (told.length === 0) throw nothingAt();
    return c.json({ versions: told });
  });

  app.get("/:slug/versions/:version", async (c) => {
    const { slug, version } = c.req.param();
    const found = /^\d{1,9}$/.test(version) ? await records.version(slug, Number(version)) : undefined;
    if (found === undefined)
      throw new Refusal("not_found", "There is no such version of a view of this name.");
    return c.json(found);
  });

  app.put("/:slug", async (c) => {
    const slug = slugOf(c.req.param("slug"));
    const checked = checkView(parseJson(await readBody(c.req.raw)), slug);
    if (!checked.ok) {
      throw new Refusal("invalid_body", `This view cannot be used; nothing was kept. ${inShort(checked)}`, {
        errors: checked.faults,
      });
    }
    await refuseTooMany(slug);
    const { outcome, version } = await records.save(checked.view, {
      nowMs: clock.now(),
      savedBy: savedByOf(c.req.query("by")),
      onto: ontoOf(c.req.header("if-match"), c.req.header("if-none-match")),
    });
    c.header("ETag", etagOf(version));
    const told = { slug, name: checked.view.name, page: `/views/${slug}`, version };
    return c.json(told, outcome === "created" ? 201 : 200);
  });

  app.delete("/:slug", async (c) => {
    const onto = ontoOf(c.req.header("if-match"), undefined);
    if (!(await records.remove(slugOf(c.req.param("slug")), { onto }))) throw nothingAt();
    removed();
    return c.body(null, 204);
  });

  const notSo = () => {
    throw new Refusal(
      "method_not_allowed",
      "Views are asked for with GET, kept with PUT, removed with DELETE.",
    );
  };
  app.all("/", notSo);
  app.all("/:slug", notSo);
  app.all("/:slug/versions", notSo);
  app.all("/:slug/versions/:version", notSo);

  /** The slug of a view that may be changed. */
  function slugOf(given: string): string {
    const fixed = all.fixed(given);
    if (fixed !== undefined) {
      const why =
        fixed.file === undefined
          ? "is built in and cannot be changed"
          : `stands in the file ${fixed.file} and is changed there`;
      throw new Refusal(
        "built_in",
        `"${given}" ${why}. Keep yours under another name: PUT /api/views/my-${given}`,
      );
    }
    if (viewSchema.shape.slug.safeParse(given).success) return given;
    throw new Refusal(
      "invalid_query",
      "A view's name in its address has a to z, 0 to 9 and hyphens, at most 64 characters.",
    );
  }

  async function refuseTooMany(slug: string): Promise<void> {
    const saved = await records.list();
    if (saved.length < limits.views || saved.some((view) => view.slug === slug)) return;
    throw new Refusal("invalid_body", `${limits.views} views are saved already; remove one first.`);
  }

  return app;
}

const nothingAt = () => new Refusal("not_found", "There is no view of this name. GET /api/views lists them.");

/** Whether a view is asked for as a file. @throws Refusal `invalid_query` */
function wantsYaml(format: string | undefined, accept = ""): boolean {
  if (format === undefined) return /^\s*(application|text)\/(x-)?yaml\b/i.test(accept);
  if (format === "yaml") return true;
  if (format === "json") return false;
  throw new Refusal("invalid_query", 'format: "yaml" or "json", which is what comes without one.');
}

/** The first fault, for those who read no further than the detail. */
function inShort({ faults }: { faults: readonly { path: string; message: string }[] }): string {
  const [first] = faults;
  if (first === undefined) return "";
  return first.path === "" ? `${first.message}.` : `${first.path}: ${first.message}.`;
}

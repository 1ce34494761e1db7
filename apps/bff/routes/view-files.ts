import { limits, Refusal, type ViewImport } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import type { ViewRecords } from "@mission-control/store";
import { Hono } from "hono";
import { readBody } from "../edge/body.ts";
import { savedByOf } from "../edge/saved-by.ts";
import type { AllViews } from "../views/all-views.ts";
import { choicesOf, importedOf, refuseTaken, viewsOf } from "../views/import-views.ts";
import type { ReadViewText } from "../views/views-thread.ts";

/** `/api/views/import` and `/api/views/read-again`: views that come as a text, and the folder of those that are files. */
export function viewFileRoutes(options: {
  all: AllViews;
  records: ViewRecords;
  clock: Clock;
  read: ReadViewText;
  /** Reads the folder again. */
  readAgain: () => Promise<void>;
}): Hono {
  const { all, records, clock, read, readAgain } = options;
  const app = new Hono();

  app.post("/import", async (c) => {
    const query = new URL(c.req.url).searchParams;
    const choices = choicesOf(query);
    const text = textOf(await readBody(c.req.raw));
    const done = await read({ text });
    const views = viewsOf(done, choices);
    const notes = done.ok ? done.notes : [];
    const taken = await all.taken();
    if (query.get("dry") === "1")
      return c.json({ views: importedOf(views, taken), notes: [...notes] } satisfies ViewImport);
    refuseTaken(views, taken, choices);
    await refuseTooMany(views.filter(({ slug }) => taken(slug) === undefined).length);
    await records.saveAll(
      views.map((view) => ({ view, onto: choices.over.has(view.slug) ? undefined : 0 })),
      { nowMs: clock.now(), savedBy: savedByOf(query.get("by") ?? "") },
    );
    const none = () => undefined;
    return c.json({ views: importedOf(views, none), notes: [...notes] } satisfies ViewImport, 201);
  });

  app.post("/read-again", async (c) => {
    await readAgain();
    return c.json(await all.list());
  });

  async function refuseTooMany(more: number): Promise<void> {
    const saved = await records.list();
    if (more === 0 || saved.length + more <= limits.views) return;
    throw new Refusal(
      "invalid_body",
      `${saved.length} views are saved and ${limits.views} can be; nothing was kept. Remove some first.`,
    );
  }

  return app;
}

/** The text of a file of views. @throws Refusal `too_large`, `invalid_body` */
function textOf(body: Uint8Array): string {
  if (body.length > limits.viewFileBytes)
    throw new Refusal("too_large", `A file of views may have ${limits.viewFileBytes / 2 ** 20} MiB.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal("invalid_body", "This is no text in UTF-8; save it as YAML or JSON.");
  }
}

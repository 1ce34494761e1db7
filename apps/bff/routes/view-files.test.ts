import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  limits,
  type Problem,
  type View,
  type ViewImport,
  viewImportSchema,
  viewListSchema,
  viewSchema,
} from "@mission-control/contracts";
import { manualClock, systemClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createAllViews } from "../views/all-views.ts";
import { thisMachine } from "../views/this-machine.ts";
import { yamlOfView } from "../views/view-yaml.ts";
import { createViewsThread } from "../views/views-thread.ts";
import { viewFileRoutes } from "./view-files.ts";
import { viewRoutes } from "./views.ts";

const viewOf = (slug: string, more: object = {}): View =>
  viewSchema.parse({
    slug,
    name: `View ${slug}`,
    sections: [{ id: "s", title: "S", lanes: [{ id: "l", title: "L", expr: "up" }] }],
    ...more,
  });

describe("/api/views/import", () => {
  const dir = mkdtempSync(join(tmpdir(), "view-files-"));
  let records: Records;
  let app: Hono;
  let worker: Awaited<ReturnType<typeof builtWorker>>;
  let thread: ReturnType<typeof createViewsThread>;
  let readings = 0;

  beforeAll(async () => {
    records = await openRecords({ dir, clock: systemClock });
    worker = await builtWorker("views/views-worker.ts");
    thread = createViewsThread({ file: worker.file, clock: systemClock });
    const inFile = { view: viewOf("in-file"), file: "shop.yaml", savedMs: 5 };
    const folder = {
      views: () => new Map([["in-file", inFile]]),
      told: () => ({ path: "/views", faults: [{ file: "bad.yaml", line: 3, message: "no" }] }),
    };
    const all = createAllViews({ builtIn: [thisMachine], folder, records: records.views });
    const clock = manualClock(1_790_000_000_000);
    const readAgain = async () => void readings++;
    const files = viewFileRoutes({ all, records: records.views, clock, read: thread.read, readAgain });
    app = new Hono();
    app.route("/api/views", viewRoutes({ all, records: records.views, clock, files }));
    app.onError(problemHandler(pino({ level: "silent" })));
  });
  afterAll(async () => {
    await thread.close();
    await records.close();
    worker.remove();
    rmSync(dir, { recursive: true });
  });

  const ask = async (path: string, init?: RequestInit) => app.request(`/api/views${path}`, init);
  const post = (query: string, body: BodyInit) => ask(`/import${query}`, { method: "POST", body });
  const imported = async (answer: Promise<Response>): Promise<ViewImport> => {
    const response = await answer;
    expect(response.ok, await response.clone().text()).toBe(true);
    return viewImportSchema.parse(await response.json());
  };
  const refusal = async (answer: Promise<Response>) => {
    const response = await answer;
    return { http: response.status, ...((await response.json()) as Problem) };
  };
  const saved = async () => (await records.views.list()).map(({ slug }) => slug);
  const yaml = (...slugs: string[]) => slugs.map((slug) => yamlOfView(viewOf(slug))).join("---\n");

  it("keeps what was exported as it was, and a preview keeps nothing", async () => {
    const view = viewOf("exported", { owner: "Ada", tags: ["shop", "eu"], description: "a: b\n# c" });
    await records.views.save(view, { nowMs: 1 });
    const text = await (await ask("/exported?format=yaml")).text();
    await ask("/exported", { method: "DELETE" });
    const preview = await imported(post("?dry=1", text));
    expect(preview).toEqual({
      views: [{ slug: "exported", name: "View exported", page: "/views/exported", lanes: 1, panels: 0 }],
      notes: [],
    });
    expect(await saved()).toEqual([]);
    expect(await imported(post("?by=Bo", text))).toEqual(preview);
    const { version, savedMs, savedBy, ...kept } = (await records.views.find("exported"))!;
    expect([kept, version, savedMs, savedBy]).toEqual([view, 2, 1_790_000_000_000, "Bo"]);
  });

  it("keeps all of several or none, and names the line of what is wrong", async () => {
    const before = await saved();
    const text = `${yaml("one", "two")}---\nslug: three\nname: Three\nsections:\n  - id: s\n    title: S\n    lanes: 7\n`;
    const problem = await refusal(post("", text));
    expect(problem).toMatchObject({
      http: 400,
      code: "invalid_body",
      detail: /nothing was kept\. line \d+: /,
    });
    const line = text.split("\n").indexOf("    lanes: 7") + 1;
    expect(problem.errors).toEqual([
      { code: "invalid_type", path: "2.sections.0.lanes", message: expect.stringMatching(`^line ${line}: `) },
    ]);
    expect(await saved()).toEqual(before);
    await imported(post("", yaml("one", "two")));
    expect(await saved()).toEqual([...before, "one", "two"]);
  });

  it("goes over nothing unasked: a name that is taken wants another, or the word that it goes over it", async () => {
    await imported(post("", yaml("taken")));
    const changed = yamlOfView(viewOf("taken", { name: "Changed" }));
    const text = `${changed}---\n${yaml("in-file", "this-machine", "free-one")}`;
    const preview = await imported(post("?dry=1", text));
    expect(preview.views.map(({ slug, taken }) => [slug, taken])).toEqual([
      ["taken", "saved"],
      ["in-file", "file"],
      ["this-machine", "built-in"],
      ["free-one", undefined],
    ]);
    const problem = await refusal(post("?over=taken&over=in-file&as=this-machine:taken", text));
    expect(problem).toMatchObject({ http: 409, code: "name_taken" });
    expect(problem.errors?.map(({ path }) => path)).toEqual(["in-file", "taken"]);
    expect(await saved()).not.toContain("free-one");
    await imported(post("?over=taken&as=in-file:out-of-file&as=this-machine:that-machine", text));
    expect(await saved()).toEqual(expect.arrayContaining(["free-one", "out-of-file", "that-machine"]));
    expect(await records.views.find("taken")).toMatchObject({ name: "Changed", version: 2 });
  });

  it.each([
    ["no UTF-8", new Uint8Array([0x6e, 0xff, 0xfe]), "invalid_body"],
    ["nothing", "", "invalid_body"],
    ["more than 5 MiB", `# ${"x".repeat(limits.viewFileBytes)}`, "too_large"],
    ["aliases of aliases", bombOf("abcdefghij"), "invalid_body"],
  ])("refuses %s", async (_what, body, code) => {
    expect((await refusal(post("", body))).code).toBe(code);
  });

  it("refuses a choice that is none", async () => {
    for (const query of ["?as=one", "?as=one:Not%20a%20slug", `?by=${"x".repeat(201)}`])
      expect((await refusal(post(query, yaml("another")))).http).toBe(400);
    expect(await saved()).not.toContain("another");
  });

  it("ends a text that takes too long, and reads the next", async () => {
    const clock = manualClock();
    const other = createViewsThread({ file: worker.file, clock });
    const keys = Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join("\n");
    const long = other.read({ text: keys });
    clock.advance(30_000);
    await expect(long).rejects.toMatchObject({ code: "too_costly" });
    expect(await other.read({ text: yaml("quick") })).toMatchObject({ ok: true });
    await other.close();
  });

  it("lists views of files with their file, and what is wrong with others; they cannot be changed", async () => {
    const { views, folder } = viewListSchema.parse(await (await ask("")).json());
    expect(views.find(({ slug }) => slug === "in-file")).toMatchObject({ file: "shop.yaml", builtIn: false });
    expect(folder).toEqual({ path: "/views", faults: [{ file: "bad.yaml", line: 3, message: "no" }] });
    expect(await (await ask("/in-file")).json()).toEqual(viewOf("in-file"));
    for (const method of ["PUT", "DELETE"]) {
      const body = method === "PUT" ? JSON.stringify(viewOf("in-file")) : null;
      const problem = await refusal(ask("/in-file", { method, body }));
      expect(problem).toMatchObject({ http: 409, code: "built_in", detail: /stands in the file shop\.yaml/ });
    }
    await ask("/read-again", { method: "POST" });
    expect(readings).toBe(1);
  });
});

function bombOf(names: string): string {
  return [...names]
    .map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? "x" : `*${names[i - 1]}`)
          .join(", ")}]\n`,
    )
    .join("");
}

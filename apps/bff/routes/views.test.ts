import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import {
  limits,
  type Problem,
  type View,
  viewListSchema,
  viewSchema,
  viewVersionListSchema,
} from "@mission-control/contracts";
import { systemClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { sameOrigin } from "../edge/security.ts";
import { listenHttp } from "../http.ts";
import { createAllViews } from "../views/all-views.ts";
import { thisMachine } from "../views/this-machine.ts";
import { viewRoutes } from "./views.ts";

const lane = { id: "requests", title: "Requests", expr: "sum(rate(http_requests_total[$__rate_interval]))" };
const view = {
  name: "Mock production",
  description: "A shop",
  sections: [{ id: "web", title: "Web", lanes: [lane] }],
};
const withLanes = (lanes: readonly object[]) => ({ ...view, sections: [{ id: "web", title: "Web", lanes }] });

describe("/api/views", () => {
  const dir = mkdtempSync(join(tmpdir(), "views-"));
  let records: Records;
  let http: Awaited<ReturnType<typeof listenHttp>>;

  beforeAll(async () => {
    records = await openRecords({ dir, clock: systemClock });
    const folder = { views: () => new Map(), told: () => undefined };
    const all = createAllViews({ builtIn: [thisMachine], folder, records: records.views });
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use(sameOrigin());
    app.route(
      "/api/views",
      viewRoutes({ all, records: records.views, clock: systemClock, files: new Hono() }),
    );
    app.onError(problemHandler(pino({ level: "silent" })));
    http = await listenHttp({ app, clock: systemClock, host: "127.0.0.1", port: 0 });
  });
  afterAll(async () => {
    await http.close();
    await records.close();
    rmSync(dir, { recursive: true });
  });

  const ask = (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${http.port}/api/views${path}`, init);
  const put = (slug: string, body: unknown, headers = {}) =>
    ask(`/${slug}`, { method: "PUT", body: JSON.stringify(body), headers });
  const problemOf = async (response: Response) => {
    const { errors = [], ...rest } = (await response.json()) as Problem;
    return { ...rest, http: response.status, errors };
  };
  const list = async () => viewListSchema.parse(await (await ask("")).json()).views;

  it("keeps a view under its address, and lists it behind the built-in one", async () => {
    const made = await put("mock-production", view);
    expect([made.status, await made.json()]).toEqual([
      201,
      { slug: "mock-production", name: "Mock production", page: "/views/mock-production", version: 1 },
    ]);
    const kept = (await (await ask("/mock-production")).json()) as View;
    expect(kept).toEqual({
      ...viewSchema.parse({ slug: "mock-production", ...view }),
      version: 1,
      savedMs: expect.any(Number),
      savedBy: "",
    });
    expect(await list()).toEqual([
      {
        slug: "this-machine",
        name: "This machine",
        description: thisMachine.description,
        owner: "",
        tags: [],
        builtIn: true,
      },
      {
        slug: "mock-production",
        name: "Mock production",
        description: "A shop",
        owner: "",
        tags: [],
        builtIn: false,
        savedMs: expect.any(Number),
      },
    ]);
  });

  it("replaces a view that is put again, and forgets one that is deleted", async () => {
    await put("short-lived", view);
    expect((await put("short-lived", { ...view, name: "Other" })).status).toBe(200);
    expect(((await (await ask("/short-lived")).json()) as View).name).toBe("Other");
    expect((await ask("/short-lived", { method: "DELETE" })).status).toBe(204);
    expect((await ask("/short-lived")).status).toBe(404);
    expect((await ask("/short-lived", { method: "DELETE" })).status).toBe(404);
    expect((await list()).map(({ slug }) => slug)).not.toContain("short-lived");
  });

  it("makes each save a version, and says of each who made it and what it changed", async () => {
    await put("told", view);
    await put("told?by=Ada", { ...view, name: "Other" });
    expect((await put("told", { ...view, name: "Other" })).headers.get("etag")).toBe('"2"');
    const { versions } = viewVersionListSchema.parse(await (await ask("/told/versions")).json());
    expect(versions.map(({ version, savedBy, changes }) => [version, savedBy, changes])).toEqual([
      [2, "Ada", ["name “Mock production” → “Other”"]],
      [1, "", []],
    ]);
    const first = (await (await ask("/told/versions/1")).json()) as View;
    expect(first.name).toBe("Mock production");
    expect((await put("told", first)).headers.get("etag")).toBe('"3"');
    for (const path of ["/told/versions/9", "/told/versions/x", "/nothing/versions"])
      expect((await ask(path)).status).toBe(404);
  });

  it("keeps nothing over what somebody else saved meanwhile", async () => {
    expect((await put("both", view, { "if-none-match": "*" })).status).toBe(201);
    const mine = await put("both", { ...view, name: "Mine" }, { "if-match": '"1"' });
    expect([mine.status, mine.headers.get("etag")]).toEqual([200, '"2"']);
    for (const headers of [{ "if-match": '"1"' }, { "if-none-match": "*" }]) {
      const problem = await problemOf(await put("both", { ...view, name: "Yours" }, headers));
      expect(problem).toMatchObject({
        http: 412,
        code: "changed_meanwhile",
        detail: /version 2; nothing was kept/,
      });
    }
    expect(((await (await ask("/both")).json()) as View).name).toBe("Mine");
    expect((await put("both", view, { "if-match": "x" })).status).toBe(400);
    const remove = (tag: string) => ask("/both", { method: "DELETE", headers: { "if-match": tag } });
    expect(await problemOf(await remove('"1"'))).toMatchObject({ http: 412, detail: /nothing was removed/ });
    expect((await remove('"2"')).status).toBe(204);
    expect(await problemOf(await put("both", view, { "if-match": '"2"' }))).toMatchObject({
      detail: /removed/,
    });
    expect((await put("both", view)).headers.get("etag")).toBe('"3"');
  });

  it("names the lane and the place of an expression that cannot be read", async () => {
    const bad = { id: "errors", title: "Errors", expr: "rate(x[$__rate_interval]) + foo(y)" };
    const problem = await problemOf(await put("bad", withLanes([lane, bad])));
    expect(problem).toMatchObject({ http: 400, code: "invalid_body" });
    expect(problem.errors).toEqual([
      {
        code: "bad_data",
        path: "sections.0.lanes.1.expr",
        message: expect.stringMatching(/^lane "Errors" of section "Web", 1:29: parse error: .*foo/),
      },
    ]);
    expect(problem.detail).toContain("nothing was kept");
    expect((await ask("/bad")).status).toBe(404);
  });

  it("takes functions after a query, and names the lane whose query or call cannot be read", async () => {
    const piped = { ...lane, expr: `${lane.expr} |> smooth($__interval) |> of_mine(3)` };
    expect((await put("piped", withLanes([piped]))).status).toBe(201);
    for (const expr of ["up |>", "rate(x) |> smooth(5m)", "x[5m] |> smooth(5m)"]) {
      const { errors } = await problemOf(
        await put("piped-badly", withLanes([lane, { ...lane, id: "b", expr }])),
      );
      expect(errors?.map(({ path }) => path)).toEqual(["sections.0.lanes.1.expr"]);
    }
  });

  it("takes no expression that cannot be drawn, in tiles neither", async () => {
    const tile = { id: "t", title: "Traffic", expr: "http_requests_total[5m]", note: '"words"' };
    const { errors } = await problemOf(await put("bad", { ...view, tiles: [tile] }));
    expect(errors.map(({ path }) => path)).toEqual(["tiles.0.expr", "tiles.0.note"]);
    expect(errors[0]?.message).toMatch(/tile "Traffic".*matrix/);
  });

  it.each([
    [
      "13 tiles",
      { ...view, tiles: Array.from({ length: 13 }, (_, i) => ({ ...lane, id: `t${i}` })) },
      "tiles",
    ],
    [
      "51 sections",
      { ...view, sections: Array.from({ length: 51 }, (_, i) => ({ id: `s${i}`, title: "", lanes: [] })) },
      "sections",
    ],
    [
      "501 lanes over all sections",
      {
        ...view,
        sections: [0, 1, 2].map((s) => ({
          id: `s${s}`,
          title: "",
          lanes: Array.from({ length: 167 }, (_, i) => ({ ...lane, id: `l${i}` })),
        })),
      },
      "sections",
    ],
    [
      "201 panels over all sections",
      {
        ...view,
        sections: [0, 1, 2].map((s) => ({
          id: `s${s}`,
          title: "",
          panels: Array.from({ length: 67 }, (_, i) => ({
            id: `p${i}`,
            title: "",
            kind: "text",
            text: "",
            place: { x: 0, y: 0, w: 6, h: 4 },
          })),
        })),
      },
      "sections",
    ],
    [
      "more than a mebibyte",
      withLanes(
        Array.from({ length: 300 }, (_, i) => ({
          ...lane,
          id: `l${i}`,
          help: "x".repeat(limits.textLength),
        })),
      ),
      "",
    ],
    ["two lanes of one name", withLanes([lane, lane]), "sections.0.lanes.1.id"],
    ["another view's name", { ...view, slug: "else" }, "slug"],
    ["no name", { ...view, name: "" }, "name"],
    ["a list", [view], ""],
  ])("refuses %s", async (_what, body, path) => {
    const problem = await problemOf(await put("bad", body));
    expect([problem.http, problem.errors[0]?.path]).toEqual([400, path]);
  });

  it("takes as much as it says", async () => {
    const lanes = Array.from({ length: limits.lanesPerView }, (_, i) => ({ ...lane, id: `l${i}` }));
    const tiles = Array.from({ length: 12 }, (_, i) => ({ id: `t${i}`, title: "T", expr: "up" }));
    expect((await put("large", { ...withLanes(lanes), tiles })).status).toBe(201);
  });

  it("gives a view as YAML where that is asked for, without what is of its version", async () => {
    await put("as-file?by=Ada", { ...view, tags: ["shop"] });
    const { headers } = await ask("/as-file?format=yaml");
    expect(headers.get("content-type")).toBe("application/yaml; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="as-file.yaml"');
    const yaml = await (await ask("/as-file", { headers: { accept: "application/yaml" } })).text();
    expect(yaml).toMatch(/^# Mission Control view, format 1\nslug: as-file\nname: Mock production\n/);
    expect(yaml).not.toMatch(/version|savedBy|Ada/);
    expect(await (await ask("/as-file?format=json")).json()).toMatchObject({ slug: "as-file", version: 1 });
    expect((await ask("/this-machine?format=yaml")).status).toBe(200);
    expect((await ask("/as-file?format=toml")).status).toBe(400);
    expect((await ask("/nothing?format=yaml")).status).toBe(404);
  });

  it("does not let a built-in view be changed", async () => {
    for (const method of ["PUT", "DELETE"]) {
      const problem = await problemOf(
        await ask("/this-machine", { method, ...(method === "PUT" && { body: JSON.stringify(view) }) }),
      );
      expect(problem).toMatchObject({ http: 409, code: "built_in" });
      expect(problem.detail).toContain("PUT /api/views/my-this-machine");
    }
    expect(await (await ask("/this-machine")).json()).toEqual(thisMachine);
    // Where a new one is begun.
    expect(await problemOf(await put("new", view))).toMatchObject({ http: 409, code: "built_in" });
  });

  it("refuses what is no slug, no JSON, or from another site's page", async () => {
    expect((await put("Not%20a%20slug", view)).status).toBe(400);
    expect((await ask("/bad", { method: "PUT", body: "{" })).status).toBe(400);
    const foreign = await put("bad", view, { origin: "http://elsewhere.example" });
    expect(foreign.status).toBe(403);
    expect((await put(`bad?by=${"x".repeat(limits.nameLength + 1)}`, view)).status).toBe(400);
    expect((await ask("/bad", { method: "POST", body: "{}" })).status).toBe(405);
    expect((await ask("", { method: "PUT", body: "{}" })).status).toBe(405);
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customFunctionSchema, functionListSchema, limits, type Problem } from "@mission-control/contracts";
import { createSandbox, readyMade, type Sandbox } from "@mission-control/functions";
import { manualClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { createFunctions } from "../functions/functions.ts";
import { functionRoutes } from "./functions.ts";

const wasmFile = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
const twice = { kind: "map", description: "Twice as much", code: "(value) => value * 2" };

describe("/api/functions", () => {
  let sandbox: Sandbox;
  let dir: string;
  let records: Records;
  let changed: string[];
  beforeAll(async () => {
    sandbox = createSandbox({
      wasm: await WebAssembly.compile(readFileSync(wasmFile)),
      clock: manualClock(0),
    });
  });
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "functions-"));
    records = await openRecords({ dir, clock: manualClock(0) });
    changed = [];
  });
  afterEach(async () => {
    await records.close();
    rmSync(dir, { recursive: true });
  });

  const start = (settings: object[] = []) =>
    createFunctions({
      records: records.functions,
      settings: settings.map((one) => customFunctionSchema.parse(one)),
      clock: manualClock(0),
      checkCode: sandbox.check,
    });
  async function open(settings: object[] = []) {
    const app = new Hono();
    const functions = await start(settings);
    app.route("/api/functions", functionRoutes({ functions, changed: (name) => changed.push(name) }));
    app.onError(problemHandler(pino({ level: "silent" })));
    return {
      list: async () =>
        functionListSchema.parse(await (await app.request("/api/functions")).json()).functions,
      put: (name: string, body: unknown) =>
        app.request(`/api/functions/${name}`, {
          method: "PUT",
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      remove: (name: string) => app.request(`/api/functions/${name}`, { method: "DELETE" }),
    };
  }
  const problemOf = async (response: Response) => (await response.json()) as Problem;

  it("lists what ships, what stands in the settings, and what was made", async () => {
    const { list, put } = await open([{ name: "half", ...twice, code: "(value) => value / 2" }]);
    expect((await put("twice", twice)).status).toBe(201);
    const all = await list();
    expect(all.filter(({ origin }) => origin === "ready-made").map(({ name }) => name)).toEqual(
      readyMade.map(({ name }) => name),
    );
    expect(all.find(({ name }) => name === "half")).toMatchObject({ origin: "settings" });
    expect(all.find(({ name }) => name === "twice")).toMatchObject({
      ...twice,
      origin: "made",
      per: "query",
      parameters: [],
      lookback: "0s",
    });
  });

  it("keeps a function over a start, and its next form over its last", async () => {
    const first = await open();
    await first.put("twice", twice);
    expect((await first.put("twice", { ...twice, code: "(value) => value + value;" })).status).toBe(200);
    expect(changed).toEqual(["twice", "twice"]);
    const again = await open();
    expect((await again.list()).find(({ name }) => name === "twice")?.code).toBe("(value) => value + value;");
    expect((await again.remove("twice")).status).toBe(204);
    expect((await again.remove("twice")).status).toBe(404);
    expect((await (await open()).list()).some(({ name }) => name === "twice")).toBe(false);
  });

  it("says what is wrong with code, with its line, and keeps nothing", async () => {
    const { list, put } = await open();
    for (const [code, words] of [
      ["(value) => {\n  return value +;\n}", "SyntaxError"],
      ["(value) => value) + (0", "is no function"],
      ["42", "is no function"],
      ["nothing.there", "ReferenceError"],
    ] as const) {
      const answer = await put("bad", { ...twice, code });
      const problem = await problemOf(answer);
      expect([answer.status, problem.code]).toEqual([400, "invalid_body"]);
      expect(problem.errors).toMatchObject([{ path: "code", message: expect.stringContaining(words) }]);
    }
    expect(
      (await problemOf(await put("bad", { ...twice, code: "(value) => {\n  return value +;\n}" }))).detail,
    ).toContain("(line 2)");
    expect((await list()).some(({ name }) => name === "bad")).toBe(false);
    expect(changed).toEqual([]);
  });

  it("refuses what is no function, each fault by its path", async () => {
    const { put } = await open();
    const faults: [string, unknown, string][] = [
      ["a", "{", ""],
      ["a", "[]", ""],
      ["a", { ...twice, kind: "mop" }, "kind"],
      ["a", { ...twice, more: 1 }, ""],
      ["a", { ...twice, code: "x".repeat(limits.functionCodeLength + 1) }, "code"],
      ["a", { ...twice, lookback: "window" }, "lookback"],
      ["a", { ...twice, name: "b" }, "name"],
    ];
    for (const [name, body, path] of faults) {
      const answer = await put(name, body);
      expect(answer.status, JSON.stringify(body).slice(0, 100)).toBe(400);
      const { errors } = await problemOf(answer);
      if (path !== "") expect(errors?.[0]?.path).toBe(path);
    }
    expect((await put("Not-a-name", twice)).status).toBe(400);
  });

  it("leaves alone what ships and what stands in the settings", async () => {
    const { put, remove } = await open([{ name: "half", ...twice }]);
    for (const name of ["smooth", "half"]) {
      for (const answer of [await put(name, twice), await remove(name)])
        expect([answer.status, (await problemOf(answer)).code]).toEqual([409, "built_in"]);
    }
  });

  it("is bounded", async () => {
    for (let i = 0; i < limits.functions; i++)
      await records.functions.save(customFunctionSchema.parse({ name: `f${i}`, ...twice }), 0);
    const { put } = await open();
    const answer = await put("one_more", twice);
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).detail).toContain(`${limits.functions} functions are kept already`);
    expect((await put("f7", twice)).status).toBe(200);
  });

  it("does not start with settings that cannot be used, and says where", async () => {
    await expect(start([{ name: "smooth", ...twice }])).rejects.toThrow(
      'functions.0.name of mission-control.yaml: another function is called "smooth"',
    );
    await expect(
      start([
        { name: "a", ...twice },
        { name: "b", ...twice, code: "(" },
      ]),
    ).rejects.toThrow(/functions\.1\.code of mission-control\.yaml: b threw SyntaxError/);
  });
});

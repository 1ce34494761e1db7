import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  limits,
  type Problem,
  type Rule,
  type RuleImport,
  ruleImportSchema,
} from "@mission-control/contracts";
import { PromqlError } from "@mission-control/promql";
import { manualClock, systemClock } from "@mission-control/series";
import { openRecords } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRules, type Rules } from "../alerts/rules.ts";
import { problemHandler } from "../edge/problems.ts";
import { builtWorker } from "../evaluate/built-worker.ts";
import { createViewsThread } from "../views/views-thread.ts";
import { ruleFileRoutes } from "./rule-files.ts";

const clock = manualClock(1_800_000_000_000);
const file = (...alerts: string[]) =>
  `groups:\n  - name: shop\n    rules:\n${alerts.map((name) => `      - { alert: ${name}, expr: "up == 0" }\n`).join("")}`;

let dir: string;
let records: Awaited<ReturnType<typeof openRecords>>;
let rules: Rules;
let app: Hono;

let worker: Awaited<ReturnType<typeof builtWorker>>;
let thread: ReturnType<typeof createViewsThread>;

beforeAll(async () => {
  worker = await builtWorker("views/views-worker.ts");
  thread = createViewsThread({ file: worker.file, clock: systemClock });
});
afterAll(async () => {
  await thread.close();
  await worker.remove();
});

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "rule-files-"));
  records = await openRecords({ dir, clock });
  rules = await createRules({ records: records.rules });
  app = new Hono();
  app.onError(problemHandler(pino({ level: "silent" })));
  app.route(
    "/api/rules",
    ruleFileRoutes({
      rules,
      clock,
      read: thread.readRules,
      check: {
        async check(given) {
          const rule = given as Rule;
          if (rule.name !== "Refused") return { ok: true, rule };
          return { ok: false, faults: [{ code: "custom", path: "when.expr", message: "not this one" }] };
        },
      },
      proxied(store) {
        if (store === undefined) return undefined;
        throw new PromqlError("bad_data", `there is no store "${store}"`);
      },
    }),
  );
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

async function send(
  text: string | Uint8Array<ArrayBuffer>,
  search = "",
): Promise<{ status: number; body: unknown }> {
  const answer = await app.request(`/api/rules/import${search}`, { method: "POST", body: text });
  return { status: answer.status, body: await answer.json() };
}
const slugs = () => rules.list().map(({ slug }) => slug);

describe("POST /api/rules/import", () => {
  it("tells first, then keeps all of them", async () => {
    const dry = await send(file("Down", "Slow"), "?dry=1");
    expect(dry.status).toBe(200);
    const told: RuleImport = ruleImportSchema.parse(dry.body);
    expect(told.rules.map(({ rule, group, taken }) => [rule.slug, group, taken])).toEqual([
      ["down", "shop", false],
      ["slow", "shop", false],
    ]);
    expect(slugs()).toEqual([]);
    expect((await send(file("Down", "Slow"), "?by=kim")).status).toBe(201);
    expect(slugs()).toEqual(["down", "slow"]);
    expect(rules.find("down")).toMatchObject({ version: 1, savedBy: "kim", when: { expr: "up == 0" } });
  });

  it("keeps nothing where a name is taken, until it is said what becomes of that", async () => {
    await send(file("Down"));
    const text = file("Down", "Slow").replaceAll("up == 0", "up < 1");
    expect(((await send(text, "?dry=1")).body as RuleImport).rules.map(({ taken }) => taken)).toEqual([
      true,
      false,
    ]);
    const refused = await send(text);
    expect([refused.status, (refused.body as Problem).errors?.map(({ path }) => path)]).toEqual([
      409,
      ["down"],
    ]);
    expect(slugs()).toEqual(["down"]);
    expect((await send(text, "?without=down")).status).toBe(201);
    expect(rules.find("down")).toMatchObject({ version: 1 });
    expect((await send(text, "?over=down&over=slow")).status).toBe(201);
    expect(rules.find("down")).toMatchObject({ version: 2, when: { expr: "up < 1" } });
    expect((await send(file("Down", "Slow"), "?over=*")).status).toBe(201);
    expect(rules.find("slow")).toMatchObject({ version: 2, when: { expr: "up == 0" } });
  });

  it("takes what becomes of thousands of rules that are there already beside the file, as JSON", async () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `Disk ${i} is nearly full`);
    await send(file(...names));
    const there = slugs();
    expect(there).toHaveLength(2_000);
    const text = file(...names).replaceAll("up == 0", "up < 1");
    const json = (body: object) =>
      app.request("/api/rules/import?by=kim", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    const [first, ...others] = there;
    // One that was made meanwhile is named by neither.
    const refused = await json({ text, without: others.slice(1_000), over: others.slice(0, 1_000) });
    expect([refused.status, ((await refused.json()) as Problem).errors?.map(({ path }) => path)]).toEqual([
      409,
      [first],
    ]);
    expect((await json({ text, without: there.slice(1_000), over: there.slice(0, 1_000) })).status).toBe(201);
    expect(
      rules
        .list()
        .filter(({ version }) => version === 2)
        .map(({ slug }) => slug),
    ).toEqual(there.slice(0, 1_000));
    const faults = async (body: object) =>
      ((await (await json(body)).json()) as Problem).errors?.map(({ path }) => path);
    expect(await faults({ text, over: Array(limits.rules + 1).fill("a") })).toEqual(["over"]);
    expect(await faults({ without: [] })).toEqual(["text"]);
    expect((await json({ text: "#".repeat(1_100_000) })).status).toBe(413);
  }, 60_000);

  it("keeps nothing where one of them cannot be used", async () => {
    const refused = await send(file("Down", "Refused"));
    expect([refused.status, (refused.body as Problem).errors?.map(({ path }) => path)]).toEqual([
      400,
      ["refused.when.expr"],
    ]);
    expect(slugs()).toEqual([]);
  });

  it("says what is wrong, with its line", async () => {
    const wrong = await send("groups:\n  - name: a\n    rules: 5\n");
    expect(wrong.status).toBe(400);
    expect((wrong.body as Problem).errors?.[0]).toMatchObject({
      path: "groups.0.rules",
      message: expect.stringContaining("line 3"),
    });
    expect((await send(new Uint8Array([0xff, 0xfe]))).body).toMatchObject({ code: "invalid_body" });
    expect((await send("#".repeat(1_100_000))).status).toBe(413);
    expect((await send(file("Down"), "?store=nowhere")).body).toMatchObject({ code: "invalid_query" });
    expect((await app.request("/api/rules/import")).status).toBe(405);
  });
});

describe("GET /api/rules/export", () => {
  it("gives a file that can be imported again", async () => {
    await send(file("Down", "Slow"));
    const answer = await app.request("/api/rules/export");
    expect(answer.headers.get("content-disposition")).toContain("mission-control.rules.yaml");
    const text = await answer.text();
    const again = (await send(text, "?dry=1")).body as RuleImport;
    const kept = rules.list().map(({ version, savedMs, savedBy, ...rule }) => rule);
    expect(again.rules.map(({ rule }) => rule)).toEqual(kept);
  });
});

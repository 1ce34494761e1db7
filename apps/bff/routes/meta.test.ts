import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  limits,
  type MetaRule,
  type MetaTrigger,
  metaKinds,
  metaListSchema,
  type Problem,
  settingsSchema,
} from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { createMeta } from "../meta/meta.ts";
import { metaRoutes } from "./meta.ts";

const hits: MetaRule = {
  match: { metric: "hits_total", labels: { service: "api/v2", host: 'a"b%2F' } },
  about: { name: "Hits", runbook: "https://wiki.test/hits" },
};
const flurry: MetaTrigger = { match: { title: "flurry of mentions" }, about: { icon: "megaphone" } };

describe("/api/meta", () => {
  let dir: string;
  let records: Records;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "meta-"));
    records = await openRecords({ dir, clock: manualClock(0) });
  });
  afterEach(async () => {
    await records.close();
    rmSync(dir, { recursive: true });
  });

  const start = (settings: object = {}) =>
    createMeta({
      records: records.meta,
      settings: settingsSchema.parse({ meta: settings }).meta,
      clock: manualClock(0),
    });
  async function open(settings: object = {}) {
    const app = new Hono();
    app.route("/api/meta", metaRoutes({ meta: await start(settings) }));
    app.onError(problemHandler(pino({ level: "silent" })));
    const at = (kind: string, key: string) => `/api/meta/${kind}/${encodeURIComponent(key)}`;
    return {
      app,
      list: async () => metaListSchema.parse(await (await app.request("/api/meta")).json()),
      put: (kind: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
        app.request(at(kind, key), { method: "PUT", body: JSON.stringify(body), headers }),
      remove: (kind: string, key: string, headers: Record<string, string> = {}) =>
        app.request(at(kind, key), { method: "DELETE", headers }),
    };
  }
  const hitsKey = metaKinds.rules.keyOf(hits);
  const flurryKey = metaKinds.triggers.keyOf(flurry);
  const problemOf = async (response: Response) => (await response.json()) as Problem;

  it("keeps what is said over a start, whatever letters its labels have, until it is removed", async () => {
    const first = await open();
    const kept = await first.put("rules", hitsKey, hits);
    expect([kept.status, kept.headers.get("etag")]).toEqual([201, '"1"']);
    expect((await first.put("triggers", flurryKey, flurry)).status).toBe(201);
    const changed = { ...hits, about: { ...hits.about, owner: "Team web" } };
    expect((await first.put("rules", hitsKey, changed)).status).toBe(200);
    const again = await open();
    expect(await again.list()).toEqual({
      rules: [{ ...changed, key: hitsKey, origin: "made", version: 2 }],
      triggers: [{ ...flurry, key: flurryKey, origin: "made", version: 1 }],
    });
    expect((await again.remove("rules", hitsKey)).status).toBe(204);
    expect((await again.remove("rules", hitsKey)).status).toBe(404);
    expect((await (await open()).list()).rules).toEqual([]);
  });

  it("lets nobody write over what somebody else said meanwhile", async () => {
    const { put, remove, list } = await open();
    await put("rules", hitsKey, hits, { "if-none-match": "*" });
    for (const answer of [
      await put("rules", hitsKey, hits, { "if-none-match": "*" }),
      await put("rules", hitsKey, hits, { "if-match": '"2"' }),
      await remove("rules", hitsKey, { "if-match": '"2"' }),
    ])
      expect([answer.status, (await problemOf(answer)).code]).toEqual([412, "changed_meanwhile"]);
    expect((await put("rules", hitsKey, hits, { "if-match": "v1" })).status).toBe(400);
    expect((await list()).rules).toMatchObject([{ version: 1 }]);
    expect((await put("rules", hitsKey, hits, { "if-match": '"1"' })).headers.get("etag")).toBe('"2"');
  });

  it("shows what the settings say, and leaves it to them", async () => {
    await (await open()).put("triggers", flurryKey, { ...flurry, about: { icon: "bell" } });
    const { list, put, remove } = await open({ rules: [hits], triggers: [flurry] });
    expect(await list()).toEqual({
      rules: [{ ...hits, key: hitsKey, origin: "settings" }],
      triggers: [{ ...flurry, key: flurryKey, origin: "settings" }],
    });
    for (const answer of [
      await put("rules", hitsKey, hits),
      await remove("rules", hitsKey),
      await put("triggers", flurryKey, flurry),
    ])
      expect([answer.status, (await problemOf(answer)).code]).toEqual([409, "built_in"]);
    await expect(start({ rules: [hits, hits] })).rejects.toThrow(
      /^meta\.rules\.1\.match of mission-control\.yaml: hits_total/,
    );
  });

  it("refuses what cannot be said, each fault by its path, and keeps nothing", async () => {
    const { put, list, app } = await open();
    const faults: [string, unknown, string][] = [
      [hitsKey, [], ""],
      [hitsKey, { ...hits, more: 1 }, ""],
      [hitsKey, { ...hits, about: { runbook: "javascript:alert(1)" } }, "about.runbook"],
      [hitsKey, { ...hits, about: { icon: "<svg>" } }, "about.icon"],
      [
        hitsKey,
        { ...hits, about: { description: "x".repeat(limits.metaTextLength + 1) } },
        "about.description",
      ],
      ["hits", hits, "match"],
    ];
    for (const [key, body, path] of faults) {
      const answer = await put("rules", key, body);
      expect(answer.status, JSON.stringify(body).slice(0, 100)).toBe(400);
      expect((await problemOf(answer)).errors?.[0]?.path).toBe(path);
    }
    expect((await put("rules", "x".repeat(20_000), hits)).status).toBe(400);
    expect((await put("constructor", "x", hits)).status).toBe(404);
    expect((await app.request("/api/meta", { method: "POST" })).status).toBe(405);
    expect(await list()).toEqual({ rules: [], triggers: [] });
  });

  it("is bounded", async () => {
    for (let i = 0; i < limits.metaTriggers; i++)
      await records.meta.save("triggers", { ...flurry, match: { type: `t${i}` } }, { nowMs: 0 });
    const { put } = await open();
    const answer = await put("triggers", flurryKey, flurry);
    expect([answer.status, (await problemOf(answer)).detail]).toEqual([
      400,
      `${limits.metaTriggers} triggers are kept already; remove one first.`,
    ]);
    const known = { ...flurry, match: { type: "t7" } };
    expect((await put("triggers", metaKinds.triggers.keyOf(known), known)).status).toBe(200);
  });
});

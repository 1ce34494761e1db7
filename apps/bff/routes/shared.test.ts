import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createLanePartReader,
  decodeColumns,
  type Event,
  eventSchema,
  type MadeShare,
  type SeriesReader,
  type SharedPage,
  type Snapshot,
  type Taking,
  type View,
  viewSchema,
} from "@mission-control/contracts";
import { manualClock, metric, systemClock } from "@mission-control/series";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { createEvaluate } from "../evaluate/evaluate.ts";
import { createBroadcast } from "../live/broadcast.ts";
import { createPast } from "../past.ts";
import { createShares } from "../shares/shares.ts";
import { contentsSchema } from "../snapshots/contents.ts";
import { readPart } from "../snapshots/snapshot-file.ts";
import { createSnapshots } from "../snapshots/snapshots.ts";
import { createStores } from "../stores/stores.ts";
import { deployRoutes } from "./deploys.ts";
import { queryRoutes } from "./query.ts";
import { sharedRoutes } from "./shared.ts";
import { shareRoutes } from "./shares.ts";
import { snapshotRoutes } from "./snapshots.ts";

const HOUR_MS = 3_600_000;
const startMs = 1_790_000_000_000;
const baseStepMs = 1_000;

let dir: string;
let clock: ReturnType<typeof manualClock>;
let records: Records;
let app: Hono;
let views: Map<string, View>;
let events: Event[];
/** What every series is worth now. */
let worth: number;
/** Faults of our own that taking snapshots told of. */
let faults: unknown[];

const reader: SeriesReader = {
  async select(matchers, fromMs, toMs) {
    const name = matchers.find((matcher) => matcher.name === "__name__")!.value;
    const timesMs = Float64Array.from({ length: Math.floor((toMs - fromMs) / 1_000) + 1 }, (_, i) =>
      Math.min(toMs, fromMs + i * 1_000),
    );
    return [{ labels: metric(name), timesMs, values: timesMs.map(() => worth) }];
  },
  series: async () => [],
};

const view = (more: object = {}) =>
  viewSchema.parse({
    slug: "load",
    name: "Load",
    variables: [{ name: "host", source: { kind: "list", values: ["a", "b"] } }],
    tiles: [{ id: "t", title: "t", expr: "tile_now", note: "tile_then" }],
    sections: [
      {
        id: "s",
        title: "on $host",
        lanes: [{ id: "l", title: "l", expr: 'rate(hits{host=~"$host"}[$__rate_interval])' }],
        panels: [
          {
            id: "p",
            kind: "line",
            place: { x: 0, y: 0, w: 8, h: 4 },
            queries: [{ expr: "panel_value" }],
          },
        ],
      },
    ],
    ...more,
  });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "shared-"));
  clock = manualClock(startMs);
  worth = 7;
  faults = [];
  events = [];
  views = new Map([["load", view()]]);
  await open();
});
afterEach(async () => {
  await records.close();
  rmSync(dir, { recursive: true });
});

async function open(): Promise<void> {
  records = await openRecords({ dir, clock });
  const evaluate = createEvaluate({ reader, clock });
  const findView = async (slug: string) => views.get(slug);
  const find = async (query: { type?: string | undefined; except?: string | undefined }) => ({
    events: events.filter(
      ({ type }) => (query.type === undefined || type === query.type) && type !== query.except,
    ),
    next: null,
  });
  const query = queryRoutes({
    reader,
    evaluate,
    clock,
    version: "1",
    past: createPast(clock),
    stores: createStores({ clock: systemClock, settings: [] }),
    metadata: () => new Map(),
    onError: fail,
  });
  const shares = createShares({ records: records.shares, clock, findView });
  const deploys = deployRoutes({
    clock,
    find,
    accept: async () => ({ events: [], duplicate: false, rejects: [] }),
  });
  const answering = { clock, baseStepMs, store: "built-in", query, deploys, find };
  const broadcast = createBroadcast({ clock, evaluate, baseStepMs, graceMs: 0 });
  const snapshots = createSnapshots({
    records: records.snapshots,
    taker: { ...answering, graceMs: 0 },
    dir: join(dir, "snapshots"),
    findView,
    onError: (error) => faults.push(error),
  });
  app = new Hono();
  app.route("/api/shares", shareRoutes({ shares }));
  app.route("/api/shared", sharedRoutes({ ...answering, shares, broadcast }).app as unknown as Hono);
  app.route("/api/snapshots", snapshotRoutes({ snapshots, onError: fail }));
  app.onError(problemHandler(pino({ level: "silent" })));
}

function fail(error: unknown): never {
  throw error;
}

const shown = { slug: "load", rangeMs: 600_000 };
const post = (path: string, body: unknown) =>
  app.request(path, { method: "POST", body: JSON.stringify(body) });
async function share(more: object = {}, of: object = {}): Promise<MadeShare & { api: string }> {
  const response = await post("/api/shares", {
    kind: "share",
    view: { ...shown, ...of },
    lifeMs: HOUR_MS,
    ...more,
  });
  expect(response.status).toBe(201);
  const made = (await response.json()) as MadeShare;
  return { ...made, api: made.path.replace(/^\/(shared|wall)/, "/api/shared") };
}
const ranges = (api: string, queries: readonly string[], more: Record<string, string> = {}) => {
  const body = new URLSearchParams({
    start: String(startMs / 1_000 - 60),
    end: String(startMs / 1_000),
    step: "10",
    ...more,
  });
  for (const query of queries) body.append("query", query);
  return app.request(`${api}/v1/query_ranges`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
};
async function valuesOf(response: Response): Promise<number[][]> {
  const parts = createLanePartReader().read(new Uint8Array(await response.arrayBuffer()));
  if ("code" in parts) throw new Error(parts.message);
  return parts
    .toSorted((a, b) => a.index - b.index)
    .map(({ bytes }) => {
      const columns = decodeColumns(bytes);
      if ("code" in columns) return [];
      return columns.series.flatMap(({ values }) => [...values]);
    });
}
const problem = async (response: Response) => {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return { status: response.status, code, detail };
};

describe("a share link", () => {
  it("shows its view with what was chosen in it, and answers what that view asks", async () => {
    const { api } = await share({}, { variables: { host: ["a"] }, lanes: ["added_lane"] });
    const page = (await (await app.request(api)).json()) as SharedPage;
    const lane = page.views[0]!.view.sections[0]!.lanes[0]!;
    expect(lane.expr).toBe('rate(hits{host=~"a"}[$__rate_interval])');
    expect(page.views[0]!.view).toMatchObject({ variables: [], sections: [{ title: "on a" }] });
    const asked = ["tile_now", "tile_then", 'rate(hits{host=~"a"}[11000ms])', "panel_value", "added_lane"];
    const values = await valuesOf(await ranges(api, asked));
    expect(values.map((one) => one.at(-1))).toEqual([7, 7, 0, 7, 7]);
  });

  it("refuses every other expression, store, route and time, in words", async () => {
    const { api } = await share({}, { pauseMs: startMs });
    const refused = { status: 403, code: "not_shared" };
    for (const expr of [
      "up",
      "tile_now + secret",
      'rate(hits{host=~"b"}[11000ms])',
      'rate(hits{host=~".*"}[99d])',
      "",
    ])
      expect(await problem(await ranges(api, ["tile_now", expr]))).toMatchObject(refused);
    expect(await problem(await ranges(api, ["tile_now"], { store: "cluster" }))).toMatchObject(refused);
    expect(await problem(await ranges(api, ["tile_now"], { start: "0", step: "200000" }))).toMatchObject(
      refused,
    );
    expect(
      await problem(await ranges(api, ["tile_now"], { end: String(startMs / 1_000 + 60) })),
    ).toMatchObject(refused);
    for (const path of [
      "/v1/query?query=tile_now",
      "/v1/labels",
      "/v1/series?match[]=up",
      "/events",
      "/views",
      "/live?id=0123456789abcdef0123",
      "/status",
      "/../shares",
    ]) {
      const response = await app.request(`${api}${path}`);
      expect([403, 404, 405]).toContain(response.status);
    }
    expect((await app.request(api, { method: "DELETE" })).status).toBe(403);
    expect((await app.request(`${api}/deploys`, { method: "POST", body: "{}" })).status).toBe(403);
    expect((await ranges(api, ["tile_now"])).status).toBe(200);
  });

  it("asks what the view asks now: what was taken out of it is answered no more", async () => {
    const { api } = await share();
    expect((await ranges(api, ["panel_value"])).status).toBe(200);
    views.set("load", view({ sections: [] }));
    clock.advance(1_000);
    expect((await ranges(api, ["panel_value"])).status).toBe(403);
    views.delete("load");
    clock.advance(1_000);
    expect((await app.request(api)).status).toBe(404);
  });

  it("answers so many queries at once as any request may have", async () => {
    const { api } = await share();
    expect((await ranges(api, Array(250).fill("tile_now"))).status).toBe(200);
    expect((await ranges(api, Array(251).fill("tile_now"))).status).toBe(400);
  });

  it("lets a page watch what it shows: its lanes on whole steps, and not each on any step there is", async () => {
    const { api } = await share();
    const watch = async (steps: readonly number[]) => {
      const lanes = steps.map((stepMs, i) => ({ key: String(i), expr: "tile_now", stepMs }));
      const body = JSON.stringify({ lanes });
      return (await app.request(`${api}/live/${"a".repeat(32)}/subscriptions`, { method: "PUT", body }))
        .status;
    };
    const steps = (count: number) => Array.from({ length: count }, (_, i) => (i + 1) * baseStepMs);
    // There is no such stream.
    expect(await watch([1_000, 60_000])).toBe(404);
    expect(await watch(steps(32))).toBe(404);
    expect(await watch(steps(33))).toBe(403);
    expect(await watch([1_500])).toBe(403);
    expect(await watch(Array(51).fill(1_000))).toBe(403);
  });

  it("opens a view with a panel of a kind that is not known, and answers nothing of that", async () => {
    const place = { x: 0, y: 0, w: 8, h: 4 };
    const panels = [
      { id: "h", kind: "hologram", title: "on $host", place, queries: [{ expr: "holo" }, null], up: 7 },
    ];
    views.set("load", view({ sections: [{ id: "s", title: "s", panels }] }));
    const { api } = await share({}, { variables: { host: ["a"] } });
    const page = (await (await app.request(api)).json()) as SharedPage;
    expect(page.views[0]!.view.sections[0]!.panels[0]).toMatchObject({ kind: "hologram", title: "on a" });
    expect((await ranges(api, ["tile_now"])).status).toBe(200);
    expect((await ranges(api, ["holo"])).status).toBe(403);
  });

  it("is looked at by HEAD without a stream", async () => {
    const { api } = await share();
    const response = await app.request(`${api}/live?id=${"a".repeat(32)}`, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
  });

  it("tells of events only those that a panel of the view shows", async () => {
    const event = (id: string, type: string, title: string) =>
      eventSchema.parse({
        id,
        timeMs: startMs,
        type,
        subType: "",
        title,
        severity: "info",
        service: "",
        host: "",
        tags: [],
        attributes: {},
        fingerprint: id,
      });
    events = [event("1", "error", "pool full"), event("2", "error", "secret"), event("3", "request", "pool")];
    const place = { x: 0, y: 0, w: 8, h: 4 };
    const panels = [{ id: "e", kind: "events", place, types: ["error"], search: "Pool" }];
    views.set("load", view({ sections: [{ id: "s", title: "s", panels }] }));
    const { api } = await share();
    for (const query of ["?type=error", "", "?type=request"]) {
      const found = (await (await app.request(`${api}/events${query}`)).json()) as { events: Event[] };
      expect(found.events.map(({ id }) => id)).toEqual(query === "?type=request" ? [] : ["1"]);
    }
  });

  it("opens nothing once it is revoked or has ended, in the words of one that never was", async () => {
    const revoked = await share();
    const ended = await share({ lifeMs: 2 * HOUR_MS });
    expect((await app.request(revoked.api)).status).toBe(200);
    expect((await app.request(`/api/shares/${revoked.id}`, { method: "DELETE" })).status).toBe(204);
    const never = await problem(await app.request(`/api/shared/${"x".repeat(43)}`));
    expect(never).toMatchObject({ status: 404, code: "not_found" });
    expect(await problem(await app.request(revoked.api))).toEqual(never);
    expect(await problem(await ranges(revoked.api, ["tile_now"]))).toEqual(never);
    expect(await problem(await app.request(`${revoked.api}/anything`))).toEqual(never);
    clock.advance(2 * HOUR_MS - 1);
    expect((await app.request(ended.api)).status).toBe(200);
    clock.advance(1);
    expect(await problem(await app.request(ended.api))).toEqual(never);
    expect(((await (await app.request("/api/shares")).json()) as { shares: unknown[] }).shares).toEqual([]);
  });

  it("is kept by its hash alone: no file has the token, and the list does not tell it", async () => {
    const { path, api } = await share();
    const token = path.slice("/shared/".length);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await app.request(api);
    expect(await (await app.request("/api/shares")).text()).not.toContain(token);
    await records.close();
    for (const name of readdirSync(dir).filter((each) => each.startsWith("records")))
      expect(readFileSync(join(dir, name)).includes(token)).toBe(false);
    await open();
    expect((await app.request(api)).status).toBe(200);
  });

  it("is refused where it is not bounded, or its view is not there", async () => {
    const raw = { kind: "share", view: shown, lifeMs: HOUR_MS };
    for (const bad of [
      { ...raw, lifeMs: HOUR_MS - 1 },
      { ...raw, lifeMs: 367 * 24 * HOUR_MS },
      { ...raw, lifeMs: null },
      { ...raw, view: { ...shown, slug: "No!" } },
      { ...raw, view: { ...shown, lanes: Array(51).fill("up") } },
      { kind: "wall", views: [], everyS: 30 },
      { kind: "wall", views: [shown], everyS: 1 },
    ])
      expect((await post("/api/shares", bad)).status).toBe(400);
    expect((await post("/api/shares", { ...raw, view: { ...shown, slug: "nowhere" } })).status).toBe(404);
  });

  it("is not found by trying", async () => {
    let last = new Response();
    for (let i = 0; i < 130; i++) last = await app.request(`/api/shared/guess-${i}`);
    expect(last.status).toBe(429);
    expect(last.headers.get("retry-after")).toBe("5");
    // Behind a proxy all have one address.
    expect((await app.request((await share()).api)).status).toBe(200);
    clock.advance(60_000);
    expect((await app.request("/api/shared/guess")).status).toBe(404);
  });
});

describe("a wall's link", () => {
  it("opens its views in turn, holds without an end, and outlives a start", async () => {
    views.set("other", view({ slug: "other", name: "Other", tiles: [], sections: [] }));
    const { api } = await share({
      kind: "wall",
      views: [shown, { ...shown, slug: "other" }],
      view: undefined,
      lifeMs: undefined,
      everyS: 5,
    });
    clock.advance(1_000 * HOUR_MS);
    await records.close();
    await open();
    const page = (await (await app.request(api)).json()) as SharedPage;
    expect(page.kind).toBe("wall");
    expect(page.everyS).toBe(5);
    expect(page.views.map((each) => each.view.name)).toEqual(["Load", "Other"]);
    views.delete("load");
    clock.advance(1_000);
    expect(((await (await app.request(api)).json()) as SharedPage).views).toHaveLength(1);
  });
});

describe("a snapshot", () => {
  async function take(more: object = {}, raw: object = {}): Promise<Taking> {
    const response = await post("/api/snapshots", { ...raw, view: { ...shown, ...more } });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as Taking;
    let taking: Taking;
    do {
      await new Promise(setImmediate);
      taking = (await (await app.request(`/api/snapshots/taking/${id}`)).json()) as Taking;
    } while (taking.state === "running");
    return taking;
  }
  const list = async () =>
    ((await (await app.request("/api/snapshots")).json()) as { snapshots: Snapshot[] }).snapshots;

  it("shows what was there when it was taken, also when the data is gone and after a start", async () => {
    const { state, snapshot, done, total } = await take();
    expect([state, done]).toEqual(["ready", total]);
    expect(total).toBe(4);
    worth = 1_000;
    events = [];
    views.clear();
    await records.close();
    await open();
    const api = `/api/snapshots/${snapshot!.id}`;
    const page = (await (await app.request(api)).json()) as SharedPage;
    expect(page).toMatchObject({ kind: "snapshot", takenMs: startMs, nowMs: startMs, baseStepMs: 1_000 });
    expect(page.views[0]!.view.name).toBe("Load");
    const [tile, panel] = await valuesOf(await ranges(api, ["tile_now", "panel_value"]));
    expect(tile).toEqual(Array(7).fill(7));
    expect(panel).toEqual(Array(7).fill(7));
    const [other] = await valuesOf(await ranges(api, ["up"]));
    expect(other).toEqual([]);
    expect(faults).toEqual([]);
    expect((await app.request(`${api}/deploys`)).status).toBe(200);
    expect(await list()).toEqual([snapshot]);
    expect((await app.request(api, { method: "DELETE" })).status).toBe(204);
    expect((await app.request(api)).status).toBe(404);
    expect(existsSync(join(dir, "snapshots", `${snapshot!.id}.snapshot`))).toBe(false);
  });

  it("keeps of what happened only what its view shows, and nothing where that shows none", async () => {
    const happened = ["error", "alert", "deploy", "request"].map((type) =>
      eventSchema.parse({
        id: type,
        timeMs: startMs - 1_000,
        type,
        subType: "",
        title: type,
        severity: "info",
        service: "",
        host: "",
        tags: [],
        attributes: {},
        fingerprint: type,
      }),
    );
    const place = { x: 0, y: 0, w: 8, h: 4 };
    const toldBy = async (panels: object[]) => {
      events = happened;
      views.set("load", view({ sections: [{ id: "s", title: "s", panels }] }));
      const { snapshot } = await take();
      events = [];
      const path = `/api/snapshots/${snapshot!.id}/events`;
      const told = (await (await app.request(path)).json()) as { events: Event[] };
      // What is not told is not in its file, either.
      const contents = contentsSchema.parse(await records.snapshots.contents(snapshot!.id));
      const file = join(dir, "snapshots", `${snapshot!.id}.snapshot`);
      expect(JSON.parse((await readPart(file, contents.events)).toString())).toEqual(told.events);
      return told.events.map(({ type }) => type);
    };
    expect(await toldBy([])).toEqual([]);
    expect(await toldBy([{ id: "e", kind: "events", place, types: ["error"] }])).toEqual(["error"]);
    expect(await toldBy([{ id: "e", kind: "events", place, search: "LERT" }])).toEqual(["alert"]);
    expect(await toldBy([{ id: "r", kind: "requests", place }])).toEqual(["request"]);
    expect(await toldBy([{ id: "d", kind: "deploys", place }])).toEqual(["deploy"]);
  });

  it("has its own title, or its view's name", async () => {
    const titleBy = async (title: string) => {
      const { snapshot } = await take({}, { title });
      const page = (await (await app.request(`/api/snapshots/${snapshot!.id}`)).json()) as SharedPage;
      expect(snapshot!.title).toBe(page.title);
      return page.title;
    };
    expect(await titleBy("The night of the outage")).toBe("The night of the outage");
    expect(await titleBy("")).toBe("Load");
  });

  it("that cannot be written has failed, also where nothing can be removed", async () => {
    rmSync(join(dir, "snapshots"), { recursive: true });
    writeFileSync(join(dir, "snapshots"), "");
    expect((await take()).state).toBe("failed");
    expect(faults).not.toEqual([]);
    expect(await list()).toEqual([]);
  });

  it("keeps nothing where it is cancelled, and there is one at a time", async () => {
    const first = post("/api/snapshots", { view: shown });
    const second = post("/api/snapshots", { view: shown });
    const [begun, refused] = await Promise.all([first, second]);
    expect(refused.status).toBe(503);
    const { id } = (await begun.json()) as Taking;
    expect((await app.request(`/api/snapshots/taking/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await app.request(`/api/snapshots/taking/${id}`)).status).toBe(404);
    expect(await list()).toEqual([]);
    expect(readdirSync(join(dir, "snapshots"))).toEqual([]);
  });

  it("says in a lane why that could not be kept", async () => {
    views.set("load", view({ tiles: [{ id: "t", title: "t", expr: "sum(" }], sections: [] }));
    const { state, snapshot } = await take();
    expect(state).toBe("ready");
    const response = await ranges(`/api/snapshots/${snapshot!.id}`, ["sum("]);
    expect(await response.text()).toContain("parse error");
  });

  it("is refused without a view, or with a body that is none", async () => {
    expect((await post("/api/snapshots", { view: { ...shown, slug: "nowhere" } })).status).toBe(404);
    expect((await post("/api/snapshots", { view: {} })).status).toBe(400);
    expect((await app.request("/api/snapshots/taking/none")).status).toBe(404);
  });
});

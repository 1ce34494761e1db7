import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, ProbeDetails, ProbeList, Problem, RawEvent } from "@mission-control/contracts";
import { manualClock, systemClock } from "@mission-control/series";
import { createAddressPolicy, createCheck, createGuardedLookup } from "@mission-control/sources";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { problemHandler } from "../edge/problems.ts";
import { createProbes } from "../probes/probes.ts";
import { probeRoutes } from "./probes.ts";

let dir: string;
let records: Records;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "probes-"));
  records = await openRecords({ dir, clock: systemClock });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await records.close();
  rmSync(dir, { recursive: true });
});

async function start() {
  const events: RawEvent[] = [];
  const clock = manualClock(1_790_000_000_000);
  const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: ["127.0.0.1"] }) });
  const probes = await createProbes({
    records: records.probes,
    clock,
    place: "here",
    check: createCheck({ clock: systemClock, lookup }),
    lookup,
    accept: async (given) => void events.push(...given),
    onError(error) {
      throw error;
    },
  });
  closing.push(() => probes.stop());
  const app = new Hono().route("/api/probes", probeRoutes({ probes }));
  app.onError(problemHandler(pino({ level: "silent" })));
  const ask = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const answer = await app.request(`/api/probes${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      etag: answer.headers.get("etag"),
      body: (text === "" ? undefined : JSON.parse(text)) as T,
    };
  };
  return { ask, events, clock, probes };
}

async function serve(status = 200) {
  const server = createServer((_, response) => response.writeHead(status).end("well"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  closing.push(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}

const shop = (url: string, more: object = {}) => ({ slug: "shop", name: "Shop", kind: "http", url, ...more });

/** Real servers on a busy machine take their time. */
const patient = { timeout: 10_000, interval: 5 };

describe("/api/probes", () => {
  it("keeps a probe, checks it at once, and tells what was found", async () => {
    const { url } = await serve();
    const { ask, clock } = await start();
    expect(await ask("PUT", "/shop", shop(url), { "if-none-match": "*" })).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { slug: "shop", version: 1 },
    });
    expect((await ask<ProbeList>("GET", "")).body).toMatchObject({
      place: "here",
      nowMs: clock.now(),
      probes: [{ probe: { slug: "shop", everyMs: 30_000 }, version: 1, last: null, course: [] }],
    });
    clock.advance(0);
    await vi.waitFor(
      async () => expect((await ask<ProbeList>("GET", "")).body.probes[0]?.last).not.toBeNull(),
      patient,
    );
    const { body } = await ask<ProbeDetails>("GET", "/shop");
    expect(body).toMatchObject({
      failingSinceMs: null,
      last: { ok: true, words: "answered with 200", status: 200, bytes: 4 },
      course: [{ ok: true }],
      results: [{ ok: true, words: "answered with 200" }],
    });
  });

  it("tells since when one fails, by an event and over a restart, and that it is well again", async () => {
    const { url, stop } = await serve();
    const { ask, events, clock, probes } = await start();
    await ask("PUT", "/shop", shop(url));
    clock.advance(0);
    const last = async () => (await ask<ProbeDetails>("GET", "/shop")).body.results;
    await vi.waitFor(async () => expect((await last()).length).toBe(1), patient);
    await stop();
    clock.advance(30_000);
    await vi.waitFor(async () => expect((await last()).length).toBe(2), patient);
    expect(events).toMatchObject([
      { type: "probe", severity: "error", title: "Shop fails from here: connection refused" },
    ]);
    const since = (await ask<ProbeDetails>("GET", "/shop")).body.failingSinceMs;
    expect(since).toBe((await last())[0]?.atMs);
    await vi.waitFor(
      async () => expect((await records.probes.list())[0]?.failingSinceMs).toBe(since),
      patient,
    );
    probes.stop();

    const again = await start();
    expect((await again.ask<ProbeDetails>("GET", "/shop")).body).toMatchObject({
      failingSinceMs: since,
      results: [],
    });
    again.clock.advance(30_000);
    await vi.waitFor(
      async () => expect((await again.ask<ProbeDetails>("GET", "/shop")).body.results.length).toBe(1),
      patient,
    );
    expect(again.events).toEqual([]);
  });

  it("is changed and removed only by who has seen the version that is there", async () => {
    const { url } = await serve();
    const { ask } = await start();
    await ask("PUT", "/shop", shop(url));
    const changed = shop(url, { name: "The shop" });
    expect((await ask<Problem>("PUT", "/shop", changed, { "if-none-match": "*" })).status).toBe(412);
    expect((await ask("PUT", "/shop", changed, { "if-match": '"1"' })).etag).toBe('"2"');
    expect((await ask<Problem>("PUT", "/shop", changed, { "if-match": '"1"' })).body.code).toBe(
      "changed_meanwhile",
    );
    expect((await ask("DELETE", "/shop", undefined, { "if-match": '"1"' })).status).toBe(412);
    expect((await ask("DELETE", "/shop", undefined, { "if-match": '"2"' })).status).toBe(204);
    expect((await ask("DELETE", "/shop")).status).toBe(404);
    expect((await ask("GET", "/shop")).status).toBe(404);
    expect((await ask<ProbeList>("GET", "")).body.probes).toEqual([]);
  });

  it.each([
    ["url", { url: "ftp://example.org" }, "an address that begins with https:// or http://"],
    [
      "url",
      { url: "https://me:secret@example.org" },
      "without a user and a password: they would be shown to whoever sees the probe",
    ],
    ["name", { name: " " }, "give it a name"],
    ["everyMs", { everyMs: 10 }, "at least 5 s"],
    ["statuses.1", { statuses: [200, 20] }, "100 to 599"],
    ["slug", { slug: "Shop" }, "small letters, digits and -, 64 characters at most"],
    ["contains", { method: "HEAD", contains: "x" }, "a HEAD request has no body to look into"],
    [
      "host",
      { kind: "tcp", url: undefined, host: "a/b", port: 1 },
      "a host's name or address, without a path",
    ],
    ["port", { kind: "tcp", url: undefined, host: "a", port: 0 }, "1 to 65535"],
    [
      "resolver",
      { kind: "dns", url: undefined, host: "a", resolver: "dns.example.org" },
      "the address of a resolver, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
    ],
  ])("says at %s what is wrong, and keeps nothing", async (path, more, message) => {
    const { ask } = await start();
    const given = shop("https://example.org/", more);
    for (const [method, at] of [
      ["PUT", "/shop"],
      ["POST", "/try"],
    ] as const) {
      const { status, body } = await ask<Problem>(method, at, given);
      expect(status).toBe(400);
      expect(body.errors).toContainEqual(expect.objectContaining({ path, message }));
    }
    expect((await ask<ProbeList>("GET", "")).body.probes).toEqual([]);
  });

  it("tries a probe once and keeps nothing of it", async () => {
    const { url } = await serve(503);
    const { ask, events } = await start();
    expect(await ask("POST", "/try", shop(url))).toMatchObject({
      status: 200,
      body: { ok: false, words: "answered with 503", status: 503, phasesMs: { connect: expect.any(Number) } },
    });
    expect((await ask<ProbeList>("GET", "")).body.probes).toEqual([]);
    expect(events satisfies (RawEvent | Event)[]).toEqual([]);
  });

  it.each([
    ["url", shop("http://169.254.169.254/latest/meta-data")],
    ["url", shop("http://[::ffff:10.0.0.1]:8080/")],
    ["url", shop("http://2852039166/")],
    ["host", { slug: "shop", name: "Shop", kind: "tcp", host: "10.0.0.1", port: 22 }],
    ["host", { slug: "shop", name: "Shop", kind: "tcp", host: "0x7f.2", port: 22 }],
    ["resolver", { slug: "shop", name: "Shop", kind: "dns", host: "a", resolver: "192.168.0.1:53" }],
  ])("neither keeps nor tries what leads inside, by %s: %o", async (path, given) => {
    const { ask } = await start();
    for (const [method, at] of [
      ["PUT", "/shop"],
      ["POST", "/try"],
    ] as const) {
      const { status, body } = await ask<Problem>(method, at, given);
      expect(status).toBe(400);
      const message = expect.stringContaining("address blocked by policy");
      expect(body.errors).toMatchObject([{ path, message }]);
    }
    expect((await ask<ProbeList>("GET", "")).body.probes).toEqual([]);
  });

  it("keeps what nobody knows yet", async () => {
    const { ask } = await start();
    expect((await ask("PUT", "/shop", shop("https://shop.invalid/"))).status).toBe(201);
  });

  it("refuses what is no name, and methods that mean nothing", async () => {
    const { ask } = await start();
    expect((await ask("PUT", "/Shop", {})).status).toBe(400);
    expect((await ask("PUT", "/try", {})).status).toBe(400);
    expect((await ask("POST", "", {})).status).toBe(405);
    expect((await ask("POST", "/try", [])).status).toBe(400);
  });
});

import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptSeconds } from "../company/caching.ts";
import { capacity } from "../company/capacity.ts";
import type { Faults } from "../company/instance.ts";
import { createRandom } from "../company/random.ts";
import { type Ask, Unreachable } from "../company/wire.ts";
import { createApiServer } from "./api.ts";
import { openDatabase } from "./database.ts";
import { callOf, recorder, specOf, turnUntil, userOf } from "./turning.ts";
import { createWebServer } from "./web.ts";

/** A web server before a real api on the same clock, or before `api`. */
function open({ api, ...faults }: Partial<Faults> & { api?: Ask } = {}) {
  const clock = manualClock(1_000);
  const random = createRandom("web");
  const told = recorder();
  const behind = createApiServer({
    clock,
    random,
    telemetry: recorder().telemetry,
    database: openDatabase({ random }),
    spec: specOf("api"),
  });
  const web = createWebServer({
    clock,
    random,
    telemetry: told.telemetry,
    api: api ?? behind.answer,
    spec: specOf("web", faults),
  });
  const ask = (...call: Parameters<typeof callOf>) => turnUntil(clock, web.answer(callOf(...call)));
  return { ...told, clock, web, ask, behind };
}

const answering =
  (status: number): Ask =>
  async () => ({
    status,
    type: "application/json",
    body: "{}",
    version: "v1",
    maxAge: 0,
  });

describe("the web server", () => {
  it.each([
    ["/products/3", "Add to cart"],
    ["/cart", "Nothing in it yet"],
    ["/login", "Password"],
    ["/signup", "Plan"],
    ["/account", "No plan yet"],
    ["/search?q=lamp", "lamp</a>"],
  ])("shows %s, which nobody may keep", async (path, text) => {
    const reply = await open().ask("GET", path);
    expect(reply).toMatchObject({ status: 200, type: "text/html", maxAge: 0, version: "v1" });
    expect(reply.body).toContain(text);
  });

  it.each([
    ["/", "Things for each day"],
    ["/products", "Products"],
  ])("shows %s, which caches may keep for seconds, as it is the same for everybody", async (path, text) => {
    const { ask } = open();
    const reply = await ask("GET", path);
    expect(reply).toMatchObject({ status: 200, type: "text/html", maxAge: keptSeconds.pages });
    expect(reply.body).toContain(text);
    const other = userOf({ id: "u-2044", country: "BR", experiment: "orange-button" });
    await ask("POST", "/cart", { product: 3 }, other);
    expect((await ask("GET", path, undefined, other)).body).toBe(reply.body);
  });

  it.each(["/", "/products"])("lets nobody keep that %s cannot be shown", async (path) => {
    for (const status of [404, 500, 503]) {
      const reply = await open({ api: answering(status) }).ask("GET", path);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.maxAge).toBe(0);
    }
  });

  it.each([
    ["app.css", "text/css"],
    ["app.js", "text/javascript"],
    ["logo.svg", "image/svg+xml"],
  ])("gives /assets/%s, which caches may keep", async (name, type) => {
    expect(await open().ask("GET", `/assets/${name}`)).toMatchObject({ status: 200, type, maxAge: 60 });
  });

  it("shows the button of the user's arm of the experiment", async () => {
    const { ask } = open();
    for (const experiment of ["blue-button", "orange-button"] as const) {
      const { body } = await ask("GET", "/products/3", undefined, userOf({ experiment }));
      expect(body).toContain(`<button class="${experiment}">`);
    }
  });

  it("leads a buyer by forms and redirects, whether the body is a form or JSON", async () => {
    const { ask } = open();
    const user = userOf({ experiment: "orange-button" });
    const see = (location: string) => ({ status: 303, location, body: "" });
    expect(await ask("POST", "/cart", "product=3&quantity=2", user)).toMatchObject(see("/cart"));
    expect(await ask("POST", "/cart", { product: 3 }, user)).toMatchObject(see("/cart"));
    expect((await ask("GET", "/cart", undefined, user)).body).toMatch(/<li>3 × /);
    expect((await ask("POST", "/checkout", { card: "4000000000000002" }, user)).status).toBe(402);
    let paid = await ask("POST", "/checkout", "card=", user);
    for (let i = 0; i < 20 && paid.status === 402; i++) paid = await ask("POST", "/checkout", {}, user);
    expect(paid).toMatchObject(see("/account"));
    expect(await ask("POST", "/checkout", {}, user)).toMatchObject(see("/cart"));
    for (const path of ["/signup", "/signup", "/upgrade", "/cancel"]) {
      expect(await ask("POST", path, {}, user)).toMatchObject(see("/account"));
    }
    expect(await ask("POST", "/login", { user: user.id }, user)).toMatchObject(see("/account"));
    const wrong = await ask("POST", "/login", "user=u-1042&password=guess", user);
    expect(wrong.status).toBe(401);
    expect(wrong.body).toContain("Wrong user or password.");
    expect((await ask("POST", "/cart", "product=none", user)).status).toBe(400);
  });

  it("shows what users write as text, never as markup", async () => {
    const { ask } = open();
    const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)>'`;
    const { body } = await ask("GET", `/search?q=${encodeURIComponent(hostile)}`);
    expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img");
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary-ascii" }), async (text) => {
        const q = `<b>${text}</b>`;
        const page = await ask("GET", `/search?q=${encodeURIComponent(q)}`);
        expect(page.status).toBe(200);
        expect(page.body).not.toContain("<b>");
        const account = await ask("GET", "/login", undefined, userOf({ id: `">${q}` }));
        expect(account.body).not.toContain("<b>");
      }),
      { numRuns: 40 },
    );
  });

  it("answers 404 for an address that nobody can read, and says it as an exception only where it is set so", async () => {
    const path = "/search?q=%E0%A4%A";
    const { ask, web, events, sum } = open();
    expect((await ask("GET", path)).status).toBe(404);
    expect(events).toEqual([]);
    web.fault({ reportsMissing: true });
    expect((await ask("GET", path)).status).toBe(404);
    expect((await ask("GET", "/nowhere")).status).toBe(404);
    expect(events[0]).toMatchObject({
      type: "exception",
      title: "URIError: URI malformed",
      attributes: { status: 404, exception: "URIError", path, function: "parse-query-string", version: "v1" },
    });
    expect(events[1]).toMatchObject({ title: "NotFoundError: no such page", attributes: { status: 404 } });
    expect(sum("app_requests", { code: "404", route: "none" })).toBe(3);
    expect(sum("app_errors")).toBe(0);
  });

  it("says 502 where nobody answers it, 503 where the api fails, 404 where the api has nothing", async () => {
    const away: Ask = async () => {
      throw new Unreachable("gone");
    };
    for (const path of ["/", "/products/3", "/cart", "/account"]) {
      const { ask, sum, events } = open({ api: away });
      expect((await ask("GET", path)).status).toBe(502);
      expect(sum("app_errors", { kind: "upstream" })).toBe(1);
      expect(String(events[0]?.title)).toContain("ECONNREFUSED");
      expect((await open({ api: answering(503) }).ask("GET", path)).status).toBe(503);
    }
    expect((await open({ api: away }).ask("POST", "/cart", {})).status).toBe(502);
    expect((await open({ api: answering(500) }).ask("POST", "/cart", {})).status).toBe(503);
    expect((await open().ask("GET", "/products/9999")).status).toBe(404);
  });

  it("fails the share of answers that it is told to, and tells exceptions a few times a second", async () => {
    const { web, clock, sum, events } = open({ errorShare: 0.25 });
    const replies = await turnUntil(
      clock,
      Promise.all(Array.from({ length: 200 }, () => web.answer(callOf("GET", "/login")))),
    );
    const failed = replies.filter(({ status }) => status === 500);
    expect(failed.length).toBeGreaterThan(30);
    expect(failed.length).toBeLessThan(70);
    expect(sum("app_errors", { kind: "exception" })).toBe(failed.length);
    expect(sum("app_requests", { code: "500", route: "/login" })).toBe(failed.length);
    expect(events.length).toBe(3);
    expect(events[0]).toMatchObject({ type: "exception", attributes: { version: "v1", route: "/login" } });
    expect(String(events[0]?.attributes?.stack)).toMatch(/\n {4}at \w+ \(\w+\/\w+\.ts:\d+:\d+\)/);
  });

  it("answers 500 with too many open files, but stays healthy to look at, until it is started again", async () => {
    const { ask, clock, web, last, events } = open({ filesPerMinute: 120 });
    clock.advance(60_000);
    expect((await ask("GET", "/assets/app.css")).status).toBe(200);
    expect(last("app_open_files")).toBeGreaterThan(120);
    clock.advance(70_000);
    expect((await ask("GET", "/assets/app.css")).status).toBe(500);
    expect((await ask("GET", "/healthz")).status).toBe(200);
    expect([last("app_open_files"), last("app_saturation")]).toEqual([capacity.openFiles, 1]);
    expect(events[0]?.title).toBe("EMFILE: too many open files, open '/srv/shop/assets/app.css'");
    web.stop();
    await expect(ask("GET", "/")).rejects.toThrow(Unreachable);
    expect((await open({ filesPerMinute: 120 }).ask("GET", "/")).status).toBe(200);
  });

  it("refuses what comes while too much is under way, and tells how much is", async () => {
    const { web, clock, last, sum } = open();
    const replies = Promise.all(Array.from({ length: 400 }, () => web.answer(callOf("GET", "/login"))));
    const codes = (await turnUntil(clock, replies)).map(({ status }) => status);
    expect(codes.filter((status) => status === 503).length).toBe(400 - 256);
    expect(sum("app_errors", { kind: "overload" })).toBe(400 - 256);
    web.fault({ latencyFactor: 1_000 });
    void web.answer(callOf("GET", "/login"));
    clock.advance(1_000);
    expect(last("app_in_flight")).toBe(1);
  });

  it("takes 20 to 40 ms in the middle for pages of all kinds when healthy", async () => {
    const { ask, values } = open();
    for (let i = 0; i < 60; i++) {
      for (const path of ["/", "/products", `/products/${i + 1}`, "/search?q=rug", "/cart"])
        await ask("GET", path);
    }
    const sorted = values("app_request").toSorted((a, b) => a - b);
    expect(sorted[150]).toBeGreaterThan(20);
    expect(sorted[150]).toBeLessThan(40);
    expect(sorted[297]).toBeGreaterThan(1.8 * sorted[150]!);
  });

  it("is silent once it is stopped", () => {
    const { web, clock, lines } = open();
    web.stop();
    clock.advance(60_000);
    expect(lines).toEqual([]);
  });
});

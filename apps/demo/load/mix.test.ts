import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import type { Call } from "../company/wire.ts";
import { PRODUCTS } from "../server/catalogue.ts";
import { agentKind } from "./agents.ts";
import { createMix } from "./mix.ts";
import { createPopulation } from "./population.ts";
import { type Deeds, type MixName, mixes, type Shares } from "./shares.ts";

const products = new Set(Array.from({ length: PRODUCTS }, (_, i) => String(i + 1)));
const well = { malformedShare: 0 };

function mixOf(seed: string, shares?: Shares) {
  const random = createRandom(seed);
  const population = createPopulation({ random: random.fork("population") });
  return createMix({ random: random.fork("mix"), population, ...(shares === undefined ? {} : { shares }) });
}

const pagesOf = (seed: string, count: number, shape = well, shares?: Shares) => {
  const mix = mixOf(seed, shares);
  return Array.from({ length: count }, () => mix.nextPage(shape));
};

const directOf = (seed: string, count: number) => Array.from({ length: count }, mixOf(seed).nextDirect);

/** The route of a path: its numbers and queries left out. */
const routeOf = ({ method, path }: Call) =>
  `${method} ${path
    .replace(/\?.*/, "")
    .replace(/^\/assets\/.*/, "/assets")
    .replace(/\d+$/, ":id")}`;

const shareOf = (calls: readonly Call[], route: string) =>
  calls.filter((call) => routeOf(call) === route).length / calls.length;

describe("the mix", () => {
  it("makes well-formed calls: a path that parses, a body with a POST and no other, a JSON object in it", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...(Object.keys(mixes) as MixName[])), (seed, name) => {
        const mix = mixOf(seed, mixes[name]);
        for (let i = 0; i < 100; i++) {
          for (const call of [mix.nextPage(well), mix.nextDirect()]) {
            const url = new URL(call.path, "http://www.shop.example");
            expect(url.pathname + url.search).toBe(call.path);
            expect(() => decodeURIComponent(call.path)).not.toThrow();
            expect(call.body !== undefined).toBe(call.method === "POST");
            if (call.body !== undefined) expect(JSON.parse(call.body)).toBeTypeOf("object");
            const [, product] = /^\/(?:products|prices)\/(.*)/.exec(call.path) ?? [];
            if (product !== undefined) expect(products.has(product)).toBe(true);
            expect(call.userAgent).toMatch(/^[\x20-\x7e]+$/);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("gives the same calls for the same seed", () => {
    expect(pagesOf("a", 500)).toEqual(pagesOf("a", 500));
    expect(directOf("a", 500)).toEqual(directOf("a", 500));
    expect(pagesOf("a", 500)).not.toEqual(pagesOf("b", 500));
  });

  it("keeps to its shares, also to shares that are given", () => {
    const calls = pagesOf("shares", 40_000);
    const deeds: Deeds = mixes.shop.pages;
    const sum = Object.values(deeds).reduce((a, b) => a + b);
    const { home = 0, list = 0, product = 0, cart = 0, checkout = 0, asset = 0, upgrade = 0 } = deeds;
    expect(shareOf(calls, "GET /")).toBeCloseTo(home / sum, 2);
    expect(shareOf(calls, "GET /products")).toBeCloseTo(list / sum, 2);
    expect(shareOf(calls, "GET /products/:id")).toBeCloseTo(product / sum, 2);
    expect(shareOf(calls, "GET /assets")).toBeCloseTo(asset / sum, 2);
    expect(shareOf(calls, "POST /cart")).toBeCloseTo(cart / sum, 2);
    expect(shareOf(calls, "POST /checkout")).toBeCloseTo(checkout / sum, 2);
    expect(shareOf(calls, "POST /upgrade")).toBeGreaterThan((upgrade / sum) * 0.5);
    const halves: Shares = { pages: { home: 1, search: 1 }, api: { price: 1 }, direct: 0.5 };
    const given = pagesOf("shares", 10_000, well, halves);
    expect(shareOf(given, "GET /") + shareOf(given, "GET /search")).toBe(1);
    expect(shareOf(given, "GET /")).toBeCloseTo(0.5, 1);
  });

  it("lets nobody fill a cart who has not looked at that product, nor pay who has filled none", () => {
    for (const [calls, cart, checkout] of [
      [pagesOf("story", 20_000), "/cart", "/checkout"],
      [directOf("story", 20_000), "/carts", "/payments"],
    ] as const) {
      const looked = new Set<string>();
      const filled = new Map<string, number>();
      let paid = 0;
      for (const { method, path, body = "{}", user } of calls) {
        const inCart = filled.get(user.id) ?? 0;
        if (method === "GET") looked.add(`${user.id} ${path}`);
        else if (path === cart) {
          expect(looked).toContain(`${user.id} /products/${JSON.parse(body).product}`);
          filled.set(user.id, inCart + 1);
        } else if (path === checkout) {
          expect(inCart).toBeGreaterThan(0);
          filled.set(user.id, inCart - 1);
          paid++;
        }
      }
      expect(paid).toBeGreaterThan(300);
    }
  });

  it("lets only those sign up who have no plan, and those change or end one who have it", () => {
    const plans = new Map<string, string>();
    let changes = 0;
    for (const { path, user } of pagesOf("plans", 60_000)) {
      const plan = plans.get(user.id) ?? "none";
      if (path === "/signup") plans.set(user.id, "basic");
      else if (path === "/upgrade") plans.set(user.id, "pro");
      else if (path === "/cancel") plans.set(user.id, "none");
      else continue;
      changes++;
      expect({ "/signup": ["none"], "/upgrade": ["basic"], "/cancel": ["basic", "pro"] }[path]).toContain(
        plan,
      );
    }
    expect(changes).toBeGreaterThan(600);
  });

  it("sends browsers to the pages and programs to the api; crawlers only read", () => {
    for (const { method, userAgent } of pagesOf("agents", 5_000)) {
      expect(["desktop", "mobile", ...(method === "GET" ? ["crawler"] : [])]).toContain(agentKind(userAgent));
    }
    for (const { method, userAgent } of directOf("agents", 5_000)) {
      expect(["app", ...(method === "GET" ? ["curl"] : [])]).toContain(agentKind(userAgent));
    }
  });

  it("asks for addresses that nobody made by the share that is said, and else makes the same calls", () => {
    const malformed = ({ path }: Call) => path === "/search?q=%E0%A4%A";
    const calls = pagesOf("malformed", 10_000, { malformedShare: 0.08 });
    expect(calls.filter(malformed).length / 10_000).toBeCloseTo(0.08, 1);
    const others = calls.filter((call) => !malformed(call));
    expect(others).toEqual(pagesOf("malformed", others.length));
  });
});

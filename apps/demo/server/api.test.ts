import { manualClock } from "@mission-control/series";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Faults } from "../company/instance.ts";
import { createRandom } from "../company/random.ts";
import type { Call, Reply } from "../company/wire.ts";
import { createApiServer } from "./api.ts";
import { passwordOf } from "./bodies.ts";
import { openDatabase } from "./database.ts";
import { callOf, drain, recorder, specOf, turnUntil, userOf } from "./turning.ts";

function open({ seed = "seed", ...faults }: Partial<Faults> & { seed?: string } = {}) {
  const clock = manualClock(1_000);
  const random = createRandom(seed);
  const told = recorder();
  const options = { clock, random, telemetry: told.telemetry, database: openDatabase({ random }) };
  const api = createApiServer({ ...options, spec: specOf("api", faults) });
  const ask = (...call: Parameters<typeof callOf>) => turnUntil(clock, api.answer(callOf(...call)));
  async function json(...call: Parameters<typeof callOf>) {
    const { status, body } = await ask(...call);
    return { status, ...JSON.parse(body) };
  }
  /** Makes calls evenly, `perSecond`, and gives what was answered, in the order of the calls. */
  async function load(perSecond: number, seconds: number, of: (i: number) => Call): Promise<Reply[]> {
    const stepMs = perSecond < 40 ? 1_000 / perSecond : 1;
    const replies: Promise<Reply>[] = [];
    for (let i = 0; i < perSecond * seconds; i++) {
      replies.push(api.answer(of(i)));
      for (let ms = 0; ms < 1_000 / perSecond; ms += stepMs) {
        await drain();
        clock.advance(stepMs);
      }
    }
    return turnUntil(clock, Promise.all(replies));
  }
  return { ...told, clock, api, ask, json, load, options };
}

const anyProduct = () => callOf("GET", "/products/7");
const shareOk = (replies: readonly Reply[]) =>
  replies.filter(({ status }) => status === 200).length / replies.length;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe("the api", () => {
  it("gives products and prices that agree", async () => {
    const { json } = open();
    const { products } = await json("GET", "/products");
    expect(products.length).toBeGreaterThan(10);
    const [first] = products;
    expect(await json("GET", `/products/${first.id}`)).toEqual({ status: 200, ...first });
    expect(await json("GET", `/api/prices/${first.id}`)).toEqual({
      status: 200,
      product: first.id,
      price: first.price,
      currency: "EUR",
    });
    const { products: lamps } = await json("GET", "/products?q=LAMP");
    expect(lamps.length).toBeGreaterThan(1);
    for (const { name } of lamps) expect(name).toContain("lamp");
    expect((await json("GET", "/products?q=%25")).products).toEqual([]);
  });

  it("takes a cart from its first item to a payment, and counts what the business counts", async () => {
    const { json, sum } = open();
    const { price } = await json("GET", "/prices/3");
    const { id, status } = await json("POST", "/carts", { product: 3 });
    expect(status).toBe(201);
    expect(await json("POST", "/carts", {})).toEqual({ status: 200, id });
    const cart = await json("POST", `/carts/${id}/items`, { product: "3", quantity: "2" });
    expect(cart.items).toMatchObject([{ product: 3, quantity: 3, price }]);
    expect(cart.total).toBeCloseTo(price * 3, 2);
    expect(await json("GET", "/carts/current")).toEqual(cart);
    let paid = await json("POST", "/payments", { cart: id, card: "4000000000000002" });
    expect(paid).toEqual({ status: 402, error: "the card was declined" });
    // One in eight is declined by chance.
    for (let i = 0; i < 20 && paid.status === 402; i++) paid = await json("POST", "/payments", {});
    expect(paid).toEqual({ status: 201, order: 1, total: cart.total });
    expect(await json("POST", "/payments", { cart: id })).toEqual({ status: 409, error: "no open cart" });
    const blue = { experiment: "blue-button" };
    expect([sum("carts", blue), sum("payments", blue), sum("revenue", blue)]).toEqual([1, 1, cart.total]);
    expect(sum("queries", { user: "u-1042" })).toBeGreaterThan(20);
  });

  it("takes sign-ups, upgrades and cancellations once each, and logins with the right password", async () => {
    const { json, sum } = open();
    const user = userOf({ experiment: "orange-button", country: "NL" });
    const statuses: number[] = [];
    for (const path of [
      "/upgrades",
      "/signups",
      "/signups",
      "/upgrades",
      "/upgrades",
      "/cancellations",
      "/cancellations",
    ]) {
      statuses.push((await json("POST", path, {}, user)).status);
    }
    expect(statuses).toEqual([409, 201, 409, 201, 409, 201, 409]);
    expect((await json("POST", "/logins", { password: passwordOf(user.id) }, user)).status).toBe(201);
    expect((await json("POST", "/logins", { password: "guess" }, user)).status).toBe(401);
    expect((await json("POST", "/logins", { user: "u-1" }, user)).status).toBe(401);
    expect(sum("signups", { country: "NL", experiment: "orange-button" })).toBe(1);
    for (const name of ["upgrades", "cancellations", "logins"]) {
      expect(sum(name, { experiment: "orange-button" })).toBe(1);
    }
  });

  it("shows nobody the cart of another", async () => {
    const { json } = open();
    const { id } = await json("POST", "/carts", { product: 3 });
    const other = userOf({ id: "u-1043" });
    expect((await json("GET", `/carts/${id}`, undefined, other)).status).toBe(404);
    expect((await json("POST", `/carts/${id}/items`, { product: 3 }, other)).status).toBe(404);
    expect((await json("POST", "/payments", { cart: id }, other)).status).toBe(409);
  });

  it.each([
    ["POST", "/carts", "{", "the body is no JSON"],
    ["POST", "/carts", "[]", "the body: "],
    ["POST", "/carts", { product: 1, quantity: 0 }, "quantity: "],
    ["POST", "/carts/1/items", {}, "product: "],
    ["POST", "/payments", { card: "1" }, "card: 12 to 19 digits"],
    ["POST", "/signups", { plan: "gold" }, "plan: "],
  ] as const)("answers %s %s %j with 400 and what is wrong", async (method, path, body, wrong) => {
    const { status, error } = await open().json(method, path, body);
    expect([status, error.slice(0, wrong.length)]).toEqual([400, wrong]);
  });

  it("answers 404 for what is not there, and any body without failing", async () => {
    const { ask, events } = open();
    for (const path of [
      "/products/0",
      "/products/x",
      "/products/1e400",
      "/prices/9999",
      "/carts/1",
      "/nope",
    ]) {
      expect((await ask("GET", path)).status).toBe(404);
    }
    expect((await ask("POST", "/carts", { product: 9_999 })).status).toBe(404);
    const post = fc.constantFrom("/carts", "/carts/1/items", "/payments", "/logins", "/signups", "/upgrades");
    await fc.assert(
      fc.asyncProperty(post, fc.oneof(fc.json(), fc.string()), async (path, body) => {
        expect((await ask("POST", path, body)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    expect(events).toEqual([]);
  });

  it("lets more of those pay who have the orange button", async () => {
    const { json, sum } = open();
    for (let i = 0; i < 300; i++) {
      const user = userOf({ id: `u-${i}`, experiment: i % 2 === 0 ? "blue-button" : "orange-button" });
      await json("POST", "/carts", { product: 1 }, user);
      await json("POST", "/payments", {}, user);
    }
    const share = (experiment: string) => sum("payments", { experiment }) / sum("carts", { experiment });
    expect(share("orange-button")).toBeGreaterThan(share("blue-button"));
    expect(share("blue-button")).toBeGreaterThan(0.8);
  });

  it("takes 10 to 20 ms in the middle when healthy, and three times that where it is three times slower", async () => {
    const { load, api, values } = open();
    await load(50, 10, anyProduct);
    const healthyMs = values("app_request");
    expect(median(healthyMs)).toBeGreaterThanOrEqual(10);
    expect(median(healthyMs)).toBeLessThan(20);
    api.fault({ latencyFactor: 3 });
    await load(50, 10, anyProduct);
    const factor = median(values("app_request").slice(healthyMs.length))! / median(healthyMs)!;
    expect(factor).toBeGreaterThan(2.3);
    expect(factor).toBeLessThan(3.7);
  });

  it("with a leak fills its pool, then answers one in three and says why, and is well after a restart", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        const { load, last, sum, events, api, options } = open({ seed, leaksPerMinute: 1.33 });
        expect(shareOk(await load(4, 300, anyProduct))).toBe(1);
        await load(4, 120, anyProduct);
        expect([last("app_pool_busy"), last("app_pool_size"), last("app_saturation")]).toEqual([8, 8, 1]);
        const share = shareOk(await load(20, 30, anyProduct));
        expect(share).toBeGreaterThan(0.2);
        expect(share).toBeLessThan(0.5);
        expect(last("app_pool_waiting")).toBeGreaterThan(0);
        expect(sum("app_errors", { kind: "pool" })).toBe(sum("app_requests", { code: "503" }));
        expect(events[0]).toMatchObject({
          type: "exception",
          title: "could not obtain database connection",
          attributes: { version: "v1" },
        });
        expect(events.length).toBeLessThan(sum("app_errors"));
        api.stop();
        const again = createApiServer({ ...options, spec: api.spec() });
        expect((await turnUntil(options.clock, again.answer(anyProduct()))).status).toBe(200);
      }),
      { numRuns: 4 },
    );
  });

  it("answers the same for the same seed, and otherwise for another", async () => {
    const run = async (seed: string) => {
      const { load, lines, events } = open({ seed, errorShare: 0.1, leaksPerMinute: 30, latencyFactor: 2 });
      const replies = await load(40, 20, (i) =>
        i % 3 === 0
          ? callOf("POST", "/carts", { product: 1 + (i % 9) })
          : callOf("GET", `/products/${i % 50}`),
      );
      return { replies, lines, events };
    };
    expect(await run("a")).toEqual(await run("a"));
    expect((await run("b")).replies).not.toEqual((await run("a")).replies);
  });
});

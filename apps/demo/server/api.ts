import type { z } from "zod";
import type { Call } from "../company/wire.ts";
import {
  cartSchema,
  DECLINED_CARD_END,
  emptySchema,
  itemSchema,
  loginSchema,
  parseBody,
  passwordOf,
  paymentSchema,
  signupSchema,
} from "./bodies.ts";
import type { Connection, ShopDatabase } from "./database.ts";
import { poolDry } from "./failures.ts";
import { createPool } from "./pool.ts";
import {
  type Answer,
  createServer,
  type Handler,
  type InstanceServer,
  type Request,
  rest,
  type ServerOptions,
} from "./server.ts";
import * as shop from "./shop.ts";

const OWN_MS = 3.5;
/** Of one query, over the network and back. */
const QUERY_MS = 4;
const POOL_SIZE = 8;

/** The share of payments that fail at the till. The orange button's asks for less, so fewer do. */
const declined = { "blue-button": 0.12, "orange-button": 0.06 } as const;

/**
 * The api: JSON over a shop's database behind a pool of `poolSize` connections. A request holds one connection for the work
 * of its queries and the time that a database across a network takes for them.
 */
export function createApiServer(
  options: ServerOptions & { readonly database: ShopDatabase; readonly poolSize?: number },
): InstanceServer {
  const { clock, telemetry, random, database, poolSize = POOL_SIZE } = options;
  const pace = random.fork("database");
  const chance = random.fork("till");
  const pool = createPool({
    clock,
    random: random.fork("pool"),
    connections: Array.from({ length: poolSize }, database.connect),
    leaksPerMinute: () => server.spec().faults.leaksPerMinute,
  });

  /** A route that works on the database: its body is checked first, then `work` runs at one go on a connection. */
  function route<T>(
    schema: z.ZodType<T>,
    work: (on: Connection, body: T, request: Request) => Answer,
  ): Handler {
    return async (request) => {
      const body = parseBody(schema, request.call.body);
      if ("wrong" in body) return refuse(400, body.wrong);
      const askedMs = clock.monotonicMs();
      const lease = await pool.acquire();
      telemetry.time("app_pool_wait", clock.monotonicMs() - askedMs);
      if (lease === undefined) {
        server.report.count("pool");
        server.report.tell("pool", poolDry);
        return refuse(503, "could not obtain database connection");
      }
      const before = lease.connection.queries();
      try {
        return work(lease.connection, body.value, request);
      } finally {
        const queries = lease.connection.queries() - before;
        telemetry.count("queries", queries, { user: request.call.user.id });
        let ms = 0;
        for (let i = 0; i < queries; i++) ms += pace.logNormal(QUERY_MS, 0.4);
        await rest(clock, ms * server.spec().faults.latencyFactor);
        lease.release();
      }
    };
  }

  const routes = new Map<string, Handler>([
    [
      "GET /products",
      route(emptySchema, (on, _, { query }) =>
        json(200, { products: shop.findProducts(on, (query.get("q") ?? "").slice(0, 100), 24) }),
      ),
    ],
    [
      "GET /products/:id",
      route(emptySchema, (on, _, { params }) => {
        const product = shop.findProduct(on, Number(params.id));
        return product === undefined ? refuse(404, "no such product") : json(200, product);
      }),
    ],
    [
      "GET /prices/:id",
      route(emptySchema, (on, _, { params }) => {
        const price = shop.findPrice(on, Number(params.id));
        if (price === undefined) return refuse(404, "no such product");
        return json(200, { product: Number(params.id), price, currency: "EUR" });
      }),
    ],
    ["POST /carts", route(cartSchema, openCart)],
    [
      "GET /carts/current",
      route(emptySchema, (on, _, { call }) =>
        cartAnswer(on, shop.openCartOf(on, call.user.id), call.user.id),
      ),
    ],
    [
      "GET /carts/:id",
      route(emptySchema, (on, _, { call, params }) => cartAnswer(on, Number(params.id), call.user.id)),
    ],
    [
      "POST /carts/:id/items",
      route(itemSchema, (on, body, { call, params }) => {
        const id = Number(params.id);
        if (shop.findCart(on, id, call.user.id) === undefined) return refuse(404, "no such cart");
        if (shop.findPrice(on, body.product) === undefined) return refuse(404, "no such product");
        shop.addItem(on, id, body.product, body.quantity);
        return cartAnswer(on, id, call.user.id);
      }),
    ],
    ["POST /payments", route(paymentSchema, pay)],
    [
      "POST /logins",
      route(loginSchema, (on, body, { call }) => {
        const { user = call.user.id, password = passwordOf(user) } = body;
        if (user !== call.user.id || password !== passwordOf(user))
          return refuse(401, "wrong user or password");
        shop.noteLogin(on, call.user);
        telemetry.count("logins", 1, { experiment: call.user.experiment });
        return json(201, { user: call.user.id });
      }),
    ],
    [
      "GET /accounts/current",
      route(emptySchema, (on, _, { call }) =>
        json(200, { user: call.user.id, plan: shop.findPlan(on, call.user.id) ?? null }),
      ),
    ],
    [
      "POST /signups",
      route(signupSchema, (on, { plan }, { call: { user } }) => {
        if (shop.findPlan(on, user.id) !== undefined) return refuse(409, "already signed up");
        shop.setPlan(on, user.id, plan);
        telemetry.count("signups", 1, { experiment: user.experiment, country: user.country });
        return json(201, { user: user.id, plan });
      }),
    ],
    [
      "POST /upgrades",
      route(emptySchema, (on, _, { call: { user } }) => {
        const plan = shop.findPlan(on, user.id);
        if (plan === undefined) return refuse(409, "not signed up");
        if (plan === "pro") return refuse(409, "nothing above pro");
        shop.setPlan(on, user.id, "pro");
        telemetry.count("upgrades", 1, { experiment: user.experiment });
        return json(201, { user: user.id, plan: "pro" });
      }),
    ],
    [
      "POST /cancellations",
      route(emptySchema, (on, _, { call: { user } }) => {
        if (shop.findPlan(on, user.id) === undefined) return refuse(409, "not signed up");
        shop.endPlan(on, user.id);
        telemetry.count("cancellations", 1, { experiment: user.experiment });
        return json(201, { user: user.id, plan: null });
      }),
    ],
  ]);

  function openCart(on: Connection, body: z.infer<typeof cartSchema>, { call: { user } }: Request): Answer {
    if (body.product !== undefined && shop.findPrice(on, body.product) === undefined) {
      return refuse(404, "no such product");
    }
    const open = shop.openCartOf(on, user.id);
    const cart = open ?? shop.addCart(on, user.id);
    if (open === undefined) telemetry.count("carts", 1, { experiment: user.experiment });
    if (body.product !== undefined) shop.addItem(on, cart, body.product, body.quantity);
    return json(open === undefined ? 201 : 200, { id: cart });
  }

  function pay(on: Connection, body: z.infer<typeof paymentSchema>, { call: { user } }: Request): Answer {
    const id = body.cart ?? shop.openCartOf(on, user.id);
    const cart = id === undefined ? undefined : shop.findCart(on, id, user.id);
    if (cart === undefined) return refuse(409, "no open cart");
    if (cart.items.length === 0) return refuse(409, "the cart is empty");
    if (body.card?.endsWith(DECLINED_CARD_END) || chance.chance(declined[user.experiment])) {
      return refuse(402, "the card was declined");
    }
    const order = shop.addOrder(on, cart, user.id);
    telemetry.count("payments", 1, { experiment: user.experiment });
    telemetry.count("revenue", cart.total, { experiment: user.experiment });
    return json(201, { order, total: cart.total });
  }

  const server = createServer({
    ...options,
    routes,
    medianMs: OWN_MS,
    errorPage: refuse,
    gauges: () => ({
      app_pool_size: pool.size,
      app_pool_busy: pool.busy(),
      app_pool_waiting: pool.waiting(),
    }),
    saturation: () => pool.busy() / pool.size,
  });
  return { ...server, answer: (call) => server.answer(withoutPrefix(call)) };
}

/** The edge has the api under `/api`; the path may come with it or without. */
const withoutPrefix = (call: Call): Call =>
  call.path.startsWith("/api/") ? { ...call, path: call.path.slice("/api".length) } : call;

function cartAnswer(on: Connection, id: number | undefined, user: string): Answer {
  const cart = id === undefined ? undefined : shop.findCart(on, id, user);
  return cart === undefined ? refuse(404, "no such cart") : json(200, cart);
}

const json = (status: number, value: object): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

const refuse = (status: number, message: string): Answer => json(status, { error: message });

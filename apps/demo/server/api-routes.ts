import type { z } from "zod";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import type { User } from "../company/wire.ts";
import {
  cartSchema,
  DECLINED_CARD_END,
  emptySchema,
  itemSchema,
  loginSchema,
  passwordOf,
  paymentSchema,
  signupSchema,
} from "./bodies.ts";
import type { Connection } from "./database.ts";
import type { Answer, Request } from "./server.ts";
import * as shop from "./shop.ts";

/** What a route of the api does on a connection at one go, once its body is checked. */
type Work<T> = (on: Connection, body: T, request: Request & { readonly user: User }) => Answer;

export interface ApiRoute {
  readonly schema: z.ZodType;
  readonly work: Work<unknown>;
}

const SEARCHED_LENGTH = 100;
const LISTED = 24;
/** The share of payments that fail at the till. The orange button's asks for less, so fewer do. */
const declined = { "blue-button": 0.12, "orange-button": 0.06 } as const;

const json = (status: number, value: object): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

export const refuse = (status: number, message: string): Answer => json(status, { error: message });

/** What the api answers, by method and path, and the business metrics that come of it. */
export function apiRoutes({ telemetry, random }: { telemetry: Telemetry; random: Random }) {
  const routes = new Map<string, ApiRoute>();

  function add<T>(pattern: string, schema: z.ZodType<T>, work: Work<T>): void {
    routes.set(pattern, { schema, work: work as Work<unknown> });
  }

  const note = (name: string, { experiment }: User, by = 1) => telemetry.count(name, by, { experiment });

  add("GET /products", emptySchema, (on, _, { query }) =>
    json(200, { products: shop.findProducts(on, (query.get("q") ?? "").slice(0, SEARCHED_LENGTH), LISTED) }),
  );
  add("GET /products/:id", emptySchema, (on, _, { params }) => {
    const product = shop.findProduct(on, Number(params.id));
    return product === undefined ? refuse(404, "no such product") : json(200, product);
  });
  add("GET /prices/:id", emptySchema, (on, _, { params }) => {
    const product = Number(params.id);
    const price = shop.findPrice(on, product);
    if (price === undefined) return refuse(404, "no such product");
    return json(200, { product, price, currency: "EUR" });
  });

  add("POST /carts", cartSchema, (on, { product, quantity }, { user }) => {
    if (product !== undefined && shop.findPrice(on, product) === undefined) {
      return refuse(404, "no such product");
    }
    const open = shop.openCartOf(on, user.id);
    const id = open ?? shop.addCart(on, user.id);
    if (open === undefined) note("carts", user);
    if (product !== undefined) shop.addItem(on, id, product, quantity);
    return json(open === undefined ? 201 : 200, { id });
  });
  add("GET /carts/current", emptySchema, (on, _, { user }) =>
    cartAnswer(on, shop.openCartOf(on, user.id), user),
  );
  add("GET /carts/:id", emptySchema, (on, _, { user, params }) => cartAnswer(on, Number(params.id), user));
  add("POST /carts/:id/items", itemSchema, (on, { product, quantity }, { user, params }) => {
    const id = Number(params.id);
    if (shop.findCart(on, id, user.id) === undefined) return refuse(404, "no such cart");
    if (shop.findPrice(on, product) === undefined) return refuse(404, "no such product");
    shop.addItem(on, id, product, quantity);
    return cartAnswer(on, id, user);
  });
  add("POST /payments", paymentSchema, (on, { cart: asked, card }, { user }) => {
    const id = asked ?? shop.openCartOf(on, user.id);
    const cart = id === undefined ? undefined : shop.findCart(on, id, user.id);
    if (cart === undefined) return refuse(409, "no open cart");
    if (cart.items.length === 0) return refuse(409, "the cart is empty");
    if (card?.endsWith(DECLINED_CARD_END) || random.chance(declined[user.experiment])) {
      return refuse(402, "the card was declined");
    }
    const order = shop.addOrder(on, cart, user.id);
    if (order === undefined) return refuse(409, "paid already");
    note("payments", user);
    note("revenue", user, cart.total);
    return json(201, { order, total: cart.total });
  });

  add("POST /logins", loginSchema, (on, body, { user }) => {
    const { user: name = user.id, password = passwordOf(name) } = body;
    if (name !== user.id || password !== passwordOf(name)) return refuse(401, "wrong user or password");
    shop.noteLogin(on, user);
    note("logins", user);
    return json(201, { user: user.id });
  });
  add("GET /accounts/current", emptySchema, (on, _, { user }) =>
    json(200, { user: user.id, plan: shop.findPlan(on, user.id) ?? null }),
  );
  add("POST /signups", signupSchema, (on, { plan }, { user }) => {
    if (shop.findPlan(on, user.id) !== undefined) return refuse(409, "already signed up");
    shop.setPlan(on, user.id, plan);
    telemetry.count("signups", 1, { experiment: user.experiment, country: user.country });
    return json(201, { user: user.id, plan });
  });
  add("POST /upgrades", emptySchema, (on, _, { user }) => {
    const plan = shop.findPlan(on, user.id);
    if (plan !== "basic") return refuse(409, plan === undefined ? "not signed up" : "nothing is above pro");
    shop.setPlan(on, user.id, "pro");
    note("upgrades", user);
    return json(201, { user: user.id, plan: "pro" });
  });
  add("POST /cancellations", emptySchema, (on, _, { user }) => {
    if (shop.findPlan(on, user.id) === undefined) return refuse(409, "not signed up");
    shop.endPlan(on, user.id);
    note("cancellations", user);
    return json(201, { user: user.id, plan: null });
  });
  return routes;
}

function cartAnswer(on: Connection, id: number | undefined, user: User): Answer {
  const cart = id === undefined ? undefined : shop.findCart(on, id, user.id);
  return cart === undefined ? refuse(404, "no such cart") : json(200, cart);
}

import type { User } from "../company/wire.ts";
import type { Connection } from "./database.ts";

/** Money in currency units, as the JSON has it. */
export interface Product {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly about: string;
  readonly price: number;
}

export interface Item {
  readonly product: number;
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
}

export interface Cart {
  readonly id: number;
  readonly items: readonly Item[];
  readonly total: number;
}

export type Plan = "basic" | "pro";

/** Carts and orders beyond this are forgotten, the oldest first, so that a demo of days stays small. */
const KEPT = 20_000;

const productColumns =
  "SELECT p.id, p.name, p.kind, p.about, c.cents FROM products p JOIN prices c ON c.product = p.id";

/** Products whose name or kind has `text` in it, at most `limit`. */
export function findProducts(on: Connection, text: string, limit: number): Product[] {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return on
    .all(`${productColumns} WHERE p.name LIKE ? ESCAPE '\\' ORDER BY p.id LIMIT ?`, pattern, limit)
    .map(productOf);
}

export function findProduct(on: Connection, id: number): Product | undefined {
  const row = on.get(`${productColumns} WHERE p.id = ?`, id);
  return row === undefined ? undefined : productOf(row);
}

/** The price of a product in currency units. */
export function findPrice(on: Connection, product: number): number | undefined {
  const row = on.get("SELECT cents FROM prices WHERE product = ?", product);
  return row === undefined ? undefined : Number(row.cents) / 100;
}

/** The cart that a user has not paid for yet. */
export function openCartOf(on: Connection, user: string): number | undefined {
  const row = on.get("SELECT id FROM carts WHERE user = ? AND paid = 0 ORDER BY id DESC LIMIT 1", user);
  return row === undefined ? undefined : Number(row.id);
}

export function addCart(on: Connection, user: string): number {
  const id = on.run("INSERT INTO carts (user) VALUES (?)", user);
  on.run("DELETE FROM items WHERE cart = ?", id - KEPT);
  on.run("DELETE FROM carts WHERE id = ?", id - KEPT);
  return id;
}

/** Undefined where the user has no such cart, or has paid for it. */
export function findCart(on: Connection, id: number, user: string): Cart | undefined {
  if (on.get("SELECT id FROM carts WHERE id = ? AND user = ? AND paid = 0", id, user) === undefined) return;
  const rows = on.all(
    "SELECT i.product, p.name, i.quantity, c.cents FROM items i JOIN products p ON p.id = i.product JOIN prices c ON c.product = i.product WHERE i.cart = ? ORDER BY i.product",
    id,
  );
  const cents = rows.reduce((sum, row) => sum + Number(row.cents) * Number(row.quantity), 0);
  const items = rows.map((row) => ({
    product: Number(row.product),
    name: String(row.name),
    quantity: Number(row.quantity),
    price: Number(row.cents) / 100,
  }));
  return { id, items, total: cents / 100 };
}

export function addItem(on: Connection, cart: number, product: number, quantity: number): void {
  on.run(
    "INSERT INTO items (cart, product, quantity) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET quantity = min(99, quantity + excluded.quantity)",
    cart,
    product,
    quantity,
  );
}

/** Marks a cart as paid and gives the number of its order; undefined where it was paid a moment before, elsewhere. */
export function addOrder(on: Connection, { id, total }: Cart, user: string): number | undefined {
  const paid = on.get("UPDATE carts SET paid = 1 WHERE id = ? AND paid = 0 RETURNING id", id);
  if (paid === undefined) return undefined;
  const cents = Math.round(total * 100);
  const order = on.run("INSERT INTO orders (user, cart, cents) VALUES (?, ?, ?)", user, id, cents);
  on.run("DELETE FROM orders WHERE id = ?", order - KEPT);
  return order;
}

export function noteLogin(on: Connection, user: User): void {
  on.run(
    "INSERT INTO users (id, country, logins) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET logins = logins + 1",
    user.id,
    user.country,
  );
}

export function findPlan(on: Connection, user: string): Plan | undefined {
  const row = on.get("SELECT plan FROM subscriptions WHERE user = ?", user);
  return row === undefined ? undefined : (row.plan as Plan);
}

export function setPlan(on: Connection, user: string, plan: Plan): void {
  on.run(
    "INSERT INTO subscriptions (user, plan) VALUES (?, ?) ON CONFLICT DO UPDATE SET plan = excluded.plan",
    user,
    plan,
  );
}

export function endPlan(on: Connection, user: string): void {
  on.run("DELETE FROM subscriptions WHERE user = ?", user);
}

function productOf(row: Readonly<Record<string, string | number | null>>): Product {
  return {
    id: Number(row.id),
    name: String(row.name),
    kind: String(row.kind),
    about: String(row.about),
    price: Number(row.cents) / 100,
  };
}

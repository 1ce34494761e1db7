import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { PRODUCTS } from "./catalogue.ts";
import { openDatabase } from "./database.ts";
import * as shop from "./shop.ts";

const open = (seed = "shop") => openDatabase({ random: createRandom(seed) }).connect();

describe("the shop's database", () => {
  it("sells the same for the same seed, and as many for any", () => {
    const all = (seed: string) => shop.findProducts(open(seed), "", 1_000);
    expect(all("a")).toEqual(all("a"));
    expect(all("a")).not.toEqual(all("b"));
    expect(all("b").map(({ id }) => id)).toEqual(Array.from({ length: PRODUCTS }, (_, i) => i + 1));
    for (const { price } of all("a")) expect(price).toBeGreaterThan(0);
  });

  it("finds by what a name contains, taking every character as itself", () => {
    const on = open();
    const names = shop.findProducts(on, "", 1_000);
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom("%", "_", "\\", "oak", "LAMP", "' OR 1=1 --"), fc.string()),
        (text) => {
          // SQLite's texts end at a NUL, and its LIKE folds ASCII only.
          fc.pre(!text.includes("\0"));
          const fold = (value: string) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
          expect(shop.findProducts(on, text, 1_000)).toEqual(
            names.filter(({ name }) => fold(name).includes(fold(text))),
          );
        },
      ),
    );
  });

  it("takes money for a cart once, whoever asks from where", () => {
    const dir = mkdtempSync(join(tmpdir(), "shop-"));
    const [one, other] = [0, 1].map(() =>
      openDatabase({ path: join(dir, "shop.db"), random: createRandom("shop") }),
    ) as [ReturnType<typeof openDatabase>, ReturnType<typeof openDatabase>];
    const [here, there] = [one.connect(), other.connect()];
    const id = shop.addCart(here, "u-1");
    shop.addItem(here, id, 1, 2);
    const cart = shop.findCart(there, id, "u-1")!;
    expect(shop.findCart(here, id, "u-1")).toEqual(cart);
    expect(shop.addOrder(there, cart, "u-1")).toBe(1);
    expect(shop.addOrder(here, cart, "u-1")).toBeUndefined();
    expect(shop.openCartOf(here, "u-1")).toBeUndefined();
    one.close();
    other.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("forgets the oldest carts, so that it stays small", () => {
    const on = open();
    const first = shop.addCart(on, "u-1");
    shop.addItem(on, first, 1, 1);
    for (let i = 0; i < 20_000; i++) shop.addCart(on, "u-2");
    expect(shop.findCart(on, first, "u-1")).toBeUndefined();
    expect(on.get("SELECT count(*) AS n FROM carts")?.n).toBe(20_000);
    expect(on.get("SELECT count(*) AS n FROM items")?.n).toBe(0);
  });
});

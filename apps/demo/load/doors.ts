import type { AgentKind } from "./agents.ts";
import type { Deed } from "./shares.ts";

/** One of the two ways into the shop: where each deed is done, and by whose programs. */
export interface Door {
  /** The path of each deed that can be done there, without what it is about. */
  readonly paths: Readonly<Partial<Record<Deed, string>>> & { readonly list: string };
  /** Programs of users who buy. */
  readonly buyers: readonly AgentKind[];
  /** Programs that only read. */
  readonly readers: readonly AgentKind[];
}

/** The pages, through the edge. */
export const pagesDoor: Door = {
  paths: {
    home: "/",
    list: "/products",
    product: "/products/",
    search: "/search?q=",
    asset: "/assets/",
    account: "/account",
    cart: "/cart",
    checkout: "/checkout",
    login: "/login",
    signup: "/signup",
    upgrade: "/upgrade",
    cancel: "/cancel",
  },
  buyers: ["desktop", "mobile"],
  readers: ["crawler"],
};

/** The api, which the app asks without the pages. */
export const apiDoor: Door = {
  paths: {
    list: "/products",
    product: "/products/",
    price: "/prices/",
    search: "/products?q=",
    account: "/accounts/current",
    cart: "/carts",
    checkout: "/payments",
    login: "/logins",
    signup: "/signups",
    upgrade: "/upgrades",
    cancel: "/cancellations",
  },
  buyers: ["app"],
  readers: ["curl"],
};

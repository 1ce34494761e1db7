/** What a user does in one call. */
export type Deed =
  | "home"
  | "list"
  | "product"
  | "search"
  | "asset"
  | "cart"
  | "checkout"
  | "login"
  | "signup"
  | "upgrade"
  | "cancel"
  | "api";

/** How often each is done, against the others. Who pays had a cart first, so `checkout` needs `cart`, and that `product`. */
export type Shares = Readonly<Record<Deed, number>>;

const none: Shares = {
  home: 0,
  list: 0,
  product: 0,
  search: 0,
  asset: 0,
  cart: 0,
  checkout: 0,
  login: 0,
  signup: 0,
  upgrade: 0,
  cancel: 0,
  api: 0,
};

const reading = { ...none, home: 16, list: 16, product: 30, search: 10, asset: 28 };

/** Mixes by the name that the command line takes. */
export const mixes = {
  /** All that users of a shop do. */
  shop: {
    home: 13,
    list: 12,
    product: 24,
    search: 7,
    asset: 20,
    cart: 6,
    checkout: 3,
    login: 3,
    signup: 1,
    upgrade: 0.7,
    cancel: 0.3,
    api: 10,
  },
  /** Reading only: what the edge can keep. */
  pages: reading,
  /** What programs ask. */
  api: { ...none, api: 1 },
  /** Much buying, little reading: a sale. */
  buying: { ...reading, asset: 10, cart: 16, checkout: 10, login: 6 },
} satisfies Record<string, Shares>;

export type MixName = keyof typeof mixes;

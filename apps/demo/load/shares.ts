/** What a user does in one call. */
export type Deed =
  | "home"
  | "list"
  | "product"
  | "price"
  | "search"
  | "asset"
  | "account"
  | "cart"
  | "checkout"
  | "login"
  | "signup"
  | "upgrade"
  | "cancel";

/** How often each deed is done, against the others. */
export type Deeds = Readonly<Partial<Record<Deed, number>>>;

/** What is done on the pages and what programs do at the api, and how much of all is theirs. */
export interface Shares {
  readonly pages: Deeds;
  readonly api: Deeds;
  /** The part of all calls that go to the api directly, 0 to 1. */
  readonly direct: number;
}

const reading: Deeds = { home: 15, list: 14, product: 27, search: 8, asset: 24, account: 4 };
const direct: Deeds = {
  list: 12,
  product: 24,
  price: 42,
  search: 6,
  account: 3,
  cart: 6,
  checkout: 3,
  login: 4,
};

/** Mixes by the name that the command line takes. */
export const mixes = {
  /** All that users of a shop do. As many cancel as sign up in the end, for they are always the same users. */
  shop: {
    pages: { ...reading, cart: 6, checkout: 3, login: 3, signup: 0.9, upgrade: 0.5, cancel: 0.8 },
    api: direct,
    direct: 0.12,
  },
  /** Reading only, of which the edge keeps the most. */
  pages: { pages: reading, api: direct, direct: 0 },
  /** What programs ask. */
  api: { pages: reading, api: direct, direct: 1 },
  /** Much buying, little reading: a sale. */
  sale: {
    pages: { ...reading, asset: 8, cart: 16, checkout: 11, login: 6 },
    api: { ...direct, cart: 18, checkout: 12 },
    direct: 0.2,
  },
} satisfies Record<string, Shares>;

export type MixName = keyof typeof mixes;

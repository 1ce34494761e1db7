import type { Random } from "../company/random.ts";
import type { LoadShape } from "../company/stage.ts";
import type { Call } from "../company/wire.ts";
import { draw } from "./draw.ts";
import type { Member, Population } from "./population.ts";
import { type Deed, mixes, type Shares } from "./shares.ts";

/** Of so many products the shop has pages; the first are looked at most. */
const PRODUCTS = 60;
const ASSETS = ["/assets/shop.css", "/assets/shop.js", "/assets/logo.svg", "/assets/hero.jpg"];
const WORDS = ["lamp", "chair", "desk", "shelf", "rug", "clock", "mug", "blanket", "kettle", "vase"];
/** "%E0%A4%A" ends within a character of three bytes: nothing decodes it. */
const MALFORMED = "/search?q=%E0%A4%A";
/** How many visits are remembered from which a cart, or a payment, may come. */
const REMEMBERED = 500;

interface Interest {
  readonly member: Member;
  readonly product: number;
}

/**
 * What users do, call after call: deeds come by their shares, and a story holds them together. Who puts a product into
 * the cart has looked at it, and who pays has something in the cart; where nobody has, the deed before comes instead.
 * Browsers ask for pages, the app and curl ask the API, crawlers only read. The same random and shapes give the same calls.
 */
export function createMix(options: { random: Random; population: Population; shares?: Shares }) {
  const { random, population } = options;
  const shares = Object.entries(options.shares ?? mixes.shop) as [Deed, number][];
  const browsers = population.among(({ agent }) => agent.kind === "desktop" || agent.kind === "mobile");
  const readers = population.among(({ agent }) => agent.kind !== "app" && agent.kind !== "curl");
  const programs = population.among(({ agent }) => agent.kind === "app" || agent.kind === "curl");
  const looked: Interest[] = [];
  const filled: Interest[] = [];

  const product = () => 1 + Math.floor(PRODUCTS * random.next() ** 2);

  /** Takes one at random, so that a user comes back after others; the order of the rest does not matter. */
  function take(list: Interest[]): Interest | undefined {
    if (list.length === 0) return undefined;
    const i = random.int(0, list.length - 1);
    const taken = list[i];
    list[i] = list.at(-1)!;
    list.pop();
    return taken;
  }

  function remember(list: Interest[], interest: Interest): void {
    if (list.length === REMEMBERED) list[random.int(0, REMEMBERED - 1)] = interest;
    else list.push(interest);
  }

  function look(): Call {
    const interest = { member: readers.draw(random), product: product() };
    if (interest.member.agent.kind !== "crawler") remember(looked, interest);
    return get(interest.member, `/products/${interest.product}`);
  }

  function fillCart(): Call {
    const interest = take(looked);
    if (interest === undefined) return look();
    remember(filled, interest);
    return post(interest.member, "/cart", {
      product: interest.product,
      quantity: random.chance(0.8) ? 1 : 2,
    });
  }

  function checkOut(): Call {
    const interest = take(filled);
    return interest === undefined ? fillCart() : post(interest.member, "/checkout", {});
  }

  const deeds: Readonly<Record<Deed, () => Call>> = {
    home: () => get(readers.draw(random), "/"),
    list: () => get(readers.draw(random), "/products"),
    product: look,
    search: () => get(browsers.draw(random), `/search?q=${random.pick(WORDS)}`),
    asset: () => get(browsers.draw(random), random.pick(ASSETS)),
    cart: fillCart,
    checkout: checkOut,
    login: () => ownPost("/login"),
    signup: () => ownPost("/signup"),
    upgrade: () => ownPost("/upgrade"),
    cancel: () => ownPost("/cancel"),
    api: () => get(programs.draw(random), random.chance(0.3) ? "/api/products" : `/api/prices/${product()}`),
  };

  function ownPost(path: string): Call {
    const member = browsers.draw(random);
    return post(member, path, { user: member.user.id });
  }

  return {
    /** The next call, in the order in which they are to be made. */
    next({ malformedShare }: Pick<LoadShape, "malformedShare">): Call {
      if (malformedShare > 0 && random.chance(malformedShare)) return get(population.draw(random), MALFORMED);
      return deeds[draw(random, shares)]();
    },
  };
}

export type Mix = ReturnType<typeof createMix>;

function get({ user, agent }: Member, path: string): Call {
  return { method: "GET", path, userAgent: agent.text, user };
}

function post({ user, agent }: Member, path: string, body: object): Call {
  return { method: "POST", path, body: JSON.stringify(body), userAgent: agent.text, user };
}

import type { Random } from "../company/random.ts";
import type { Call } from "../company/wire.ts";
import { PRODUCTS } from "../server/catalogue.ts";
import type { Door } from "./doors.ts";
import { draw } from "./draw.ts";
import type { Member, Population } from "./population.ts";
import type { Deed, Deeds } from "./shares.ts";

const ASSETS = ["app.css", "app.js", "logo.svg"];
const WORDS = ["lamp", "desk", "chair", "kettle", "mug", "rug", "clock", "shelf", "oak", "steel", "sofa"];
/** How many users are remembered who looked at something, or have something in the cart. */
const REMEMBERED = 500;
/** Who is to sign up must not have done so; if none of so many who come can, a login comes instead. */
const TRIES = 12;
const WRONG_PASSWORDS = 0.04;

interface Interest {
  readonly member: Member;
  readonly product: number;
}

type Plan = "none" | "basic" | "pro";

/**
 * What users do at one of the doors, call after call. Deeds come by their shares, and users act in order: who puts a product
 * into the cart has looked at it, who pays has something there, who cancels had signed up. Where nobody can do what is
 * drawn, what comes before it is done instead.
 */
export function createStory(options: { random: Random; population: Population; door: Door; deeds: Deeds }) {
  const { random, population, door } = options;
  const deeds = Object.entries(options.deeds) as [Deed, number][];
  const buyers = population.among(({ agent }) => door.buyers.includes(agent.kind));
  const all = population.among(
    ({ agent }) => door.buyers.includes(agent.kind) || door.readers.includes(agent.kind),
  );
  const looked: Interest[] = [];
  const filled: Interest[] = [];
  const plans = new Map<string, Plan>();

  function remember(list: Interest[], interest: Interest): void {
    if (list.length === REMEMBERED) list[random.int(0, REMEMBERED - 1)] = interest;
    else list.push(interest);
  }

  /** One of them, at random: a user comes back after others have come. */
  function take(list: Interest[]): Interest | undefined {
    const i = random.int(0, list.length - 1);
    const taken = list[i];
    const last = list.pop();
    if (last !== undefined && taken !== last) list[i] = last;
    return taken;
  }

  /** The first products are looked at most. */
  const product = () => 1 + Math.floor(PRODUCTS * random.next() ** 2);

  /** A look at something, by anybody. */
  function read(deed: Deed, about: string | number = ""): Call {
    const path = door.paths[deed];
    return get(all.draw(random), path === undefined ? door.paths.list : `${path}${about}`);
  }

  function look(): Call {
    const member = all.draw(random);
    const seen = product();
    if (door.buyers.includes(member.agent.kind)) remember(looked, { member, product: seen });
    return get(member, `${door.paths.product ?? ""}${seen}`);
  }

  function fillCart(): Call {
    const interest = take(looked);
    if (interest === undefined) return look();
    remember(filled, interest);
    const quantity = random.chance(0.8) ? 1 : 2;
    return post("cart", interest.member, { product: interest.product, quantity });
  }

  function checkOut(): Call {
    const interest = take(filled);
    return interest === undefined ? fillCart() : post("checkout", interest.member, {});
  }

  function logIn(): Call {
    const member = buyers.draw(random);
    const { id } = member.user;
    const password = random.chance(WRONG_PASSWORDS) ? "forgotten" : `${id}-password`;
    return post("login", member, { user: id, password });
  }

  function changePlan(deed: Deed, from: readonly Plan[], to: Plan): Call {
    for (let i = 0; i < TRIES; i++) {
      const member = buyers.draw(random);
      if (!from.includes(plans.get(member.user.id) ?? "none")) continue;
      plans.set(member.user.id, to);
      return post(deed, member, to === "none" ? {} : { plan: to });
    }
    return logIn();
  }

  function post(deed: Deed, member: Member, body: object): Call {
    const { user, agent } = member;
    const path = door.paths[deed];
    if (path === undefined) return get(member, door.paths.list);
    return { method: "POST", path, body: JSON.stringify(body), userAgent: agent.text, user };
  }

  const doing: Readonly<Record<Deed, () => Call>> = {
    home: () => read("home"),
    list: () => read("list"),
    product: look,
    price: () => read("price", product()),
    search: () => read("search", random.pick(WORDS)),
    asset: () => read("asset", random.pick(ASSETS)),
    account: () => get(buyers.draw(random), door.paths.account ?? door.paths.list),
    cart: fillCart,
    checkout: checkOut,
    login: logIn,
    signup: () => changePlan("signup", ["none"], "basic"),
    upgrade: () => changePlan("upgrade", ["basic"], "pro"),
    cancel: () => changePlan("cancel", ["basic", "pro"], "none"),
  };

  /** The next call, in the order in which they are to be made. */
  return (): Call => doing[draw(random, deeds)]();
}

export function get({ user, agent }: Member, path: string): Call {
  return { method: "GET", path, userAgent: agent.text, user };
}

import type { Ask, Call, Reply } from "../company/wire.ts";
import { assets } from "./assets.ts";
import { apiAway } from "./failures.ts";
import * as pages from "./pages.ts";
import {
  type Answer,
  createServer,
  type Handler,
  type InstanceServer,
  type ServerOptions,
} from "./server.ts";
import type { Cart, Plan, Product } from "./shop.ts";

const OWN_MS = 15;

/**
 * The web server: pages for browsers, made of what it asks the api. Where the api does not answer a page says so with 502,
 * where it fails with 503.
 */
export function createWebServer(options: ServerOptions & { readonly api: Ask }): InstanceServer {
  /** Asks the api on behalf of who asks; undefined where nobody answers. */
  async function askApi(call: Call, method: Call["method"], path: string, body?: string) {
    const { user, userAgent } = call;
    try {
      return await options.api({ method, path, user, userAgent, ...(body === undefined ? {} : { body }) });
    } catch {
      server.report.tell("upstream", apiAway);
      return undefined;
    }
  }

  function brokenBy(reply: Reply | undefined): Answer | undefined {
    if (reply !== undefined && reply.status < 500) return undefined;
    server.report.count("upstream");
    return reply === undefined
      ? problem(502, "The shop cannot be reached just now.")
      : problem(503, "The shop is busy just now. Try again in a moment.");
  }

  /** A page of what the api gives for `path`. */
  function showing<T>(
    path: (request: Parameters<Handler>[0]) => string,
    show: (value: T, request: Parameters<Handler>[0]) => string,
  ): Handler {
    return async (request) => {
      const reply = await askApi(request.call, "GET", path(request));
      const broken = brokenBy(reply);
      if (broken !== undefined || reply === undefined) return broken!;
      if (reply.status === 404) return problem(404, "There is nothing at this address.");
      return ok(show(JSON.parse(reply.body) as T, request));
    };
  }

  /** A form's deed: asks the api, then leads to a page. */
  function doing(
    path: string,
    leadsTo: string,
    refused: (reply: Reply, call: Call) => Answer = ({ status }) =>
      status === 409 ? see(leadsTo) : unwilling(status),
  ): Handler {
    return async ({ call }) => {
      const reply = await askApi(call, "POST", path, jsonOf(call.body));
      const broken = brokenBy(reply);
      if (broken !== undefined || reply === undefined) return broken!;
      return reply.status < 300 ? see(leadsTo) : refused(reply, call);
    };
  }

  const server = createServer({
    ...options,
    medianMs: OWN_MS,
    errorPage: problem,
    routes: new Map<string, Handler>([
      [
        "GET /",
        showing<Products>(
          () => "/products",
          ({ products }) => pages.homePage(products.slice(0, 8)),
        ),
      ],
      [
        "GET /products",
        showing<Products>(
          () => "/products",
          ({ products }) => pages.productsPage(products),
        ),
      ],
      [
        "GET /products/:id",
        showing<Product>(
          ({ params }) => `/products/${encodeURIComponent(params.id ?? "")}`,
          (product, { call }) => pages.productPage(product, call.user),
        ),
      ],
      [
        "GET /search",
        showing<Products>(
          ({ query }) => `/products?q=${encodeURIComponent(query.get("q") ?? "")}`,
          ({ products }, { query }) => pages.searchPage(query.get("q") ?? "", products),
        ),
      ],
      ["GET /cart", showCart],
      ["GET /login", async ({ call }) => ok(pages.loginPage(call.user))],
      ["GET /signup", async ({ call }) => ok(pages.signupPage(call.user))],
      [
        "GET /account",
        showing<{ plan: Plan | null }>(
          () => "/accounts/current",
          ({ plan }, { call }) => pages.accountPage(call.user, plan),
        ),
      ],
      [
        "GET /assets/:name",
        async ({ params }) => assets.get(`/assets/${params.name}`) ?? problem(404, "No such file."),
      ],
      ["POST /cart", doing("/carts", "/cart")],
      ["POST /checkout", doing("/payments", "/account", paymentRefused)],
      ["POST /login", doing("/logins", "/account", loginRefused)],
      ["POST /signup", doing("/signups", "/account")],
      ["POST /upgrade", doing("/upgrades", "/account")],
      ["POST /cancel", doing("/cancellations", "/account")],
    ]),
  });

  async function showCart({ call }: Parameters<Handler>[0]): Promise<Answer> {
    const reply = await askApi(call, "GET", "/carts/current");
    const broken = brokenBy(reply);
    if (broken !== undefined || reply === undefined) return broken!;
    return ok(pages.cartPage(reply.status === 404 ? undefined : (JSON.parse(reply.body) as Cart), call.user));
  }

  return server;
}

interface Products {
  readonly products: readonly Product[];
}

const problem = (status: number, message: string): Answer => ({
  status,
  type: "text/html",
  body: pages.problemPage(status, message),
});

const ok = (body: string): Answer => ({ status: 200, type: "text/html", body });

const see = (location: string): Answer => ({ status: 303, type: "text/plain", body: "", location });

const unwilling = (status: number) => problem(status, "That cannot be done. Check what you filled in.");

const paymentRefused = ({ status }: Reply) =>
  status === 409
    ? see("/cart")
    : status === 402
      ? problem(402, "Your card was declined. Nothing was paid.")
      : unwilling(status);

const loginRefused = ({ status }: Reply, { user }: Call): Answer =>
  status === 401
    ? { ...ok(pages.loginPage(user, "Wrong user or password.")), status: 401 }
    : unwilling(status);

/** Browsers send forms, programs JSON: what is no JSON object is read as a form. Empty fields count as left out. */
function jsonOf(body = ""): string {
  if (body.trimStart().startsWith("{")) return body;
  return JSON.stringify(
    Object.fromEntries([...new URLSearchParams(body)].filter(([, value]) => value !== "")),
  );
}

import { keptSeconds } from "../company/caching.ts";
import type { Ask, Call, Reply } from "../company/wire.ts";
import { assets } from "./assets.ts";
import { apiAway } from "./failures.ts";
import * as pages from "./pages.ts";
import {
  type Answer,
  createServer,
  type InstanceServer,
  type Request,
  type ServerOptions,
} from "./server.ts";
import type { Cart, Plan, Product } from "./shop.ts";

/** Of the web server's own part of a page. */
const OWN_MS = 15;

/**
 * The web server: pages for browsers, made of what it asks the api. Where the api does not answer a page says so with 502,
 * where it fails with 503.
 */
export function createWebServer(options: ServerOptions & { readonly api: Ask }): InstanceServer {
  /** Asks the api on behalf of who asks, and answers with what `make` makes of its answer unless it failed. */
  async function viaApi(
    { call }: Request,
    what: Pick<Call, "method" | "path" | "body">,
    make: (reply: Reply) => Answer,
  ): Promise<Answer> {
    let reply: Reply;
    try {
      reply = await options.api({ ...what, user: call.user, userAgent: call.userAgent });
    } catch {
      server.report.count("upstream");
      server.report.tell("upstream", apiAway);
      return problem(502, "The shop cannot be reached just now.");
    }
    if (reply.status < 500) return make(reply);
    server.report.count("upstream");
    return problem(503, "The shop is busy just now. Try again in a moment.");
  }

  /** A page of what the api has at `path`. */
  const show = <T>(request: Request, path: string, page: (value: T) => string) =>
    viaApi(request, { method: "GET", path }, ({ status, body }) =>
      status === 200 ? ok(page(JSON.parse(body) as T)) : problem(404, "There is nothing at this address."),
    );

  /** A form: the api does what it asks for, and the browser is led on. What was done already leads on too. */
  const send = (
    request: Request,
    path: string,
    leadsTo: string,
    refused: (reply: Reply) => Answer | undefined = () => undefined,
  ) =>
    viaApi(request, { method: "POST", path, body: jsonOf(request.call.body) }, (reply) => {
      if (reply.status < 300) return see(leadsTo);
      if (reply.status === 409) return refused(reply) ?? see(leadsTo);
      return refused(reply) ?? problem(reply.status, "That cannot be done. Check what you filled in.");
    });

  const productsFor = (request: Request, path: string, page: (products: readonly Product[]) => string) =>
    show<{ products: readonly Product[] }>(request, path, ({ products }) => page(products));

  const routes = new Map<string, (request: Request) => Promise<Answer>>([
    [
      "GET /",
      async (request) =>
        forAll(await productsFor(request, "/products", (products) => pages.homePage(products.slice(0, 8)))),
    ],
    ["GET /products", async (request) => forAll(await productsFor(request, "/products", pages.productsPage))],
    [
      "GET /products/:id",
      (request) =>
        show<Product>(request, `/products/${encodeURIComponent(request.params.id ?? "")}`, (product) =>
          pages.productPage(product, request.call.user),
        ),
    ],
    [
      "GET /search",
      (request) => {
        const text = request.query.get("q") ?? "";
        return productsFor(request, `/products?q=${encodeURIComponent(text)}`, (products) =>
          pages.searchPage(text, products),
        );
      },
    ],
    [
      "GET /cart",
      (request) =>
        viaApi(request, { method: "GET", path: "/carts/current" }, ({ status, body }) =>
          ok(pages.cartPage(status === 200 ? (JSON.parse(body) as Cart) : undefined, request.call.user)),
        ),
    ],
    [
      "GET /account",
      (request) =>
        show<{ plan: Plan | null }>(request, "/accounts/current", ({ plan }) =>
          pages.accountPage(request.call.user, plan),
        ),
    ],
    ["GET /login", async ({ call }) => ok(pages.loginPage(call.user))],
    ["GET /signup", async ({ call }) => ok(pages.signupPage(call.user))],
    [
      "GET /assets/:name",
      async ({ params }) => assets.get(`/assets/${params.name}`) ?? problem(404, "There is no such file."),
    ],
    ["POST /cart", (request) => send(request, "/carts", "/cart")],
    [
      "POST /checkout",
      (request) =>
        send(request, "/payments", "/account", ({ status }) => {
          if (status === 409) return see("/cart");
          return status === 402 ? problem(402, "Your card was declined. Nothing was paid.") : undefined;
        }),
    ],
    [
      "POST /login",
      (request) =>
        send(request, "/logins", "/account", ({ status }) =>
          status === 401
            ? htmlOf(401, pages.loginPage(request.call.user, "Wrong user or password."))
            : undefined,
        ),
    ],
    ["POST /signup", (request) => send(request, "/signups", "/account")],
    ["POST /upgrade", (request) => send(request, "/upgrades", "/account")],
    ["POST /cancel", (request) => send(request, "/cancellations", "/account")],
  ]);

  const server = createServer({ ...options, medianMs: OWN_MS, errorPage: problem, routes });
  return server;
}

const htmlOf = (status: number, body: string): Answer => ({ status, type: "text/html", body });

const ok = (body: string) => htmlOf(200, body);

/** A page on which nothing is of who asks for it, so that caches may give it to others. */
const forAll = (answer: Answer): Answer =>
  answer.status === 200 ? { ...answer, maxAge: keptSeconds.pages } : answer;

const problem = (status: number, message: string) => htmlOf(status, pages.problemPage(status, message));

const see = (location: string): Answer => ({ status: 303, type: "text/plain", body: "", location });

/** Browsers send forms, programs JSON: what is no JSON object is read as a form. Empty fields count as left out. */
function jsonOf(body = ""): string {
  if (body.trimStart().startsWith("{")) return body;
  return JSON.stringify(
    Object.fromEntries([...new URLSearchParams(body)].filter(([, value]) => value !== "")),
  );
}

import { capacity } from "../company/capacity.ts";
import type { Call, User } from "../company/wire.ts";
import { type ApiRoute, apiRoutes, refuse } from "./api-routes.ts";
import { parseBody } from "./bodies.ts";
import type { ShopDatabase } from "./database.ts";
import { poolDry } from "./failures.ts";
import { createPool } from "./pool.ts";
import { createServer, type Handler, type InstanceServer, rest, type ServerOptions } from "./server.ts";

/** Of the api's own part of an answer. */
const OWN_MS = 5;
/** Of one query, over the network and back. */
const QUERY_MS = 5.5;

/**
 * The api: JSON over a shop's database behind a pool of `poolSize` connections. A request holds one connection for the work
 * of its queries and the time that a database across a network takes for them.
 */
export function createApiServer(
  options: ServerOptions & { readonly database: ShopDatabase; readonly poolSize?: number },
): InstanceServer {
  const { clock, telemetry, database, poolSize = capacity.connections } = options;
  const random = options.random.fork(options.spec.name);
  const pace = random.fork("database");
  const faults = () => server.spec().faults;
  const pool = createPool({
    clock,
    random: random.fork("pool"),
    connections: Array.from({ length: poolSize }, database.connect),
    leaksPerMinute: () => faults().leaksPerMinute,
  });

  const onConnection =
    ({ schema, work }: ApiRoute): Handler =>
    async (request) => {
      const user = known(request.call.user);
      const body = parseBody(schema, request.call.body);
      if ("wrong" in body) return refuse(400, body.wrong);
      const askedMs = clock.monotonicMs();
      const lease = await pool.acquire();
      telemetry.time("app_pool_wait", clock.monotonicMs() - askedMs);
      if (lease === undefined) {
        server.report.count("pool");
        server.report.tell("pool", poolDry);
        return refuse(503, "could not obtain database connection");
      }
      const before = lease.connection.queries();
      try {
        return work(lease.connection, body.value, { ...request, user });
      } finally {
        const queries = lease.connection.queries() - before;
        telemetry.count("queries", queries, { user: user.id });
        let ms = 0;
        for (let i = 0; i < queries; i++) ms += pace.logNormal(QUERY_MS, 0.4);
        await rest(clock, ms * faults().latencyFactor);
        lease.release();
      }
    };

  const routes = apiRoutes({ telemetry, random: random.fork("till") });
  const server = createServer({
    ...options,
    routes: new Map([...routes].map(([pattern, route]) => [pattern, onConnection(route)])),
    medianMs: OWN_MS,
    errorPage: refuse,
    gauges: () => ({
      app_pool_size: pool.size,
      app_pool_busy: pool.busy(),
      app_pool_waiting: pool.waiting(),
    }),
    saturation: () => pool.busy() / pool.size,
  });
  return { ...server, answer: (call) => server.answer(withoutPrefix(call)) };
}

/** The edge has the api under `/api`; the path may come with it or without. */
const withoutPrefix = (call: Call): Call =>
  call.path.startsWith("/api/") ? { ...call, path: call.path.slice("/api".length) } : call;

/** A user as labels may carry them: what comes over HTTP may be anything, and each new label is a new series. */
function known(user: User): User {
  return {
    ...user,
    id: /^u-\d{1,9}$/.test(user.id) ? user.id : "nobody",
    country: /^[A-Z]{2}$/.test(user.country) ? user.country : "ZZ",
  };
}

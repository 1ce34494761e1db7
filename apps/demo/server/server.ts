import type { Clock, Undo } from "@mission-control/series";
import { TrieRouter } from "hono/router/trie-router";
import { capacity } from "../company/capacity.ts";
import type { Faults, InstanceSpec } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import type { Telemetry } from "../company/telemetry.ts";
import { type Ask, type Call, type Reply, Unreachable } from "../company/wire.ts";
import { type Address, parseAddress } from "./address.ts";
import { drawBug, malformedQuery, missingPage, tooManyFiles } from "./failures.ts";
import { createFiles } from "./files.ts";
import { createReport } from "./report.ts";

/** What a route answers; the rest of a `Reply` is the server's. */
export type Answer = Pick<Reply, "status" | "type" | "body" | "location"> & { readonly maxAge?: number };

/** What a route is asked. */
export interface Request {
  readonly call: Call;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Address["query"];
}

/** Answers by its route; what it throws is a bug, and answered with 500. */
export type Handler = (request: Request) => Promise<Answer>;

/** One running instance. */
export interface InstanceServer {
  /** @throws Unreachable once it is stopped. */
  readonly answer: Ask;
  fault(change: Partial<Faults>): void;
  spec(): InstanceSpec;
  stop(): void;
}

/** What every server is made of. */
export interface ServerOptions {
  readonly clock: Clock;
  /** The company's; each instance has a part of its own in it, by its name. */
  readonly random: Random;
  readonly spec: InstanceSpec;
  readonly telemetry: Telemetry;
  /** Opens a file and gives what closes it; where it is left out, files are only counted. */
  readonly openFile?: () => Undo;
}

interface Found {
  readonly route: string;
  readonly handle: Handler;
  readonly params: Request["params"];
}

/** More requests than this at once are refused with 503. */
const MAX_IN_FLIGHT = 256;
const REPORT_MS = 1_000;

/** Resolves once `ms` have passed on the clock. */
export const rest = (clock: Clock, ms: number) =>
  new Promise<void>((resolve) => void clock.after(ms, resolve));

/**
 * What is the same of every server: routes by method and path, the time an answer takes, the faults of its spec and its
 * metrics from inside. `errorPage` words what goes wrong; `gauges` are reported each second beside the common ones, and
 * `saturation` (0 to 1) is of what the server alone knows.
 */
export function createServer(
  options: ServerOptions & {
    /** `GET /products/:id` by handler. */
    readonly routes: ReadonlyMap<string, Handler>;
    /** Of the server's own part of an answer, ms. */
    readonly medianMs: number;
    errorPage(status: number, message: string): Answer;
    gauges?(): Readonly<Record<string, number>>;
    saturation?(): number;
  },
): InstanceServer & { readonly report: ReturnType<typeof createReport> } {
  const { clock, telemetry, errorPage } = options;
  let { spec } = options;
  const random = options.random.fork(spec.name);
  const chance = random.fork("faults");
  const pace = random.fork("pace");
  const report = createReport({ clock, telemetry, version: spec.version });
  const files = createFiles({
    clock,
    filesPerMinute: () => spec.faults.filesPerMinute,
    ...(options.openFile === undefined ? {} : { open: options.openFile }),
  });
  const router = new TrieRouter<{ route: string; handle: Handler }>();
  for (const [pattern, handle] of options.routes) {
    const [method = "", route = ""] = pattern.split(" ");
    router.add(method, route, { route, handle });
  }
  let inFlight = 0;
  let stopped = false;

  const stopReporting = clock.every(REPORT_MS, () => {
    telemetry.gauge("app_in_flight", inFlight);
    telemetry.gauge("app_open_files", files.count());
    for (const [name, value] of Object.entries(options.gauges?.() ?? {})) telemetry.gauge(name, value);
    const own = options.saturation?.() ?? 0;
    telemetry.gauge(
      "app_saturation",
      Math.max(own, inFlight / MAX_IN_FLIGHT, files.count() / capacity.openFiles),
    );
  });

  function missing(call: Call, address: Address | undefined): Answer {
    if (spec.faults.reportsMissing) {
      report.tell("missing", address === undefined ? malformedQuery(call.path) : missingPage(address.path));
    }
    return errorPage(404, "There is nothing at this address.");
  }

  async function outcome(
    call: Call,
    address: Address | undefined,
    found: Found | undefined,
  ): Promise<Answer> {
    if (inFlight > MAX_IN_FLIGHT) {
      report.count("overload");
      return errorPage(503, "Too many requests at once.");
    }
    await rest(clock, pace.logNormal(options.medianMs, 0.45) * spec.faults.latencyFactor);
    if (address === undefined || found === undefined) return missing(call, address);
    if (files.atLimit()) {
      report.count("files");
      report.tell("files", tooManyFiles);
      return errorPage(500, "Something went wrong.");
    }
    if (spec.faults.errorShare > 0 && chance.chance(spec.faults.errorShare)) {
      report.count("exception");
      report.tell("exception", drawBug(spec.service, chance, found.route));
      return errorPage(500, "Something went wrong.");
    }
    return found.handle({ call, params: found.params, query: address.query });
  }

  function find(call: Call, address: Address): Found | undefined {
    const [matches] = router.match(call.method, address.path);
    const first = matches[0];
    return first === undefined ? undefined : { ...first[0], params: first[1] as Found["params"] };
  }

  async function answer(call: Call): Promise<Reply> {
    if (stopped) throw new Unreachable(`${spec.name} is stopped`);
    const address = parseAddress(call.path);
    if (address?.path === "/healthz") return replyOf({ status: 200, type: "text/plain", body: "ok" });
    const found = address === undefined ? undefined : find(call, address);
    const startedMs = clock.monotonicMs();
    inFlight++;
    let given: Answer;
    try {
      given = await outcome(call, address, found);
    } catch (error) {
      report.count("exception");
      report.tell("exception", { title: String(error), attributes: { status: 500 } });
      given = errorPage(500, "Something went wrong.");
    } finally {
      inFlight--;
    }
    if (stopped) throw new Unreachable(`${spec.name} was stopped`);
    const route = found?.route ?? "none";
    telemetry.count("app_requests", 1, { route, code: String(given.status) });
    telemetry.time("app_request", clock.monotonicMs() - startedMs, { route });
    return replyOf(given);
  }

  const replyOf = ({ maxAge = 0, ...given }: Answer): Reply => ({ ...given, maxAge, version: spec.version });

  return {
    answer,
    report,
    fault(change) {
      spec = { ...spec, faults: { ...spec.faults, ...change } };
    },
    spec: () => spec,
    stop() {
      stopped = true;
      stopReporting();
      files.stop();
    },
  };
}

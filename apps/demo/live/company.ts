import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Client, createClient } from "@mission-control/client";
import { type Clock, fasterClock } from "@mission-control/series";
import { createRandom } from "../company/random.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { LoadShape, Stage } from "../company/stage.ts";
import { startEdge } from "../edge/edge-http.ts";
import { type BalancerOptions, startBalancer } from "../edge/start-balancer.ts";
import { createSyslog } from "../edge/syslog.ts";
import { openDatabase } from "../server/database.ts";
import { createDnsName } from "./dns-name.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { forkInstance } from "./fork-instance.ts";
import { startLoad } from "./load.ts";
import type { Listeners } from "./mission-control.ts";
import { makeOwnFolder } from "./own-folder.ts";

/** The ports of the company, all on this machine; 0 takes a free one. */
export interface CompanyPorts {
  readonly edge: number;
  readonly edgeTls: number;
  readonly web: number;
  readonly api: number;
}

export interface CompanyOptions {
  readonly clock: Clock;
  /** How many times faster than `clock` the company's own time goes, which scenarios, leaks and the day's load follow. */
  readonly speed: number;
  readonly seed: string;
  /** Requests a second at the day's busiest; the whole day so many where `isSteady`. */
  readonly rate: number;
  readonly isSteady: boolean;
  /** Mission Control's HTTP. */
  readonly url: string;
  readonly listeners: Listeners;
  readonly ports: CompanyPorts;
  readonly balancer: BalancerOptions["kind"];
  /** The built `instance.js`. */
  readonly program: string;
  /** Something went wrong that nobody had asked for. */
  readonly onTrouble: (words: string) => void;
}

export type Company = Awaited<ReturnType<typeof startCompany>>;

/**
 * Starts the company: each instance a process of its own behind a balancer and an edge, asked by a hammer and looked at by
 * probers. Resolves once all of them answer.
 * @throws Error in words, naming the port or the part that could not be started.
 */
export async function startCompany(options: CompanyOptions) {
  const { clock, speed, seed, url, listeners, ports, program, onTrouble } = options;
  const time = fasterClock(clock, speed);
  const random = createRandom(seed);
  const folder = makeOwnFolder();
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // For an end that is forced before the parts have ended in order.
  process.once("exit", removeFolder);
  /** What ends each part that has been started, the last one first. */
  const endings: (() => Promise<void> | void)[] = [
    removeFolder,
    () => void process.off("exit", removeFolder),
  ];
  let spools = 0;
  let fleet: Fleet | undefined;

  function connect(service: string): Client {
    const client = createClient({
      url,
      statsd: listeners.statsd,
      service,
      spoolDir: join(folder, service),
      clock,
    });
    endings.push(() => client.close());
    return client;
  }

  async function stop(): Promise<void> {
    fleet?.retire();
    while (endings.length > 0) {
      try {
        await endings.pop()!();
      } catch (error) {
        onTrouble(String(error));
      }
    }
  }

  async function start() {
    const announcer = connect("company");
    const database = join(folder, "shop.sqlite");
    openDatabase({ path: database, random }).close();

    const balancer = await startBalancer({
      kind: options.balancer,
      clock,
      random: random.fork("balancer"),
      ports,
      syslog: listeners.syslog,
      onFailure: (error) => onTrouble(error.message),
    });
    endings.push(balancer.stop);

    fleet = createFleet({
      clock,
      balancer,
      onTrouble: (name, words) => onTrouble(`${name}: ${words}`),
      start: (spec) =>
        forkInstance({
          program,
          clock,
          speed,
          assignment: {
            spec,
            seed,
            url,
            statsd: listeners.statsd,
            database,
            apiPort: balancer.ports.api,
            spoolDir: join(folder, `${spec.name}-${spools++}`),
          },
        }),
    });
    endings.push(fleet.close);
    await Promise.all(roster.map(fleet.add));

    const syslog = createSyslog({ clock, ...listeners.syslog });
    endings.push(syslog.close);
    const edge = await startEdge({
      clock,
      random: random.fork("edge"),
      telemetry: connect("edge"),
      syslog,
      ports: { http: ports.edge, https: ports.edgeTls },
      originPort: balancer.ports.web,
      daysLeft: CERTIFICATE_DAYS,
    });
    endings.push(edge.stop);

    const name = createDnsName({ clock: time, random: random.fork("dns") });
    const load = startLoad({
      clock,
      time,
      random: random.fork("load"),
      rate: options.rate,
      isSteady: options.isSteady,
      edge: () => edge.addresses[name.resolve()],
      apiPort: balancer.ports.api,
      hammer: connect("hammer"),
      prober: connect("prober"),
    });
    endings.push(load.stop);

    let shape: LoadShape = { factor: 1, malformedShare: 0 };
    const stage: Stage = {
      clock: time,
      instances: fleet.instances,
      add: fleet.add,
      remove: fleet.remove,
      restart: fleet.restart,
      silence: fleet.silence,
      fault: fleet.fault,
      weigh: fleet.weigh,
      load(change) {
        shape = { ...shape, ...change };
        load.shape(shape);
      },
      certificate: edge.certificate,
      pointDns: name.point,
      resetDns: name.reset,
      deploy: (deploy) => void announcer.deploy(deploy),
      event: (event) => void announcer.event(event),
    };
    return {
      stage,
      /** What balances, in words. */
      balancer: balancer.kind === "haproxy" ? "HAProxy" : "the built-in balancer",
      addresses: edge.addresses,
      ports: balancer.ports,
      isSilent: fleet.isSilent,
      /** Of the instances that run. */
      pids: fleet.pids,
      load: () => ({ ...shape, ...load.status() }),
      /** Ends every part and removes what was kept on disk. */
      stop,
    };
  }

  try {
    return await start();
  } catch (error) {
    await stop();
    throw error;
  }
}

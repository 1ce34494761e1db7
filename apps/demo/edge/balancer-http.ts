import { createServer, type Server } from "node:http";
import type { Clock } from "@mission-control/series";
import { createHttpAsk } from "../company/http-ask.ts";
import { endServer, endServerWithin, listen, listenerOf } from "../company/http-listener.ts";
import type { Service } from "../company/instance.ts";
import type { Random } from "../company/random.ts";
import { createBalancer } from "./balancer.ts";
import type { BalancerPorts, RunningBalancer } from "./start-balancer.ts";
import type { Syslog } from "./syslog.ts";

const HOST = "127.0.0.1";
/** What is still open then is cut off. */
const END_MS = 2_000;

/**
 * The built-in balancer over HTTP, a frontend for each service.
 * @throws Error where a port cannot be had, naming it and the setting.
 */
export async function startBuiltInBalancer({
  clock,
  random,
  ports,
  syslog,
}: {
  clock: Clock;
  random: Random;
  ports: BalancerPorts;
  syslog: Syslog;
}): Promise<RunningBalancer> {
  const frontends = new Map<Service, Server>();
  const closers = new Map<string, () => void>();
  const of = (service: Service) =>
    createBalancer({ clock, random, service, log: syslog.access, notice: syslog.notice });
  const balancers = { web: of("web"), api: of("api") };
  const listening = { web: 0, api: 0 };

  for (const service of ["web", "api"] as const) {
    const server = createServer({ keepAliveTimeout: 60_000 }, listenerOf(balancers[service].answer));
    const setting = `--${service}-port`;
    try {
      listening[service] = await listen(server, {
        what: `The balancer's frontend ${service}`,
        host: HOST,
        port: ports[service],
        setting,
      });
    } catch (error) {
      for (const opened of frontends.values()) await endServer(opened);
      throw error;
    }
    frontends.set(service, server);
  }

  const owner = (name: string) =>
    Object.values(balancers).find((balancer) => balancer.servers().some((server) => server.name === name));

  return {
    kind: "built-in",
    ports: listening,
    async add({ service, name, version, weight, port }) {
      const { ask, close } = createHttpAsk({ host: HOST, port });
      balancers[service].add({ name, version, weight, ask });
      closers.set(name, close);
    },
    async remove(name) {
      await owner(name)?.remove(name);
      closers.get(name)?.();
      closers.delete(name);
    },
    async weigh(name, weight) {
      owner(name)?.weigh(name, weight);
    },
    async servers() {
      return Object.values(balancers).flatMap((balancer) => [...balancer.servers()]);
    },
    async stop() {
      for (const balancer of Object.values(balancers)) balancer.stop();
      await Promise.all([...frontends.values()].map((server) => endServerWithin(END_MS, clock, server)));
      for (const close of closers.values()) close();
    },
  };
}

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "@mission-control/series";
import { freePort } from "../company/http-listener.ts";
import type { Service } from "../company/instance.ts";
import { startChild } from "./haproxy-child.ts";
import { command, readStat } from "./haproxy-commands.ts";
import { haproxyConfig, serverSettings } from "./haproxy-config.ts";
import type { Backend, BalancerOptions, RunningBalancer } from "./start-balancer.ts";

const READY_WITHIN_MS = 5_000;
const DRAINED_WITHIN_MS = 35_000;
const LOOK_AGAIN_MS = 50;
/** What is no more than a word in a command. */
const NAME = /^[\w.-]{1,64}$/;

/**
 * HAProxy as the balancer: a child process on a configuration of its own, told of servers through its runtime API.
 * @throws Error where it does not come up: a port that is taken is named with its setting.
 */
export async function startHaproxy({
  program,
  clock,
  ports: asked,
  syslog,
  onFailure = () => {},
}: BalancerOptions & { program: string }): Promise<RunningBalancer> {
  const ports = {
    web: await freePort(asked.web, "The balancer's frontend web", "--web-port"),
    api: await freePort(asked.api, "The balancer's frontend api", "--api-port"),
  };
  const folder = await mkdtemp(join(tmpdir(), "balancer-"));
  const socket = join(folder, "commands.sock");
  await writeFile(join(folder, "haproxy.cfg"), haproxyConfig({ ports, syslog, socket }));
  const child = startChild(program, folder);
  let wanted = true;
  let running = true;
  void child.ended.then(() => {
    running = false;
    if (wanted) onFailure(new Error(`HAProxy ended. It said last: ${child.words().slice(-500)}`));
  });
  const known = new Map<string, Backend>();
  const say = (line: string) => command(socket, line);

  /** For commands that say nothing where all is well. */
  async function must(line: string, expected = ""): Promise<void> {
    const answer = await say(line);
    if (answer !== expected) throw new Error(`HAProxy, told "${line}", said "${answer}"`);
  }

  const up = await until(clock, READY_WITHIN_MS, async () => {
    if (!running) return true;
    return say("show info").then(
      () => true,
      () => false,
    );
  });
  if (!up || !running) {
    wanted = false;
    await child.end();
    throw new Error(`HAProxy did not start: ${child.words().trim()}`);
  }

  const stat = async () => readStat(await say("show stat"));
  const path = ({ service, name }: { service: Service; name: string }) => `${service}/${name}`;

  return {
    kind: "haproxy",
    ports,
    async add(backend) {
      if (!NAME.test(backend.name)) throw new Error(`"${backend.name}" cannot be the name of a server`);
      const server = path(backend);
      const { port, weight } = backend;
      await must(
        `add server ${server} 127.0.0.1:${port} weight ${weight} ${serverSettings}`,
        "New server registered.",
      );
      known.set(backend.name, backend);
      await must(`enable server ${server}`);
      await must(`enable health ${server}`);
    },
    async remove(name) {
      const backend = known.get(name);
      if (backend === undefined) return;
      known.delete(name);
      const server = path(backend);
      await must(`set server ${server} state drain`);
      await until(clock, DRAINED_WITHIN_MS, async () => {
        const now = (await stat()).find((each) => each.name === name);
        return now === undefined || now.connections === 0;
      });
      await must(`set server ${server} state maint`);
      await must(`shutdown sessions server ${server}`);
      let said = "";
      const isGone = await until(clock, READY_WITHIN_MS, async () => {
        said = await say(`del server ${server}`);
        return said === "Server deleted.";
      });
      if (!isGone) onFailure(new Error(`HAProxy keeps ${server}, which is no longer there: "${said}"`));
    },
    async weigh(name, weight) {
      const backend = known.get(name);
      if (backend !== undefined) await must(`set server ${path(backend)} weight ${Math.round(weight)}`);
    },
    servers: async () =>
      (await stat()).map((server) => ({ ...server, version: known.get(server.name)?.version ?? "" })),
    async stop() {
      wanted = false;
      await child.end();
    },
  };
}

/** Looks again and again; false where it did not come true in time. */
async function until(clock: Clock, withinMs: number, isSo: () => Promise<boolean>): Promise<boolean> {
  const deadlineMs = clock.monotonicMs() + withinMs;
  while (clock.monotonicMs() < deadlineMs) {
    if (await isSo()) return true;
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
  }
  return false;
}

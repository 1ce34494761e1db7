import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { Agent, createServer, type OutgoingHttpHeaders, request, type Server } from "node:http";
import { systemClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endServerWithin, listen, listenerOf } from "../company/http-listener.ts";
import { createRandom } from "../company/random.ts";
import type { Reply } from "../company/wire.ts";
import { replyOf } from "./fixture.ts";
import { type RunningBalancer, startBalancer } from "./start-balancer.ts";

/** An access line, taken apart: what Mission Control reads of one. */
const LINE =
  /^<134>\w{3} [ \d]\d \d\d:\d\d:\d\d haproxy\[\d+\]: (?<client>\S+):\d+ \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] (?<frontend>\w+) (?<backend>\w+)\/(?<server>\S+) (?<read>-?\d+)\/(?<queue>-?\d+)\/(?<connect>-?\d+)\/(?<response>-?\d+)\/(?<total>\d+) (?<status>\d+) (?<bytes>\d+) - - (?<termination>\S{4}) (?<connections>\d+\/\d+\/\d+\/\d+\/\+?\d+) (?<queues>\d+\/\d+) \{(?<asked>[^}]*)\} \{(?<answered>[^}]*)\} "(?<request>[^"]*)"\n$/;

const PATIENTLY = { timeout: 10_000 };

/** What every balancer of the company does, whichever it is, over real sockets and in front of real servers. */
export function balancerLaws(kind: "haproxy" | "built-in"): void {
  describe(`a balancer, ${kind}`, () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const servers = new Map<string, { server: Server; asked: number }>();
    let log: Socket;
    let lines: string[];
    let balancer: RunningBalancer;

    const options = (ports = { web: 0, api: 0 }) => ({
      kind,
      clock: systemClock,
      random: createRandom("laws"),
      ports,
      syslog: { host: "127.0.0.1", port: log.address().port },
    });

    beforeEach(async () => {
      lines = [];
      log = createSocket("udp4");
      log.on("message", (line) => lines.push(line.toString()));
      log.bind(0, "127.0.0.1");
      await once(log, "listening");
      balancer = await startBalancer(options());
    });

    afterEach(async () => {
      await balancer.stop();
      for (const { server } of servers.values()) await endServerWithin(100, systemClock, server);
      servers.clear();
      log.close();
    });

    /** A server that listens, behind the balancer. */
    async function add(name: string, weight = 100, change: Partial<Reply> = {}) {
      const counted = { server: createServer(), asked: 0 };
      counted.server.on(
        "request",
        listenerOf(async ({ path, method, body, user }) => {
          if (path === "/healthz") return replyOf();
          counted.asked++;
          if (path === "/slow") await new Promise<void>((resolve) => systemClock.after(300, resolve));
          return replyOf({ body: `${method} ${body ?? ""} of ${user.id} at ${user.address}`, ...change });
        }),
      );
      const at = { what: name, host: "127.0.0.1", port: 0, setting: "port" };
      const port = await listen(counted.server, at);
      servers.set(name, counted);
      await balancer.add({ service: "web", name, version: "v980", weight, port });
    }

    /** Asks the frontend; resolves with status and body. */
    function ask(path: string, { method = "GET", body = "", headers = {} as OutgoingHttpHeaders } = {}) {
      return new Promise<{ status: number; body: string }>((resolve, reject) => {
        const port = balancer.ports.web;
        const sent = request({ host: "127.0.0.1", port, path, method, headers, agent }, (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (part: string) => {
            text += part;
          });
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
          answer.on("error", reject);
        });
        sent.on("error", reject);
        sent.end(body);
      });
    }

    /** Asks so often, 20 at once; resolves with the statuses. */
    async function askMany(times: number): Promise<number[]> {
      const statuses: number[] = [];
      async function askOn() {
        while (times-- > 0) statuses.push((await ask("/")).status);
      }
      await Promise.all(Array.from({ length: 20 }, askOn));
      return statuses;
    }

    const askedOf = (name: string) => servers.get(name)!.asked;
    const allWell = (statuses: readonly number[]) => statuses.every((status) => status === 200);
    const records = () =>
      lines.flatMap((line) => {
        const found = LINE.exec(line)?.groups;
        return found === undefined ? [] : [found];
      });

    it("passes on who asks what, and what is answered", async () => {
      await add("web-1");
      const headers = { "x-user": "u-7", "x-forwarded-for": "203.0.113.9" };
      expect(await ask("/cart", { method: "POST", body: '{"id":1}', headers })).toEqual({
        status: 200,
        body: 'POST {"id":1} of u-7 at 203.0.113.9',
      });
    });

    it("gives a canary its tenth, and nothing once it weighs nothing", async () => {
      for (const name of ["web-1", "web-2", "web-3"]) await add(name, 30);
      await add("web-canary", 10);
      expect(allWell(await askMany(1_000))).toBe(true);
      expect(askedOf("web-canary")).toBeGreaterThan(80);
      expect(askedOf("web-canary")).toBeLessThan(120);
      await balancer.weigh("web-canary", 0);
      const before = askedOf("web-canary");
      expect(allWell(await askMany(100))).toBe(true);
      expect(askedOf("web-canary")).toBe(before);
    });

    it("lets a removed server finish and gives it nothing more, and nothing fails", async () => {
      await add("web-1");
      await add("web-2");
      const slow = ask("/slow");
      const alsoSlow = ask("/slow");
      await expect.poll(() => askedOf("web-1") + askedOf("web-2"), PATIENTLY).toBe(2);
      const load = askMany(300);
      await balancer.remove("web-2");
      expect([(await slow).status, (await alsoSlow).status]).toEqual([200, 200]);
      expect(allWell(await load)).toBe(true);
      const before = askedOf("web-2");
      expect(allWell(await askMany(100))).toBe(true);
      expect(askedOf("web-2")).toBe(before);
      expect((await balancer.servers()).map(({ name }) => name)).toEqual(["web-1"]);
      await add("web-2", 100, { version: "v981" });
      await askMany(20);
      expect(askedOf("web-2")).toBeGreaterThan(5);
    });

    it("sends to others what was meant for a server that is killed, and says that it is down", async () => {
      for (const name of ["web-1", "web-2", "web-3"]) await add(name);
      const load = askMany(600);
      await expect.poll(() => askedOf("web-2"), PATIENTLY).toBeGreaterThan(20);
      const killed = servers.get("web-2")!.server;
      killed.close();
      killed.closeAllConnections();
      expect(allWell(await load)).toBe(true);
      const stateOf = async (name: string) =>
        (await balancer.servers()).find((server) => server.name === name)?.state;
      await expect.poll(() => stateOf("web-2"), PATIENTLY).toBe("down");
      await expect
        .poll(() => lines.join(""), PATIENTLY)
        .toMatch(/<129>.* Server web\/web-2 is DOWN, reason: Layer4 /);
      expect(await stateOf("web-1")).toBe("up");
      await balancer.remove("web-2");
      await add("web-2");
      expect(await stateOf("web-2")).toBe("up");
      expect(allWell(await askMany(30))).toBe(true);
      expect(askedOf("web-2")).toBeGreaterThan(5);
    });

    it("writes a line of each request that Mission Control reads", async () => {
      await add("web-1", 100, { status: 404, version: "v981", cache: "miss" });
      const headers = {
        "user-agent": 'Mozilla/5.0 (X11) {"a|b"}',
        "x-user": "u-1042",
        "x-country": "DE",
        "x-forwarded-for": "203.0.113.9",
      };
      await ask("/slow?q=%E0%A4%A", { headers });
      await balancer.remove("web-1");
      expect((await ask("/nobody", { headers: { "x-forwarded-for": "2001:db8::7" } })).status).toBe(503);
      await expect.poll(() => records().length, PATIENTLY).toBe(2);
      const [found, nobody] = records();
      expect(found).toMatchObject({
        client: "203.0.113.9",
        frontend: "web",
        backend: "web",
        server: "web-1",
        read: "0",
        queue: "0",
        status: "404",
        termination: "----",
        connections: "1/1/0/0/0",
        queues: "0/0",
        asked: "Mozilla/5.0 (X11) #7B#22a#7Cb#22#7D|u-1042|DE",
        answered: "v981|miss",
        request: "GET /slow?q=%E0%A4%A HTTP/1.1",
      });
      expect(Number(found!.bytes)).toBeGreaterThan(150);
      expect(nobody).toMatchObject({
        client: "2001:db8::7",
        server: "<NOSRV>",
        queue: "-1",
        connect: "-1",
        response: "-1",
        status: "503",
        termination: "SC--",
        connections: "1/1/0/0/0",
        answered: "|",
      });
    });

    it("refuses a port that is taken, naming it and the setting", async () => {
      const { web } = balancer.ports;
      await expect(startBalancer(options({ web, api: 0 }))).rejects.toThrow(
        new RegExp(`frontend web cannot listen on 127.0.0.1:${web}: another program .* --web-port`),
      );
    });

    it("refuses a second server of a name", async () => {
      await add("web-1");
      await expect(add("web-1")).rejects.toThrow(/web-1/);
    });
  });
}

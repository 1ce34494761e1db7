import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { createHammer } from "./hammer.ts";
import { createCommandHammer, hammerInWords, runToEnd } from "./hammer-command.ts";
import { createMix } from "./mix.ts";
import { createPopulation } from "./population.ts";
import { recordedTelemetry } from "./recorded-telemetry.ts";
import { mixes } from "./shares.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server on a free port. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

type Options = Partial<Parameters<typeof createHammer>[0]> & { url: () => string };

function hammerOn(options: Options) {
  const random = createRandom("hammer");
  const population = createPopulation({ random: random.fork("population") });
  const telemetry = recordedTelemetry();
  const hammer = createHammer({
    clock: systemClock,
    rate: 100,
    mix: createMix({ random: random.fork("mix"), population, shares: { ...mixes.shop, direct: 0.25 } }),
    telemetry,
    curve: () => 1,
    spreadMs: 1_000,
    ...options,
  });
  ends.push(hammer.stop);
  return { hammer, telemetry, population };
}

const until = async (met: () => boolean) => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const sum = (outcomes: object) => Object.values(outcomes).reduce((a: number, b: number) => a + b, 0);

describe("the hammer", () => {
  it("makes the requests it was told to make, as users of the population, and each ends in one outcome", async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    const { url } = await serve(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      seen.push({ request, body });
      response.statusCode = request.url === "/" ? 503 : request.url === "/products" ? 404 : 200;
      response.end("well");
    });
    const { hammer, telemetry, population } = hammerOn({ url: () => url, amount: 300, rate: 600 });
    hammer.start();
    await hammer.ended;
    const { requests, outcomes } = hammer.status();
    expect(requests).toBe(300);
    expect(seen).toHaveLength(300);
    expect(outcomes.server_error).toBe(seen.filter(({ request }) => request.url === "/").length);
    expect(outcomes.client_error).toBe(seen.filter(({ request }) => request.url === "/products").length);
    expect(sum(outcomes)).toBe(300);
    expect(telemetry.counts.get("load_outcomes outcome=ok")).toBe(outcomes.ok);
    for (const { request, body } of seen) {
      const member = population.members.find(({ user }) => user.id === request.headers["x-user"]);
      expect(request.headers).toMatchObject({
        "user-agent": member?.agent.text,
        "x-forwarded-for": member?.user.address,
        "x-country": member?.user.country,
        "x-experiment": member?.user.experiment,
      });
      expect(body === "").toBe(request.method === "GET");
      if (body !== "") expect(JSON.parse(body)).toBeTypeOf("object");
    }
    expect(seen.some(({ request }) => request.method === "POST")).toBe(true);
  });

  it("keeps its rate, evenly, over connections that are kept", async () => {
    const times: number[] = [];
    const sockets = new Set<unknown>();
    const { url } = await serve((request, response) => {
      times.push(performance.now());
      sockets.add(request.socket);
      request.resume();
      response.end("well");
    });
    const { hammer } = hammerOn({ url: () => url, rate: 200 });
    const startMs = performance.now();
    hammer.start();
    await until(() => times.length >= 800);
    await hammer.stop();
    const { requests, outcomes } = hammer.status();
    const seconds = (times.at(-1)! - startMs) / 1_000;
    // In the first second the load grows; a machine that is busy makes what is due later, but never more than that.
    expect(requests).toBeLessThan(200 * (seconds + 0.5));
    expect(requests).toBeGreaterThan(100 * (seconds - 1));
    // Not in a few great heaps: no tenth of a second has more than a quarter of all.
    const perTenth = new Map<number, number>();
    for (const ms of times) perTenth.set(Math.floor(ms / 100), (perTenth.get(Math.floor(ms / 100)) ?? 0) + 1);
    expect(Math.max(...perTenth.values())).toBeLessThan(times.length / 4);
    expect(sockets.size).toBeLessThan(times.length / 3);
    expect(outcomes.ok).toBe(times.length);
  });

  it("changes its rate while it runs", async () => {
    let requests = 0;
    const { url } = await serve((request, response) => {
      requests++;
      request.resume();
      response.end("well");
    });
    const { hammer } = hammerOn({ url: () => url, rate: 20 });
    hammer.shape({ factor: 0 });
    hammer.start();
    expect(hammer.status().target).toBe(0);
    // A load of nothing begins no volley, however often its turn comes.
    await new Promise<void>((resolve) => systemClock.after(200, resolve));
    expect(requests).toBe(0);
    hammer.shape({ factor: 10 });
    expect(hammer.status().target).toBe(200);
    await until(() => requests > 100);
  });

  it("sends programs to the api and all others to the edge", async () => {
    const at = { edge: [] as string[], api: [] as string[] };
    const listener =
      (paths: string[]): RequestListener =>
      (request, response) => {
        paths.push(request.url ?? "");
        request.resume();
        response.end("well");
      };
    const edge = await serve(listener(at.edge));
    const api = await serve(listener(at.api));
    const { hammer } = hammerOn({ url: () => edge.url, apiUrl: api.url, amount: 400, rate: 400 });
    hammer.start();
    await hammer.ended;
    expect(at.api.length / 400).toBeCloseTo(0.25, 1);
    expect(at.edge.length + at.api.length).toBe(400);
    expect(at.api.some((path) => path.startsWith("/prices/"))).toBe(true);
    expect(at.edge.some((path) => path.startsWith("/prices/"))).toBe(false);
  });

  it("opens no more connections than allowed, and says what it held back", async () => {
    let open = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const { url } = await serve((_, response) => {
      most = Math.max(most, ++open);
      waiting.push(() => response.end("well"));
      response.on("close", () => open--);
    });
    const { hammer } = hammerOn({ url: () => url, rate: 500, connections: 4 });
    hammer.start();
    await until(() => hammer.status().heldBack > 100);
    expect(most).toBe(4);
    expect(hammer.status()).toMatchObject({ connections: 4, requests: 4 });
    void hammer.stop();
    for (const answer of waiting) answer();
  });

  it("counts what nobody answered, does not storm who is away, and goes on when they are back", async () => {
    const { server, url } = await serve((_, response) => response.end("never asked"));
    server.close();
    const { hammer } = hammerOn({ url: () => url, rate: 200 });
    hammer.start();
    await until(() => hammer.status().outcomes.refused >= 20);
    const { requests, outcomes } = hammer.status();
    expect(outcomes).toEqual({ ...outcomes, ok: 0, timeout: 0 });
    // At most two for each volley that began.
    expect(requests).toBeLessThan(60);
    const back = createServer((_, response) => response.end("well"));
    ends.push(() => {
      back.closeAllConnections();
      back.close();
    });
    back.listen(Number(new URL(url).port), "127.0.0.1");
    await until(() => hammer.status().outcomes.ok > 50);
  });

  it("says how many it did not make because nobody answered", async () => {
    const { server, url } = await serve((_, response) => response.end("never asked"));
    server.close();
    const options = {
      url,
      rate: 40,
      amount: 20,
      mix: "pages",
      connections: 8,
      users: 10,
      seed: "s",
    } as const;
    const hammer = createCommandHammer(options, { clock: systemClock, telemetry: recordedTelemetry() });
    await runToEnd(hammer);
    const { requests, givenUp } = hammer.status();
    expect(requests + givenUp).toBe(20);
    expect(givenUp).toBeGreaterThan(0);
    expect(hammerInWords(hammer.status())).toBe(
      `${requests} requests: ${requests} not answered, ${givenUp} not made, as nobody answered`,
    );
  });

  it("counts a connection that breaks within a request, and makes the rest of its requests", async () => {
    let count = 0;
    const { url } = await serve((request, response) => {
      request.resume();
      count++;
      if (count % 10 === 0) request.socket.destroy();
      else response.end("well");
    });
    const { hammer } = hammerOn({ url: () => url, amount: 200, rate: 400 });
    hammer.start();
    await hammer.ended;
    const { requests, outcomes } = hammer.status();
    expect(requests).toBe(200);
    expect(outcomes.ok + outcomes.refused).toBe(200);
    expect(outcomes.refused).toBe(20);
  });

  it("ends a stop once the answers under way have come, and asks for nothing more", async () => {
    const waiting: (() => void)[] = [];
    const { url } = await serve((request, response) => {
      request.resume();
      waiting.push(() => response.end("well"));
    });
    const { hammer } = hammerOn({ url: () => url, rate: 100 });
    hammer.start();
    await until(() => waiting.length >= 5);
    const stopped = hammer.stop();
    const underWay = hammer.status().requests;
    await until(() => waiting.length === underWay);
    for (const answer of waiting) answer();
    await stopped;
    expect(hammer.status()).toMatchObject({ requests: underWay, connections: 0 });
    expect(hammer.status().outcomes.ok).toBe(underWay);
    expect(waiting).toHaveLength(underWay);
  });

  it("ends by itself after the time it was given", async () => {
    const { url } = await serve((request, response) => {
      request.resume();
      response.end("well");
    });
    const options = { url, rate: 100, for: 400, mix: "pages", connections: 8, users: 10, seed: "s" } as const;
    const hammer = createCommandHammer(options, { clock: systemClock, telemetry: recordedTelemetry() });
    await runToEnd(hammer);
    const { requests } = hammer.status();
    expect(requests).toBeGreaterThan(15);
    expect(requests).toBeLessThanOrEqual(40);
    expect(hammerInWords(hammer.status())).toBe(`${requests} requests: ${requests} well`);
  });
});

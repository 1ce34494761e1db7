import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { systemClock } from "@mission-control/series";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpAsk } from "./http-ask.ts";
import { endServerWithin, freePort, listen, listenerOf } from "./http-listener.ts";
import { type Ask, type Call, CutOff, type Reply, Unreachable } from "./wire.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const call: Call = {
  method: "GET",
  path: "/products?page=2",
  userAgent: "Mozilla/5.0",
  user: { id: "u-1042", address: "203.0.113.9", country: "DE", experiment: "orange-button" },
};
const reply: Reply = { status: 200, type: "application/json", body: "{}", version: "v411", maxAge: 0 };

async function serve(
  answer: Ask,
  bounds?: { maxBodyBytes: number },
): Promise<{ server: Server; port: number }> {
  const server = createServer(listenerOf(answer, bounds));
  const port = await listen(server, { what: "a test", host: "127.0.0.1", port: 0, setting: "port" });
  ends.push(() => endServerWithin(100, systemClock, server));
  return { server, port };
}

function askAt(port: number, timeoutMs = 5_000): Ask {
  const { ask, close } = createHttpAsk({ host: "127.0.0.1", port, timeoutMs });
  ends.push(close);
  return ask;
}

/** A server that does to each connection's nth piece of request as it is told, below HTTP. */
async function serveRaw(
  onData: (socket: Socket, connection: number, piece: number) => void,
): Promise<number> {
  let connections = 0;
  const server = createTcpServer((socket) => {
    const connection = ++connections;
    let pieces = 0;
    socket.on("error", () => {});
    socket.on("data", () => onData(socket, connection, ++pieces));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const WHOLE = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

describe("calls over HTTP", () => {
  it("arrive as they were made, and so do replies", async () => {
    let asked: Call | undefined;
    let next = reply;
    const { port } = await serve(async (come) => {
      asked = come;
      return next;
    });
    const ask = askAt(port);
    const calls = fc.record({
      method: fc.constantFrom("GET" as const, "DELETE" as const),
      path: fc.webPath().map((path) => (path.startsWith("/") ? path : `/${path}`)),
      userAgent: fc.stringMatching(/^[!-~]{1,40}$/),
      user: fc.record({
        id: fc.integer({ min: 1 }).map((id) => `u-${id}`),
        address: fc.constantFrom("203.0.113.9", "2001:db8::7"),
        country: fc.constantFrom("DE", "US", ""),
        experiment: fc.constantFrom("blue-button" as const, "orange-button" as const),
      }),
    });
    const posts = fc.tuple(calls, fc.json()).map(([come, body]): Call => ({ ...come, method: "POST", body }));
    const replies = fc.record(
      {
        status: fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
        type: fc.constantFrom("text/html" as const, "application/json" as const, "image/svg+xml" as const),
        body: fc.string({ unit: "grapheme" }),
        version: fc.stringMatching(/^v\d{1,4}$/),
        maxAge: fc.nat(86_400),
        location: fc.constantFrom("/", "/cart"),
        cache: fc.constantFrom("hit" as const, "miss" as const),
      },
      { requiredKeys: ["status", "type", "body", "version", "maxAge"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(calls, posts), replies, async (come, answer) => {
        next = answer;
        expect(await ask(come)).toEqual(answer);
        expect(asked).toEqual(come);
      }),
    );
  });

  it("to where nobody listens are unreachable", async () => {
    const ask = askAt(await freePort(0, "nobody", "port"));
    await expect(ask(call)).rejects.toThrow(Unreachable);
    await expect(ask({ ...call, method: "POST", body: "{}" })).rejects.toThrow(Unreachable);
  });

  it("that break off before an answer may be made elsewhere where they are GETs, and only then", async () => {
    const ask = askAt(await serveRaw((socket) => socket.destroy()));
    await expect(ask(call)).rejects.toThrow(Unreachable);
    await expect(ask({ ...call, method: "POST", body: "{}" })).rejects.toThrow(CutOff);
  });

  it("that break off within an answer are cut off", async () => {
    const ask = askAt(await serveRaw((socket) => socket.end(WHOLE.slice(0, -1))));
    await expect(ask(call)).rejects.toThrow(CutOff);
  });

  it("on a kept connection that was just closed are made again on a new one", async () => {
    let connections = 0;
    const port = await serveRaw((socket, connection, piece) => {
      connections = connection;
      if (piece === 1) socket.write(WHOLE);
      else socket.resetAndDestroy();
    });
    const ask = askAt(port);
    expect((await ask(call)).body).toBe("ok");
    expect((await ask(call)).body).toBe("ok");
    expect(connections).toBe(2);
  });

  it("that nobody answers end after the time given", async () => {
    const ask = askAt(await serveRaw(() => {}), 50);
    await expect(ask(call)).rejects.toThrow(Unreachable);
    await expect(ask({ ...call, method: "POST", body: "{}" })).rejects.toThrow(CutOff);
  });

  it("whose answer is over 4 MiB are cut off", async () => {
    const { port } = await serve(async () => ({ ...reply, body: "x".repeat(4 * 2 ** 20 + 1) }));
    await expect(askAt(port)(call)).rejects.toThrow(CutOff);
  });
});

describe("an HTTP listener", () => {
  async function status(port: number, method: string, body = ""): Promise<number | undefined> {
    const sent = request({ host: "127.0.0.1", port, method, path: "/", agent: false }).end(body);
    const [answer] = await once(sent, "response");
    answer.resume();
    return answer.statusCode;
  }

  it("refuses other methods, and bodies over its bound", async () => {
    let asked = 0;
    const answer: Ask = async () => {
      asked++;
      return reply;
    };
    const { port } = await serve(answer, { maxBodyBytes: 1_000 });
    expect(await status(port, "PUT", "{}")).toBe(405);
    expect(await status(port, "POST", "x".repeat(1_001))).toBe(413);
    expect(asked).toBe(0);
    expect(await status(port, "POST", "x".repeat(1_000))).toBe(200);
    expect(await status(port, "HEAD")).toBe(200);
  });

  it("takes a caller without headers for nobody, from where the connection comes", async () => {
    let user: Call["user"] | undefined;
    const { port } = await serve(async (come) => {
      user = come.user;
      return reply;
    });
    await status(port, "GET");
    expect(user).toEqual({ id: "", address: "127.0.0.1", country: "", experiment: "blue-button" });
  });

  it("answers 503 where nobody can be reached, and survives callers who go away", async () => {
    const { port } = await serve(async () => {
      throw new Unreachable("nobody");
    });
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
    socket.destroy();
    expect(await status(port, "GET")).toBe(503);
  });

  it("says of a port that is taken which one, by whom wanted, and which setting chooses another", async () => {
    const { port } = await serve(async () => reply);
    await expect(freePort(port, "The shop", "--shop-port")).rejects.toThrow(
      `The shop cannot listen on 127.0.0.1:${port}: another program uses that port. Stop it, or choose a free port with --shop-port.`,
    );
  });
});

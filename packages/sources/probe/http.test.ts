import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { manualClock, systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it } from "vitest";
import { createAddressPolicy } from "../outside/address-policy.ts";
import { createGuardedLookup } from "../outside/guarded-lookup.ts";
import { createCheck } from "./check.ts";
import { listening, lookupHere, probeOf } from "./loopback-for-tests.ts";

const MIB = 1024 * 1024;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(answer: RequestListener, server: Server = createServer(answer)): Promise<number> {
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return listening(server);
}

/** Takes connections and says what `speak` says. */
async function serveBytes(speak: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket.on("error", () => {}));
    speak(socket);
  });
  closing.push(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return listening(server);
}

const check = createCheck({ clock: systemClock, lookup: lookupHere });
const http = (url: string, more = {}) => probeOf({ kind: "http", url, ...more });

describe("a check by HTTP", () => {
  it("tells status, who answered, and phases that add up to no more than it took", async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      seen.push([request.method, request.url, request.headers.host, request.headers["accept-encoding"]]);
      response.end("hello");
    });
    const result = await check(http(`http://shop.example.org:${port}/cart?a=b`));
    expect(result).toMatchObject({
      ok: true,
      words: "answered with 200",
      status: 200,
      address: `127.0.0.1:${port}`,
      bytes: 5,
      certificateEndsMs: null,
      answers: null,
    });
    expect(Object.keys(result.phasesMs)).toEqual(["resolve", "connect", "processing", "transfer"]);
    const sum = Object.values(result.phasesMs).reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(result.tookMs);
    expect(seen).toEqual([["GET", "/cart?a=b", `shop.example.org:${port}`, "identity"]]);
  });

  it("measures each phase from when the one before was over", async () => {
    const clock = manualClock(1_000);
    const port = await serve((_, response) => {
      clock.advance(250);
      response.end("b");
    });
    const lookup: typeof lookupHere = async (host, at) => {
      clock.advance(30);
      return lookupHere(host, at);
    };
    const result = await createCheck({ clock, lookup })(http(`http://127.0.0.1:${port}`));
    expect(result).toMatchObject({ ok: true, atMs: 1_280, tookMs: 280 });
    expect(result.phasesMs).toEqual({ resolve: 30, connect: 0, processing: 250, transfer: 0 });
  });

  it("takes 2xx for good, or the statuses that are named, and follows nothing", async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url ?? "");
      const status = Number(request.url?.slice(1));
      response.writeHead(status, status === 302 ? { location: "http://169.254.169.254/" } : {}).end();
    });
    const verdict = async (status: number, statuses: number[] = []) => {
      const { ok, words } = await check(http(`http://127.0.0.1:${port}/${status}`, { statuses }));
      return { ok, words };
    };
    expect(await verdict(204)).toEqual({ ok: true, words: "answered with 204" });
    expect(await verdict(503)).toEqual({ ok: false, words: "answered with 503" });
    expect(await verdict(302)).toEqual({
      ok: false,
      words: "answered with 302, which leads to http://169.254.169.254/; redirects are not followed",
    });
    expect((await verdict(302, [301, 302])).ok).toBe(true);
    expect((await verdict(200, [301, 302])).ok).toBe(false);
    expect(asked).toEqual(["/204", "/503", "/302", "/302", "/200"]);
  });

  it("looks for what the body has to hold, and for what it must not", async () => {
    const port = await serve((_, response) => response.end("all systems grün"));
    const words = async (more: object) => (await check(http(`http://127.0.0.1:${port}`, more))).words;
    expect(await words({ contains: "grün", lacks: "red" })).toBe("answered with 200");
    expect(await words({ contains: "Grün" })).toBe("answered with 200, but the body lacks “Grün”");
    expect(await words({ lacks: "systems" })).toBe("answered with 200, but the body has “systems”");
  });

  it("cannot look into a body that is packed, and says so", async () => {
    const port = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
    );
    expect((await check(http(`http://127.0.0.1:${port}`))).ok).toBe(true);
    expect(await check(http(`http://127.0.0.1:${port}`, { contains: "x" }))).toMatchObject({
      ok: false,
      words: "answered with 200, packed (gzip) though it was asked not to be",
    });
  });

  it("reads the first MiB of a body that never ends, and waits for no more", async () => {
    const port = await serve((_, response) => {
      response.write(`first${"x".repeat(MIB)}`);
      const more = () => {
        while (response.write("y".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    const found = await check(http(`http://127.0.0.1:${port}`, { contains: "first" }));
    expect(found).toMatchObject({ ok: true, bytes: MIB });
    const missing = await check(http(`http://127.0.0.1:${port}`, { contains: "yyy" }));
    expect(missing).toMatchObject({
      ok: false,
      words: "answered with 200, but the first MiB of the body lacks “yyy”",
    });
  });

  it("asks for no body by HEAD", async () => {
    const port = await serve((request, response) => response.end(request.method));
    expect(await check(http(`http://127.0.0.1:${port}`, { method: "HEAD" }))).toMatchObject({
      ok: true,
      bytes: 0,
    });
  });

  it("looks its name up once, and connects to what was found, whatever the name leads to a moment later", async () => {
    const port = await serve((_, response) => response.end());
    const found = ["127.0.0.1", "10.0.0.1"];
    const lookup = createGuardedLookup({
      policy: createAddressPolicy({ allow: ["127.0.0.1"] }),
      resolve: async () => [{ address: found.shift() ?? "" }],
    });
    const probe = http(`http://rebound.example.net:${port}`);
    const twice = createCheck({ clock: systemClock, lookup });
    expect((await twice(probe)).address).toBe(`127.0.0.1:${port}`);
    expect((await twice(probe)).words).toContain("address blocked by policy");
    expect(found).toEqual([]);
  });

  it("opens a connection of its own each time", async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end());
    server.on("connection", () => connections++);
    const port = await serve(() => {}, server);
    for (let i = 0; i < 3; i++) await check(http(`http://127.0.0.1:${port}`));
    expect(connections).toBe(3);
  });
});

describe("a check by HTTP that finds nobody", () => {
  it("says what went wrong, and when it ended", async () => {
    const port = await serveBytes(() => {});
    for (const close of closing.splice(0)) await close();
    const refused = await check(http(`http://127.0.0.1:${port}`));
    expect(refused).toMatchObject({ ok: false, words: "connection refused", status: null, address: null });
    expect(Object.keys(refused.phasesMs)).toEqual(["resolve"]);
    const unknown = await check(http("http://nobody.invalid/"));
    expect(unknown).toMatchObject({ ok: false, words: "its name is not known", phasesMs: {} });
  });

  it("says what answers in another tongue, breaks off, or ends too early", async () => {
    const words = async (speak: (socket: Socket) => void, scheme = "http") =>
      (await check(http(`${scheme}://127.0.0.1:${await serveBytes(speak)}`))).words;
    expect(await words((socket) => socket.end("220 mail.example.org ESMTP\r\n"))).toBe(
      "what answers does not speak HTTP",
    );
    expect(await words((socket) => socket.once("data", () => socket.destroy()))).toBe("the connection broke");
    const short = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour";
    expect(await words((socket) => socket.once("data", () => socket.end(short)))).toBe(
      "the answer broke off after 4 bytes",
    );
    expect(
      await words((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 no\r\n\r\n")), "https"),
    ).toBe("it does not speak TLS as it should");
  });

  it.each([
    ["connected, but no answer within 10 s", () => {}],
    [
      "the answer began, but did not end within 10 s",
      (socket: Socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfour"),
    ],
  ])("gives up at its deadline: %s", async (words, speak) => {
    const clock = manualClock();
    const gone = promised();
    const begun = promised();
    const port = await serveBytes((socket) => {
      socket.once("close", () => gone.resolve());
      socket.once("data", () => {
        speak(socket);
        begun.resolve();
      });
    });
    const given = http(`http://127.0.0.1:${port}`);
    const result = createCheck({ clock, lookup: lookupHere })(given);
    await begun.promise;
    // What was sent has come by then: it is read in the order in which it was written.
    await roundTrip();
    clock.advance(10_000);
    expect(await result).toMatchObject({ ok: false, words, tookMs: 10_000 });
    await gone.promise;
  });

  it("gives up where the name is looked up for ever, and connects to nobody once it is", async () => {
    const clock = manualClock();
    let connections = 0;
    const port = await serveBytes(() => connections++);
    const found = promised();
    const lookup: typeof lookupHere = async (...of) => {
      await found.promise;
      return lookupHere(...of);
    };
    const result = createCheck({ clock, lookup })(
      http(`http://shop.example.org:${port}`, { timeoutMs: 500 }),
    );
    clock.advance(500);
    expect((await result).words).toBe("its name was not looked up within 0.5 s");
    found.resolve();
    await roundTrip();
    expect(connections).toBe(0);
  });

  it.each([
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://2130706433/",
    "http://169.254.169.254/",
    "http://10.0.0.1/",
    "http://[::ffff:127.0.0.1]/",
  ])("is refused what is inside: %s", async (url) => {
    const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: [] }) });
    const result = await createCheck({ clock: systemClock, lookup })(http(url));
    expect(result).toMatchObject({ ok: false, words: expect.stringContaining("address blocked by policy") });
    expect(result.phasesMs).toEqual({});
  });
});

/** A promise, and what keeps it. */
function promised() {
  let keep = () => {};
  const promise = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { promise, resolve: () => keep() };
}

/** Resolves once what was written before it to other sockets has been read. */
async function roundTrip(): Promise<void> {
  const port = await serve((_, response) => response.end());
  for (let i = 0; i < 3; i++) await check(http(`http://127.0.0.1:${port}`));
}

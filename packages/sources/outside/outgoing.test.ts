import diagnostics from "node:diagnostics_channel";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { type Clock, manualClock, systemClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";
import { forged, forgedByName, forgedNames } from "./forged-for-tests.ts";
import { createGuardedLookup } from "./guarded-lookup.ts";
import { createOutgoing, type OutgoingDeadlines } from "./outgoing.ts";

const closing: (Server | TcpServer)[] = [];
let opened = 0;
const countOpened = () => {
  opened++;
};

beforeEach(() => {
  opened = 0;
  diagnostics.subscribe("net.client.socket", countOpened);
});
afterEach(async () => {
  diagnostics.unsubscribe("net.client.socket", countOpened);
  for (const server of closing.splice(0)) {
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

function outgoing(
  options: {
    allow?: string[];
    names?: Record<string, string[] | (() => string[])>;
    clock?: Clock;
    deadlines?: OutgoingDeadlines;
    ownAddresses?: () => string[];
  } = {},
) {
  const { allow = [], names = {}, clock = systemClock, ownAddresses = () => ["9.9.9.9"] } = options;
  let asked = 0;
  const lookup = createGuardedLookup({
    policy: createAddressPolicy({ allow, ownAddresses }),
    resolve: async (host) => {
      asked++;
      const found = names[host] ?? [];
      return (typeof found === "function" ? found() : found).map((address) => ({ address }));
    },
  });
  const { deadlines } = options;
  const send = createOutgoing({ lookup, clock, ...(deadlines === undefined ? {} : { deadlines }) });
  return { send, asked: () => asked };
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer);
  closing.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

describe("an address that is no business of users", () => {
  it.each([...forged, ...forgedByName])("is blocked before a packet leaves: %j", async (url) => {
    const { send } = outgoing({ names: forgedNames });
    expect(await send({ url })).toMatchObject({
      ok: false,
      blocked: true,
      words: expect.stringContaining("address blocked by policy"),
    });
    expect(opened).toBe(0);
  });

  it("is told with what it is and how to allow it", async () => {
    const { send } = outgoing({ names: forgedNames });
    expect(await send({ url: "http://xn--r8jz45g.example/secret?token=1" })).toMatchObject({
      words:
        "address blocked by policy: xn--r8jz45g.example is 192.168.1.1, in a private network; the operator may allow it with outgoing.allow",
    });
  });
});

describe("a name", () => {
  it("is looked up once, so that leading elsewhere a moment later changes nothing", async () => {
    const answered = await serve((_, response) => response.end("inside"));
    let times = 0;
    const { send, asked } = outgoing({
      allow: ["127.0.0.1/32"],
      // What answers by the first address would be reached; the second answer would be another machine.
      names: { "rebind.example.org": () => (times++ === 0 ? ["127.0.0.1"] : ["10.255.255.1"]) },
    });
    expect(await send({ url: `http://rebind.example.org:${answered}/` })).toMatchObject({
      ok: true,
      text: "inside",
    });
    expect(asked()).toBe(1);
  });

  it("that leads inside at the second time is blocked the second time", async () => {
    let times = 0;
    const { send } = outgoing({
      names: { "rebind.example.org": () => (times++ === 0 ? [] : ["127.0.0.1"]) },
    });
    expect(await send({ url: "http://rebind.example.org/" })).toMatchObject({
      blocked: false,
      words: "its name is not known",
    });
    expect(await send({ url: "http://rebind.example.org/" })).toMatchObject({ blocked: true });
    expect(opened).toBe(0);
  });
});

describe("what the operator allows", () => {
  const cases: [string, string, boolean][] = [
    ["10.0.0.0/8", "http://10.1.2.3/", true],
    ["10.0.0.0/8", "http://11.1.2.3.example/", false],
    ["10.0.0.0/8", "http://192.168.0.1/", false],
    ["fd00::/8", "http://[fd12::1]/", true],
    ["fd00::/8", "http://[fe80::1]/", false],
    ["127.0.0.1", "http://127.0.0.1:9000/", true],
    ["127.0.0.1", "http://[::ffff:127.0.0.1]:9000/", true],
    ["127.0.0.1:9000", "http://127.0.0.1:9000/", true],
    ["127.0.0.1:9000", "http://127.0.0.1:9001/", false],
    ["[::1]:9000", "http://[::1]:9000/", true],
    ["::1", "http://[::1]/", true],
    ["Hooks.Example.org", "https://hooks.example.org./", true],
    ["hooks.example.org:8443", "https://hooks.example.org:8443/", true],
    ["hooks.example.org:8443", "https://hooks.example.org/", false],
    ["example.org", "https://hooks.example.org/", false],
  ];
  it.each(cases)("%s lets %s through: %s", (allow, url, allowed) => {
    const policy = createAddressPolicy({ allow: [allow], ownAddresses: () => [] });
    const { hostname, port, protocol } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, "");
    const address = /[a-z]\./.test(host) ? "192.168.7.7" : host;
    const target = { host, address, port: Number(port || (protocol === "https:" ? 443 : 80)) };
    expect(policy.refusalOf(target) === undefined).toBe(allowed);
  });

  it.each([
    "",
    "10.0.0.0/33",
    "http://x.org",
    "x.org:0",
    "x.org:70000",
    "10.0.0",
    "*",
    "a b",
    "300.1.1.1",
    "10.0/8",
  ])("is told to be wrong where it is no name, address or range: %j", (entry) => {
    expect(() => createAddressPolicy({ allow: ["10.0.0.1", entry] })).toThrow(
      /outgoing\.allow\.1 .* no name/,
    );
  });

  it("is nothing of this machine by itself, whatever its addresses are", () => {
    const policy = createAddressPolicy({ allow: [], ownAddresses: () => ["198.41.0.4", "2a00::1%eth0"] });
    const to = (address: string) => policy.refusalOf({ host: address, port: 80, address });
    expect(to("198.41.0.4")).toMatch(/this machine itself/);
    expect(to("2a00:0::1")).toMatch(/this machine itself/);
    expect(to("198.41.0.5")).toBeUndefined();
    expect(to("2a00::2")).toBeUndefined();
  });
});

describe("a request", () => {
  const allow = ["127.0.0.1"];

  it("carries its method, headers and body, and nothing of anyone's", async () => {
    const seen: { method?: string; headers?: IncomingMessage["headers"]; url?: string; body?: string } = {};
    const port = await serve((request, response) => {
      const { method, headers, url } = request;
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        Object.assign(seen, { method, headers, url, body: Buffer.concat(chunks).toString() });
        response.writeHead(202, { "X-One": "1" }).end("dear");
      });
    });
    const { send } = outgoing({ allow, names: { "hooks.example.org": ["127.0.0.1"] } });
    const request = { url: `http://127.0.0.1:${port}/a?b=c`, headers: { "x-id": "7" }, body: '{"ä":1}' };
    expect(await send(request)).toEqual({
      ok: true,
      status: 202,
      headers: expect.objectContaining({ "x-one": "1" }),
      text: "dear",
    });
    expect(seen).toMatchObject({ method: "POST", url: "/a?b=c", body: '{"ä":1}' });
    expect(Object.keys(seen.headers!).sort()).toEqual([
      "accept-encoding",
      "connection",
      "content-length",
      "host",
      "user-agent",
      "x-id",
    ]);
    await send({ url: `http://hooks.example.org:${port}/`, method: "GET" });
    expect(seen).toMatchObject({ method: "GET", headers: { host: `hooks.example.org:${port}` } });
  });

  it("is not sent where a header would end another's line", async () => {
    const { send } = outgoing({ allow });
    for (const headers of [{ "x-id": "7\r\nx-two: 8" }, { "x-id\r\nx-two": "8" }, { "x-id": "a\u0000" }])
      expect(await send({ url: "http://127.0.0.1/", headers })).toMatchObject({ ok: false, blocked: true });
    expect(await send({ url: "http://127.0.0.1/", method: "GET / HTTP/1.1\r\nX: y" })).toMatchObject({
      words: "the request's method is none",
    });
    expect(opened).toBe(0);
  });

  it("follows no redirect, wherever it leads", async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked++;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/again` }).end();
    });
    expect(await outgoing({ allow }).send({ url: `http://127.0.0.1:${port}/` })).toMatchObject({
      ok: true,
      status: 302,
    });
    expect(asked).toBe(1);
  });

  it("reads 64 KiB of an answer, however long it is, and lets go", async () => {
    let closed: () => void = () => {};
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const port = await serve((_, response) => {
      response.once("close", closed);
      const more = () => {
        while (response.write("x".repeat(10_000)));
      };
      response.on("drain", more);
      more();
    });
    const answer = await outgoing({ allow }).send({ url: `http://127.0.0.1:${port}/` });
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.ok && answer.text.length).toBe(65_536);
    await hungUp;
  });

  it("waits so long for an answer, and no longer", async () => {
    const clock = manualClock();
    const port = await serve(() => clock.advance(15_000));
    expect(await outgoing({ allow, clock }).send({ url: `http://127.0.0.1:${port}/` })).toEqual({
      ok: false,
      blocked: false,
      words: "connected, but no answer within 15 s",
    });
  });

  it("has its answer once the status is there, though the rest never ends", async () => {
    const port = await serve((_, response) => {
      response.writeHead(200);
      response.write("so far");
    });
    const deadlines = { connectMs: 10_000, answerMs: 10_000, bodyMs: 50 };
    const { send } = outgoing({ allow, deadlines });
    expect(await send({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ ok: true, status: 200 });
  });

  it("waits so long for a name, and no longer", async () => {
    const clock = manualClock();
    const lookup = () => {
      queueMicrotask(() => clock.advance(10_000));
      return new Promise<never>(() => {});
    };
    const send = createOutgoing({ lookup, clock });
    expect(await send({ url: "http://slow.example.org/" })).toMatchObject({
      blocked: false,
      words: "no connection within 10 s",
    });
  });

  it.each([
    ["nothing listens", undefined, "connection refused"],
    ["it is hung up on", "", "the connection broke"],
    [
      "what answers speaks something else",
      "220 mail.example.org ESMTP\r\n",
      "what answers does not speak HTTP",
    ],
  ])("says in words that %s", async (_, says, words) => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.resume().end(says ?? "");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    if (says === undefined) await new Promise((done) => server.close(done));
    else closing.push(server);
    const { send } = outgoing({ allow });
    expect(await send({ url: `http://127.0.0.1:${port}/` })).toEqual({ ok: false, blocked: false, words });
  });
});

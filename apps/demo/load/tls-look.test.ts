import type { RequestListener } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { manualClock, systemClock } from "@mission-control/series";
import { generate } from "selfsigned";
import { afterEach, describe, expect, it } from "vitest";
import type { Call } from "../company/wire.ts";
import { LOOK_TIMEOUT_MS } from "./look.ts";
import { createTlsLook } from "./tls-look.ts";

const host = "www.shop.example";
const call: Call = {
  method: "GET",
  path: "/cart",
  userAgent: "ExampleProbe/1.0 (fra)",
  user: { id: "probe-fra", address: "2001:db8::f1", country: "DE", experiment: "blue-button" },
};
const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function certificateUntil(notAfterDate: Date) {
  const notBeforeDate = new Date(Math.min(Date.now(), notAfterDate.getTime()) - 86_400_000);
  const made = await generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate,
  });
  return { key: made.private, cert: made.cert };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(options: ServerOptions, listener: RequestListener) {
  const server = createServer(options, listener);
  ends.push(() => server.closeAllConnections());
  return listening(server);
}

const inDays = (days: number) => new Date(Math.floor(Date.now() / 1_000 + days * 86_400) * 1_000);
const lookAt = (url: string, clock = systemClock) => createTlsLook({ clock, url: () => url, host })(call);

describe("a look over HTTPS", () => {
  it("reads the end of a self-signed certificate, and takes its times", async () => {
    const end = inDays(12);
    const seen: unknown[] = [];
    const url = await serve(await certificateUntil(end), (request, response) => {
      seen.push(request.url, request.headers.host, request.headers["x-user"]);
      response.write("half");
      systemClock.after(30, () => response.end("the rest"));
    });
    const sighting = await lookAt(url);
    expect(sighting).toMatchObject({ status: 200, certificateEndMs: end.getTime() });
    expect(sighting.fault).toBeUndefined();
    expect(seen).toEqual(["/cart", host, "probe-fra"]);
    const { connectMs = -1, tlsMs = -1, firstByteMs = -1, totalMs } = sighting;
    expect(Math.min(connectMs, tlsMs, firstByteMs)).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThan(connectMs + tlsMs + firstByteMs + 20);
  });

  it("fails on an answer with 4xx or 5xx, with its status and times", async () => {
    const url = await serve(await certificateUntil(inDays(80)), (_, response) => {
      response.writeHead(503).end();
    });
    const sighting = await lookAt(url);
    expect(sighting).toMatchObject({ fault: "answered with 503", status: 503 });
    expect(sighting.firstByteMs).toBeGreaterThan(0);
  });

  it("fails on a certificate that has expired", async () => {
    const url = await serve(await certificateUntil(inDays(-1)), (_, response) => {
      response.end("well");
    });
    expect((await lookAt(url)).fault).toBe("the certificate has expired");
  });

  it("fails on a certificate that somebody unknown vouches for", async () => {
    const subject = [{ name: "commonName", value: host }];
    const options = { keyType: "ec", algorithm: "sha256" } as const;
    const authority = await generate([{ name: "commonName", value: "nobody" }], options);
    const ca = { key: authority.private, cert: authority.cert };
    const made = await generate(subject, { ...options, ca });
    const url = await serve({ key: made.private, cert: made.cert }, (_, response) => {
      response.end("well");
    });
    expect((await lookAt(url)).fault).toMatch(/^the certificate cannot be trusted: /);
  });

  it("fails in words where nobody answers, and where the connection breaks", async () => {
    const gone = createTcpServer();
    const url = await listening(gone);
    gone.close();
    expect(await lookAt(url)).toMatchObject({ fault: "nobody answers" });
    const broken = await serve(await certificateUntil(inDays(80)), (request) => {
      request.socket.destroy();
    });
    expect(await lookAt(broken)).toMatchObject({ fault: "the connection broke" });
    const half = await serve(await certificateUntil(inDays(80)), (request, response) => {
      response.write("half");
      systemClock.after(20, () => request.socket.destroy());
    });
    expect(await lookAt(half)).toMatchObject({ fault: "the connection broke", status: 200 });
  });

  it("gives up after five seconds on who says nothing, and closes the connection", async () => {
    const clock = manualClock(Date.now());
    let connected = () => {};
    const connection = new Promise<void>((resolve) => (connected = resolve));
    let closed = () => {};
    const closing = new Promise<void>((resolve) => (closed = resolve));
    const mute = createTcpServer((socket) => {
      socket.on("close", closed);
      socket.on("error", () => {});
      socket.resume();
      connected();
    });
    const looking = lookAt(await listening(mute), clock);
    await connection;
    clock.advance(LOOK_TIMEOUT_MS);
    expect(await looking).toMatchObject({ fault: "no answer within 5 s", totalMs: LOOK_TIMEOUT_MS });
    await closing;
  });
});

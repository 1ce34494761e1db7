import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { systemClock } from "@mission-control/series";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../probe/certificates-for-tests.ts";
import { createAddressPolicy } from "./address-policy.ts";
import { createGuardedLookup } from "./guarded-lookup.ts";
import { createOutgoing } from "./outgoing.ts";

let authority: ReturnType<typeof createAuthority>;
const servers: Server[] = [];
beforeAll(() => {
  authority = createAuthority();
});
afterAll(() => authority.close());
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve({ cert, key }: { cert: string; key: string }) {
  const asked: (string | undefined)[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    asked.push(request.headers.host);
    response.end("over TLS");
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { port: (server.address() as AddressInfo).port, asked };
}

const sending = (ca?: string) =>
  createOutgoing({
    lookup: createGuardedLookup({
      policy: createAddressPolicy({ allow: ["127.0.0.1"] }),
      resolve: async () => [{ address: "127.0.0.1" }],
    }),
    clock: systemClock,
    ca,
  });

describe("a request over TLS", () => {
  it("goes to the address that was found, and wants a certificate of the name that was asked for", async () => {
    const { port, asked } = await serve(authority.certify("DNS:hooks.example.org,IP:127.0.0.1", 3));
    const send = sending(authority.ca);
    expect(await send({ url: `https://hooks.example.org:${port}/` })).toMatchObject({
      ok: true,
      status: 200,
      text: "over TLS",
    });
    expect(await send({ url: `https://127.0.0.1:${port}/` })).toMatchObject({ ok: true });
    expect(asked).toEqual([`hooks.example.org:${port}`, `127.0.0.1:${port}`]);
    expect(await send({ url: `https://other.example.org:${port}/` })).toEqual({
      ok: false,
      blocked: false,
      words: "its certificate is for another name",
    });
    expect(asked.length).toBe(2);
  });

  it("is not sent where the certificate has ended, or nobody who is trusted has signed it", async () => {
    const ended = await serve(authority.certify("DNS:hooks.example.org", -1));
    expect(await sending(authority.ca)({ url: `https://hooks.example.org:${ended.port}/` })).toMatchObject({
      words: "its certificate has expired",
    });
    const own = await serve(authority.selfSigned("DNS:hooks.example.org"));
    for (const ca of [undefined, authority.ca])
      expect(await sending(ca)({ url: `https://hooks.example.org:${own.port}/` })).toMatchObject({
        words: "its certificate is signed by nobody who is trusted here",
      });
    expect([...ended.asked, ...own.asked]).toEqual([]);
  });
});

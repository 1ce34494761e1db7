import { type AddressInfo, createServer, type Server } from "node:net";
import { manualClock, systemClock } from "@mission-control/series";
import { afterEach, describe, expect, it } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";
import { createGuardedConnect } from "./guarded-connect.ts";
import { createGuardedLookup } from "./guarded-lookup.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function greeting() {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => {}).end("220 hello\r\n");
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const connecting = (allow: string[]) =>
  createGuardedConnect({
    lookup: createGuardedLookup({ policy: createAddressPolicy({ allow }) }),
    clock: systemClock,
  });

describe("a connection", () => {
  it("is opened to what the operator allows", async () => {
    const { port } = await greeting();
    const socket = await connecting(["127.0.0.1"])("127.0.0.1", port);
    const said = await new Promise<string>((resolve) => {
      socket.once("data", (bytes: Buffer) => resolve(bytes.toString()));
    });
    socket.destroy();
    expect(said).toBe("220 hello\r\n");
  });

  it.each([
    "localhost",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "::ffff:127.0.0.1",
    "[::1]",
    "0",
  ])("is not opened to %s, which the machine takes for itself", async (host) => {
    const { port, connections } = await greeting();
    await expect(connecting([])(host, port)).rejects.toMatchObject({ blocked: true });
    expect(connections()).toBe(0);
  });

  it("that does not come about is given up in time", async () => {
    const clock = manualClock();
    const connect = createGuardedConnect({
      lookup: () => {
        queueMicrotask(() => clock.advance(10_000));
        return new Promise<never>(() => {});
      },
      clock,
    });
    await expect(connect("slow.example.org", 25)).rejects.toThrow("no connection within 10 s");
  });

  it("that is refused says so", async () => {
    const { port } = await greeting();
    for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
    await expect(connecting(["127.0.0.1"])("127.0.0.1", port)).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
  });
});

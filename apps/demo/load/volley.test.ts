import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Call } from "../company/wire.ts";
import type { Outcome } from "./report.ts";
import { fireVolley } from "./volley.ts";

const call: Call = {
  method: "GET",
  path: "/search?q=%E0%A4%A",
  userAgent: "curl/8.5.0",
  user: { id: "u-1042", address: "192.0.2.1", country: "DE", experiment: "blue-button" },
};
const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

/** A server of bytes: what it does with each request it is sent. */
async function serve(onRequest: (socket: Socket, head: string) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes) => onRequest(socket, bytes.toString()));
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function fire(url: string, requests: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await fireVolley({
    url,
    requests,
    perSecond: 50,
    timeoutSeconds: 1,
    next: () => call,
    ended: (outcome) => outcomes.push(outcome),
  }).over;
  return outcomes;
}

const well = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

describe("a volley", () => {
  it("sends each request as it is, one after the other, and ends with the last answer", async () => {
    const heads: string[] = [];
    const url = await serve((socket, head) => {
      heads.push(head);
      socket.write(well);
    });
    expect(await fire(url, 5)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
    expect(heads).toHaveLength(5);
    for (const head of heads) {
      expect(head).toMatch(/^GET \/search\?q=%E0%A4%A HTTP\/1\.1\r\n/);
      expect(head).toContain("\r\nx-forwarded-for: 192.0.2.1\r\n");
    }
  });

  it("ends each request that is not answered in time in one timeout, also the last", async () => {
    const url = await serve(() => {});
    expect(await fire(url, 2)).toEqual(["timeout", "timeout"]);
  });

  it("counts a request as refused where the server closes without an answer", async () => {
    let count = 0;
    const url = await serve((socket) => {
      count++;
      if (count === 2) socket.end();
      else socket.write(well);
    });
    expect((await fire(url, 4)).sort()).toEqual(["ok", "ok", "ok", "refused"]);
    expect(count).toBe(4);
  });
});

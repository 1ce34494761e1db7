import { once } from "node:events";
import { createServer, type OutgoingHttpHeaders, request, type Server } from "node:http";
import { request as requestTls } from "node:https";
import { connect, type PeerCertificate } from "node:tls";
import { manualClock, systemClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endServerWithin, listen, listenerOf } from "../company/http-listener.ts";
import { createRandom } from "../company/random.ts";
import { recordedTelemetry } from "../load/recorded-telemetry.ts";
import type { AccessRecord } from "./access-record.ts";
import { makeCertificate } from "./certificate.ts";
import { type EdgeAt, type RunningEdge, startEdge } from "./edge-http.ts";
import { replyOf } from "./fixture.ts";

const DAY_MS = 86_400_000;

let edge: RunningEdge;
let origin: Server;
let originPort: number;
let asked: string[];
let records: AccessRecord[];
let telemetry: ReturnType<typeof recordedTelemetry>;

const options = (ports = { http: 0, https: 0 }) => ({
  clock: systemClock,
  random: createRandom("edge"),
  telemetry,
  syslog: { access: (record: AccessRecord) => void records.push(record) },
  ports,
  originPort,
  daysLeft: 80,
});

beforeEach(async () => {
  asked = [];
  records = [];
  telemetry = recordedTelemetry();
  origin = createServer(
    listenerOf(async ({ path, user }) => {
      asked.push(`${path} for ${user.address}`);
      if (path === "/old") return replyOf({ status: 302, location: "/", body: "" });
      return replyOf({ type: "text/html", body: "<h1>Käse</h1>", maxAge: path === "/" ? 60 : 0 });
    }),
  );
  originPort = await listen(origin, { what: "origin", host: "127.0.0.1", port: 0, setting: "port" });
  edge = await startEdge(options());
});

afterEach(async () => {
  await edge.stop();
  await endServerWithin(100, systemClock, origin);
});

async function get({ host, http }: EdgeAt, path: string, headers: OutgoingHttpHeaders = {}) {
  const sent = request({ host, port: http, path, headers, agent: false }).end();
  const [answer] = await once(sent, "response");
  let body = "";
  for await (const part of answer.setEncoding("utf8")) body += part;
  return { status: answer.statusCode, headers: answer.headers, body };
}

async function certificateAt({ host, https }: EdgeAt): Promise<PeerCertificate> {
  const socket = connect({ host, port: https, servername: "www.shop.example", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

const daysLeft = ({ valid_to }: PeerCertificate) => (Date.parse(valid_to) - systemClock.now()) / DAY_MS;

describe("the edge", () => {
  it("gives pages from the cache with all their heads, and says so to the asker and in the log", async () => {
    const { blue } = edge.addresses;
    const headers = { "x-forwarded-for": "203.0.113.9", "x-user": "u-7" };
    const first = await get(blue, "/", headers);
    const second = await get(blue, "/", headers);
    expect(first).toMatchObject({ status: 200, body: "<h1>Käse</h1>" });
    expect(second.body).toBe(first.body);
    expect([first.headers["x-cache"], second.headers["x-cache"]]).toEqual(["miss", "hit"]);
    expect(second.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "public, max-age=60",
      "x-version": "v980",
    });
    expect(asked).toEqual(["/ for 203.0.113.9"]);
    expect(
      records.map(({ server, client, responseCaptures }) => [server, client, ...responseCaptures]),
    ).toEqual([
      ["origin", "203.0.113.9", "v980", "miss"],
      ["cache", "203.0.113.9", "v980", "hit"],
    ]);
    expect(await get(blue, "/old")).toMatchObject({ status: 302, headers: { location: "/" } });
  });

  it("has two addresses with one cache behind them, and counts the load of each", async () => {
    const { blue, green } = edge.addresses;
    expect([blue.host, blue.http]).not.toEqual([green.host, green.http]);
    await get(blue, "/");
    expect((await get(green, "/")).headers["x-cache"]).toBe("hit");
    await get(green, "/cart");
    expect([
      telemetry.counts.get("edge_requests address=blue"),
      telemetry.counts.get("edge_requests address=green"),
    ]).toEqual([1, 2]);
  });

  it("answers 503 where nobody is behind it", async () => {
    await endServerWithin(0, systemClock, origin);
    expect((await get(edge.addresses.blue, "/")).status).toBe(503);
    expect(records[0]).toMatchObject({ status: 503, server: "origin" });
  });

  it("answers HTTPS with a certificate that ends in so many days, and another once it is changed", async () => {
    for (const at of Object.values(edge.addresses)) {
      const certificate = await certificateAt(at);
      expect(certificate.subject.CN).toBe("www.shop.example");
      expect(daysLeft(certificate)).toBeCloseTo(80, 2);
    }
    await edge.certificate(3);
    for (const at of Object.values(edge.addresses))
      expect(daysLeft(await certificateAt(at))).toBeCloseTo(3, 2);
    const { host, https } = edge.addresses.blue;
    const sent = requestTls({ host, port: https, path: "/", rejectUnauthorized: false, agent: false }).end();
    const [answer] = await once(sent, "response");
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });

  it("makes a certificate that has ended already, too", async () => {
    const clock = manualClock(systemClock.now());
    const { cert, key } = await makeCertificate(clock, -2);
    expect(cert).toContain("BEGIN CERTIFICATE");
    expect(key).toContain("PRIVATE KEY");
    await edge.certificate(-2);
    expect(daysLeft(await certificateAt(edge.addresses.blue))).toBeCloseTo(-2, 2);
  });

  it("refuses a port that is taken, naming it and the setting, and lets go of what it had", async () => {
    const taken = edge.addresses.blue.http;
    const refused = startEdge(options({ http: 0, https: taken }));
    await expect(refused).rejects.toThrow(
      new RegExp(`The edge \\(HTTPS\\) cannot listen on 127.0.0.1:${taken}: .* --edge-tls-port`),
    );
  });
});

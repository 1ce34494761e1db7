import { connect } from "node:net";
import { expect, test } from "@playwright/test";
import { queryValues, type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

/** The access line that HAProxy writes with `option httplog` and captured headers. */
function accessLine(server: string, version: string, ms: number, status = 200): string {
  const now = new Date();
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
  const millis = String(now.getMilliseconds()).padStart(3, "0");
  const date = `${two(now.getDate())}/${months[now.getMonth()]}/${now.getFullYear()}:${clock}.${millis}`;
  return `192.0.2.7:40000 [${date}] www web/${server} 0/2/0/${ms}/${ms} ${status} 227 - - ---- 3/3/2/1/0 0/1 {curl/8|u-1042|SE} {${version}|hit} "GET /products?page=2 HTTP/1.1"`;
}

interface FoundEvent {
  type: string;
  title: string;
  severity: string;
  service: string;
  host: string;
  attributes: Record<string, unknown>;
}

test.describe("syslog", () => {
  const folder = temporaryFolder();
  let running: Running;

  test.beforeAll(async () => {
    running = await start(folder.path);
  });
  test.afterAll(async () => {
    await running.stop();
    folder.remove();
  });

  const byUdp = (line: string) => sendDatagram(running.syslogPort, line);
  const byTcp = (bytes: string) =>
    new Promise<void>((sent, failed) => {
      const socket = connect(running.syslogPort, "127.0.0.1", () => socket.end(bytes, sent));
      socket.on("error", failed);
    });
  const events = async (query: string): Promise<FoundEvent[]> =>
    (await (await fetch(`${running.url}/api/events?${query}`)).json()).events;
  const values = async (expr: string) => Object.fromEntries(await queryValues(running.url, expr));
  const labels = (version: string) => JSON.stringify({ service: "web", version });

  test("the balancer's access lines are golden signals by service and version", async () => {
    const counted = "sum by (service, version) (http_requests_total)";
    const send = async () => {
      for (let i = 0; i < 10; i++) {
        await byUdp(`<134>Nov 21 07:49:41 haproxy[7]: ${accessLine("web-1", "v980", 20)}\n`);
        await byUdp(`<134>Nov 21 07:49:41 haproxy[7]: ${accessLine("web-2", "v981", 200)}\n`);
      }
    };
    await send();
    await expect.poll(() => values(counted)).toEqual({ [labels("v980")]: 10, [labels("v981")]: 10 });
    await send();
    await expect.poll(() => values(counted)).toEqual({ [labels("v980")]: 20, [labels("v981")]: 20 });

    const rates = await values("sum by (service, version) (rate(http_requests_total[30s]))");
    expect(Object.keys(rates).sort()).toEqual([labels("v980"), labels("v981")]);
    for (const rate of Object.values(rates)) expect(rate).toBeGreaterThan(0);
    const p90 = await values(
      "histogram_quantile(0.9, sum by (le, service, version) (rate(http_request_duration_seconds_bucket[30s])))",
    );
    expect(p90[labels("v980")]).toBeGreaterThan(0.01);
    expect(p90[labels("v980")]).toBeLessThanOrEqual(0.025);
    expect(p90[labels("v981")]).toBeGreaterThan(0.1);
    expect(p90[labels("v981")]).toBeLessThanOrEqual(0.25);

    const one = async (expr: string) => Object.values(await values(expr))[0];
    expect(await one("max_over_time(http_requests_in_flight[30s])")).toBe(3);
    expect(await one("max_over_time(http_requests_queued[30s])")).toBe(1);
    expect(await one("http_request_queue_seconds_total")).toBeCloseTo(0.08);
    expect(await one("http_response_bytes_total")).toBe(40 * 227);
    expect(await one('http_cache_requests_total{result="hit"}')).toBe(40);
  });

  test("a message of RFC 5424 over TCP, with its octet count, is an event", async () => {
    const message = `<11>1 ${new Date().toISOString()} api-2 shop 71 ORDER [order@32473 id="7"] order 7 failed\nat pay`;
    await byTcp(`${Buffer.byteLength(message)} ${message}`);
    await expect
      .poll(async () => (await events("type=log"))[0])
      .toMatchObject({
        title: "order 7 failed",
        severity: "error",
        service: "shop",
        host: "api-2",
        attributes: {
          process: "71",
          message_id: "ORDER",
          "order@32473.id": "7",
          message: "order 7 failed\nat pay",
        },
      });
  });

  test("requests are found where they are asked for, and hide nothing where they are not", async () => {
    await byUdp(
      "<129>Nov 21 07:49:46 haproxy[7]: Server web/web-2 is DOWN, reason: Layer4 connection problem.",
    );
    await byUdp(`<134>Nov 21 07:49:47 haproxy[7]: ${accessLine("web-1", "v980", 5, 503)}`);
    const failed = (event: FoundEvent) => event.severity === "error";
    await expect.poll(async () => (await events("type=request&limit=1000")).filter(failed)).toHaveLength(1);
    const requests = await events("type=request&limit=1000");
    expect(requests).toHaveLength(41);
    expect(requests.find((event) => !failed(event))).toMatchObject({
      title: "GET /products?page=2 200",
      service: "web",
      attributes: { path: "/products?page=2", user: "u-1042", client: "192.0.2.7", queueMs: 2 },
    });
    const others = await events("except=request");
    expect(others.map(({ type }) => type)).not.toContain("request");
    expect(others.find(({ type }) => type === "health")).toMatchObject({
      title: "web-2 of web is down: Layer4 connection problem.",
      severity: "error",
      service: "web",
      host: "web-2",
    });
  });

  test("what lies about its length or is no message stops nothing, is counted and can be read", async () => {
    await byTcp(`<13>app: ${"x".repeat(1_000_000)}`).catch(() => {});
    await byTcp("9 <13>app: counted too short\n");
    await byUdp("no message\u001b[2J");
    await byUdp("\0\0\u0007");
    await byUdp("<13>paint: \u001b[31mred\u001b[0m\u0007");
    await expect.poll(async () => (await events("service=paint"))[0]?.title).toBe("red\\u{7}");
    const statusOfIt = async () => {
      const status = await (await fetch(`${running.url}/api/status`)).json();
      return status.sources.find((source: { name: string }) => source.name === "syslog");
    };
    // What comes by TCP may be read after what was sent later by UDP.
    for (const reason of [
      "line longer than 65536 bytes",
      "octet count 9 ends inside the message",
      "no <priority> at the beginning",
    ])
      await expect
        .poll(async () => (await statusOfIt()).bad)
        .toContainEqual(expect.objectContaining({ reason }));
    const syslog = await statusOfIt();
    expect(syslog.address).toBe(`udp and tcp 127.0.0.1:${running.syslogPort}`);
    expect(syslog.received).toBeGreaterThan(40);
    expect(JSON.stringify(syslog.bad)).not.toContain("\\u001b");
  });
});

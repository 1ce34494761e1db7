import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { NoticeList } from "@mission-control/contracts";
import { expect, test } from "@playwright/test";
import { type Running, sendDatagram, start, temporaryFolder } from "./process.ts";

const folder = temporaryFolder();
let server: Running;
let hooks: Server;
/** When each message came, ms, and how it is answered. */
const came: { path: string; id: string; atMs: number; subject: string; link: string; firingMs: number }[] =
  [];
const answers: number[] = [];

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  hooks = createServer((request, response) => {
    const atMs = Date.now();
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const said = body === "" ? undefined : JSON.parse(body).data;
      came.push({
        path: request.url ?? "",
        id: String(request.headers["webhook-id"]),
        atMs,
        subject: said?.subject ?? "",
        link: said?.link ?? "",
        firingMs: Date.parse(said?.alerts[0]?.firingSince),
      });
      response.writeHead(request.url === "/hook" ? (answers.shift() ?? 204) : 204).end();
    });
  });
  await new Promise<void>((listening) => hooks.listen(0, "127.0.0.1", listening));
  const { port } = hooks.address() as AddressInfo;
  const config = join(folder.path, "mission-control.yaml");
  const heartbeat = `{ url: "http://127.0.0.1:${port}/beat", every: 10s }`;
  writeFileSync(
    config,
    `outgoing: { allow: [127.0.0.1] }\nalerts: { address: "https://mission.example", heartbeat: ${heartbeat} }\n`,
  );
  server = await start(join(folder.path, "data"), { MISSION_CONTROL_CONFIG: config });
});
test.afterAll(async () => {
  await server.stop();
  hooks.close();
  folder.remove();
});

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
};
const notices = async (search = ""): Promise<NoticeList> => (await send("GET", `/api/notices${search}`)).body;
const messages = () => came.filter(({ path }) => path === "/hook");

test("each alert is told once it fires, tried again until it is taken, and every try is in the log", async () => {
  const { port } = hooks.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/hook`;
  await send("PUT", "/api/channels/hook", { slug: "hook", name: "Hook", kind: "webhook", url });
  const tell = { channels: ["hook"], groupBy: ["room"], waitMs: 0 };
  const when = { kind: "threshold", expr: "heat", level: 5, unit: "celsius" };
  await send("PUT", "/api/rules/hot", { name: "Hot", when, everyMs: 1_000, tell });
  const rooms = ["a", "b", "c"];
  for (const room of rooms) {
    await sendDatagram(server.statsdPort, `heat:9|g|#service:cellar,room:${room}`);
    await expect
      .poll(messages, { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ subject: "[firing] Hot is 9 °C (cellar)" }));
    await expect.poll(() => messages().length, { timeout: 20_000 }).toBe(rooms.indexOf(room) + 1);
  }
  // How soon is measured by bench/alert-latency.mjs.
  for (const { atMs, firingMs } of messages()) expect(atMs).toBeGreaterThanOrEqual(firingMs);

  answers.push(500);
  await sendDatagram(server.statsdPort, "heat:9|g|#service:cellar,room:d");
  await expect.poll(() => messages().length, { timeout: 20_000 }).toBe(5);
  const [refused, taken] = messages().slice(-2);
  expect(taken!.id).toBe(refused!.id);
  await expect
    .poll(async () => (await notices("?state=sent&limit=1")).notices[0], { timeout: 20_000 })
    .toMatchObject({
      id: taken!.id,
      channel: "hook",
      state: "sent",
      attempts: [
        { ok: false, words: "answered 500" },
        { ok: true, words: "answered 204" },
      ],
    });
  expect((await send("GET", "/api/channels/hook")).body.health).toMatchObject({ state: "ok", waiting: 0 });
});

test("what was refused for good can be tried again by hand; what was sent cannot", async () => {
  answers.push(404);
  await sendDatagram(server.statsdPort, "heat:9|g|#service:cellar,room:e");
  await expect.poll(async () => (await notices("?state=failed")).notices.length, { timeout: 20_000 }).toBe(1);
  const [failed] = (await notices("?state=failed&channel=hook")).notices;
  expect(failed?.attempts).toMatchObject([{ ok: false, words: "answered 404" }]);
  expect((await notices(`?alert=${failed!.alerts[0]!.id}`)).notices).toHaveLength(1);
  expect((await send("POST", `/api/notices/${failed!.id}/retry`)).status).toBe(200);
  await expect
    .poll(async () => (await notices(`?alert=${failed!.alerts[0]!.id}`)).notices[0]?.state)
    .toBe("sent");
  expect(await send("POST", `/api/notices/${failed!.id}/retry`)).toMatchObject({ status: 400 });
  expect((await send("POST", "/api/notices/none/retry")).status).toBe(404);
  expect((await send("GET", "/api/notices?limit=x")).status).toBe(400);
});

test("the heartbeat is told while rules are evaluated, and links in messages lead to the address that is set", async () => {
  await expect.poll(() => came.filter(({ path }) => path === "/beat").length).toBeGreaterThanOrEqual(1);
  for (const { link } of messages()) expect(link).toMatch(/^https:\/\/mission\.example\/explore\?expr=heat&/);
  await expect.poll(async () => (await send("GET", "/api/status")).body.problems).toEqual([]);
});

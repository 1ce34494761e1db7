import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTold, messageOf } from "@mission-control/alerts/delivery";
import {
  type Channel,
  type ChannelTest,
  channelListSchema,
  channelSchema,
  channelTestSchema,
  type Problem,
} from "@mission-control/contracts";
import { manualClock, systemClock } from "@mission-control/series";
import {
  createAddressPolicy,
  createGuardedConnect,
  createGuardedLookup,
  createOutgoing,
  faultWords,
} from "@mission-control/sources";
import { openRecords, type Records } from "@mission-control/store";
import { Hono } from "hono";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../alerts/channels.ts";
import { createSecretBox } from "../alerts/secret-box.ts";
import { problemHandler } from "../edge/problems.ts";
import { channelRoutes } from "./channels.ts";

const clock = manualClock(Date.UTC(2026, 8, 20, 12));
const key = "the key of this test";
const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

let dir: string;
let records: Records;
let rules: Record<string, string[]>;
const servers: Server[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "channels-"));
  records = await openRecords({ dir, clock });
  rules = {};
});
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
  await records.close();
  rmSync(dir, { recursive: true });
});

function open(options: { allow?: string[]; key?: string } = {}) {
  const lookup = createGuardedLookup({
    policy: createAddressPolicy({ allow: options.allow ?? [] }),
    resolve: async (host) => {
      if (host === "inside.example.org") return [{ address: "10.1.2.3" }];
      if (host.endsWith("example.org")) return [{ address: "198.41.0.4" }];
      throw Object.assign(new Error("not known"), { code: "ENOTFOUND" });
    },
  });
  const channels = createChannels({
    records: records.channels,
    box: createSecretBox({ key: options.key ?? key, keyFile: join(dir, "channels.key") }),
    clock,
    tools: {
      clock,
      post: createOutgoing({ lookup, clock: systemClock }),
      connect: createGuardedConnect({ lookup, clock: systemClock }),
      faultWords,
      show: () => Promise.resolve(1),
      told: createTold(),
    },
    lookup,
    messageOf: async (notice) => {
      const context = { picture: undefined, lastDeploy: undefined, changed: [] };
      return messageOf({ notice, context, address: "https://mc.example.org" });
    },
    health: async () => ({ state: "ok", words: "answered 200", lastMs: 1, waiting: 0 }),
    toldBy: async (slug) => rules[slug] ?? [],
  });
  const app = new Hono();
  app.route("/api/channels", channelRoutes({ channels }));
  app.onError(problemHandler(pino({ level: "silent" })));
  const body = (given: unknown) => ({ method: "POST", body: JSON.stringify(given) });
  const problem = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Problem;
  const faults = async (answer: Response | Promise<Response>) => {
    const { code, errors } = await problem(answer);
    return { code, at: Object.fromEntries((errors ?? []).map(({ path, message }) => [path, message])) };
  };
  const put = (slug: string, given: unknown, headers: Record<string, string> = {}) =>
    app.request(`/api/channels/${slug}`, { ...body(given), method: "PUT", headers });
  return {
    channels,
    app,
    put,
    problem,
    faults: (slug: string, given: unknown) => faults(put(slug, given)),
    async list(): Promise<Channel[]> {
      return channelListSchema.parse(await (await app.request("/api/channels")).json()).channels;
    },
    async find(slug: string): Promise<Channel> {
      return channelSchema.parse(await (await app.request(`/api/channels/${slug}`)).json());
    },
    remove: (slug: string) => app.request(`/api/channels/${slug}`, { method: "DELETE" }),
    testKept: async (slug: string): Promise<ChannelTest> =>
      channelTestSchema.parse(
        await (await app.request(`/api/channels/${slug}/test`, { method: "POST" })).json(),
      ),
    test: (given: unknown) => app.request("/api/channels/test", body(given)),
  };
}

const mail = {
  kind: "smtp",
  name: "Mail",
  to: ["ops@example.org"],
  from: "mc@example.org",
  host: "smtp.example.org",
  user: "mc",
  password: "very secret word",
};
const hook = { kind: "webhook", name: "Hook", url: "https://hooks.example.org/in", secret };

async function listening(status: number, said = "") {
  const got: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end(said);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe("a channel", () => {
  it("that is new goes over none that is there", async () => {
    const { put, problem, find } = open();
    const asNew = { "If-None-Match": "*" };
    expect((await put("hook", hook, asNew)).status).toBe(201);
    const again = await put("hook", { ...hook, name: "Another" }, asNew);
    expect((await problem(again)).code).toBe("changed_meanwhile");
    expect((await find("hook")).name).toBe("Hook");
    expect((await put("hook", { ...hook, name: "Another" })).status).toBe(200);
  });

  it("is told with everything but its secrets, which are nowhere on the disk either", async () => {
    const { put, list, find } = open();
    expect((await put("mail", mail)).status).toBe(201);
    expect((await put("hook", { ...hook, oldSecret: secret, fallback: "mail" })).status).toBe(201);
    expect(
      (await put("chat", { kind: "slack", name: "Chat", url: "https://chat.example.org/T0/very-hidden" }))
        .status,
    ).toBe(201);
    expect(await list()).toMatchObject([
      { slug: "chat", secrets: ["url"], leadsTo: "chat.example.org" },
      { slug: "hook", secrets: ["secret", "oldSecret"], leadsTo: "hooks.example.org", fallback: "mail" },
      {
        slug: "mail",
        kind: "smtp",
        port: 587,
        security: "starttls",
        user: "mc",
        secrets: ["password"],
        leadsTo: "ops@example.org",
        health: { state: "ok" },
      },
    ]);
    const told = JSON.stringify([await list(), await find("mail"), await find("hook"), await find("chat")]);
    const kept = Buffer.concat(readdirSync(dir).map((file) => readFileSync(join(dir, file))));
    for (const word of ["very secret word", secret, secret.slice(6), "very-hidden"]) {
      expect(told).not.toContain(word);
      expect(kept.includes(word)).toBe(false);
      expect(kept.includes(Buffer.from(word).toString("base64").slice(0, -4))).toBe(false);
    }
    expect(kept.includes("smtp.example.org")).toBe(true);
  });

  it("keeps the secrets that a change leaves out, and forgets those that are null", async () => {
    const { put, find, channels } = open();
    await put("hook", { ...hook, oldSecret: secret });
    const read = await find("hook");
    // What was read can be sent back as it is.
    expect((await put("hook", { ...read, name: "Renamed" })).status).toBe(200);
    expect(await find("hook")).toMatchObject({ name: "Renamed", secrets: ["secret", "oldSecret"] });
    expect((await channels.ready("hook"))?.channel).toMatchObject({ secret, oldSecret: secret });
    await put("hook", { ...hook, secret: undefined, oldSecret: null });
    expect(await find("hook")).toMatchObject({ secrets: ["secret"] });
    expect((await channels.ready("hook"))?.channel).not.toHaveProperty("oldSecret");
  });

  it("does not show a kept secret to another machine than before", async () => {
    const { put, faults, test, channels } = open();
    await put("mail", mail);
    const moved = { ...mail, host: "smtp.eve.example.org", password: undefined };
    const again = { password: "give it again: it would be shown to another machine than before" };
    expect((await faults("mail", moved)).at).toEqual(again);
    expect((await faults("mail", { ...mail, password: undefined, security: "none" })).at).toEqual(again);
    expect(await (await test({ ...moved, slug: "mail" })).json()).toMatchObject({ code: "invalid_body" });
    expect((await put("mail", { ...moved, password: "another word" })).status).toBe(200);
    expect((await channels.ready("mail"))?.channel).toMatchObject({ password: "another word" });
    expect(
      (
        await put("mail", {
          ...mail,
          password: undefined,
          host: "smtp.eve.example.org",
          to: ["a@example.org"],
        })
      ).status,
    ).toBe(200);
  });

  it("has every fault told at its field, and then nothing is kept", async () => {
    const { faults, list } = open();
    const at = async (given: unknown) => (await faults("one", given)).at;
    expect(await at({ ...mail, to: [], port: 0, from: "nobody" })).toMatchObject({
      to: "say to whom",
      port: expect.any(String),
      from: "an e-mail address",
    });
    expect(await at({ ...mail, password: undefined })).toEqual({ password: "it is needed" });
    expect(await at({ kind: "slack", name: "Chat" })).toEqual({ url: "it is needed" });
    expect(await at({ kind: "pagerduty", name: "Pager" })).toEqual({ key: "it is needed" });
    expect(await at({ ...hook, secret: "hunter2" })).toEqual({ secret: expect.stringContaining("24 to 64") });
    expect(await at({ ...hook, url: "https://a:b@hooks.example.org/" })).toEqual({
      url: "a name or password does not belong in an address",
    });
    expect(await at({ ...hook, fallback: "one" })).toHaveProperty("fallback");
    expect(await at({ ...hook, fallback: "two" })).toEqual({ fallback: 'there is no channel "two"' });
    expect(await at({ ...hook, slug: "two" })).toHaveProperty("slug");
    expect(await at({ ...hook, url: "file:///etc/passwd" })).toHaveProperty("url");
    expect(await at({ ...hook, more: 1 })).toHaveProperty("");
    expect((await faults("One!", hook)).at).toHaveProperty("slug");
    expect((await faults("one", [])).code).toBe("invalid_body");
    expect((await faults("one", { kind: "pigeon" })).at).toHaveProperty("kind");
    expect(await list()).toEqual([]);
  });

  it("that leads inside the network is refused at its field, unless the operator allows it", async () => {
    const { faults, put } = open();
    const blocked = expect.stringContaining("address blocked by policy");
    for (const url of [
      "http://127.0.0.1/",
      "https://inside.example.org/",
      "http://169.254.169.254/",
      "http://[::1]:9/",
    ])
      expect((await faults("hook", { ...hook, url })).at).toEqual({ url: blocked });
    expect((await faults("mail", { ...mail, host: "10.0.0.25" })).at).toEqual({ host: blocked });
    expect((await faults("chat", { kind: "slack", name: "Chat", url: "http://2130706433/" })).at).toEqual({
      url: blocked,
    });
    // What is not known now may be in a minute; it is looked at again before it is sent to.
    expect((await put("later", { ...hook, url: "https://unknown.test/" })).status).toBe(201);
    const allowing = open({ allow: ["10.0.0.0/8"] });
    expect((await allowing.put("hook", { ...hook, url: "https://inside.example.org/" })).status).toBe(201);
    expect((await allowing.put("mail", { ...mail, host: "10.0.0.25" })).status).toBe(201);
  });

  it("stays as long as somebody needs it", async () => {
    const { put, remove, problem, list } = open();
    await put("mail", mail);
    await put("hook", { ...hook, fallback: "mail" });
    rules.mail = ["Checkout is slow"];
    expect(await problem(remove("mail"))).toMatchObject({
      code: "not_ready",
      detail: expect.stringMatching(/the rule "Checkout is slow", the channel "Hook"/),
    });
    rules = {};
    expect((await remove("mail")).status).toBe(409);
    expect((await remove("hook")).status).toBe(204);
    expect((await remove("mail")).status).toBe(204);
    expect((await remove("mail")).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it("that was ended says why, until it is saved again", async () => {
    const { put, find, channels } = open();
    await put("hook", hook);
    await channels.disable("hook", "answered 410");
    expect(await find("hook")).toMatchObject({ health: { state: "disabled", words: "answered 410" } });
    expect(await channels.ready("hook")).toMatchObject({ enabled: false });
    await put("hook", await find("hook"));
    expect(await find("hook")).toMatchObject({ health: { state: "ok" }, secrets: ["secret"] });
    await put("hook", { ...hook, enabled: false });
    expect(await find("hook")).toMatchObject({ health: { state: "disabled", words: "It is switched off." } });
  });

  it("whose key is gone says so and sends nothing; the others go on, and the key may come back", async () => {
    const { url, got } = await listening(200);
    const allow = ["127.0.0.1"];
    const before = open({ allow });
    await before.put("hook", { ...hook, url });
    await before.put("plain", { ...hook, url, secret: undefined });
    const wrong = open({ allow, key: "quite another key" });
    expect(await wrong.find("hook")).toMatchObject({
      secrets: ["secret"],
      health: { state: "failing", words: expect.stringContaining("cannot be read with the key") },
    });
    expect(await wrong.testKept("hook")).toMatchObject({ ok: false });
    expect(got).toEqual([]);
    expect(await wrong.testKept("plain")).toMatchObject({ ok: true });
    // A change with the wrong key loses nothing.
    expect((await wrong.put("hook", { ...(await wrong.find("hook")), name: "Renamed" })).status).toBe(200);
    expect((await open({ allow }).channels.ready("hook"))?.channel).toMatchObject({
      name: "Renamed",
      secret,
    });
  });
});

describe("a test", () => {
  const allow = ["127.0.0.1"];

  it("is a real message, and tells what the other side answered", async () => {
    const { url, got } = await listening(200, "thank you");
    const { put, testKept } = open({ allow });
    await put("hook", { ...hook, url });
    expect(await testKept("hook")).toEqual({
      ok: true,
      words: "answered 200: thank you",
      tookMs: expect.any(Number),
    });
    expect(got[0]?.headers).toMatchObject({ "webhook-signature": expect.stringMatching(/^v1,/) });
    expect(JSON.parse(got[0]!.body)).toMatchObject({
      type: "alerts.test",
      data: {
        link: expect.stringMatching(/^https:\/\/mc\.example\.org\//),
        alerts: [{ ruleName: "A test of Mission Control" }],
      },
    });
  });

  it("can be made of what is not saved yet, with the secrets that are kept, and keeps nothing", async () => {
    const { url, got } = await listening(404, "no such hook");
    const { put, test, find } = open({ allow });
    await put("hook", { ...hook, url });
    const changed = { ...(await find("hook")), name: "Other" };
    expect(await (await test(changed)).json()).toMatchObject({
      ok: false,
      words: "answered 404: no such hook",
    });
    expect(got[0]?.headers).toHaveProperty("webhook-signature");
    expect(await find("hook")).toMatchObject({ name: "Hook" });
    expect(await (await test({ ...hook, slug: "new", url })).json()).toMatchObject({ ok: false });
    expect((await open().find("hook")).name).toBe("Hook");
  });

  it("does not reach inside the network, also where that was allowed when it was saved", async () => {
    const { url, got } = await listening(200);
    await open({ allow }).put("hook", { ...hook, url });
    const { testKept, test, faults } = open();
    expect(await testKept("hook")).toMatchObject({
      ok: false,
      words: expect.stringContaining("address blocked by policy"),
    });
    expect((await test({ ...hook, slug: "other", url })).status).toBe(400);
    expect((await faults("hook", { ...hook, url })).at).toHaveProperty("url");
    expect(got).toEqual([]);
  });

  it("can be made so often in a minute, and is refused for what is not there", async () => {
    const { put, testKept, app, problem } = open();
    await put("tabs", { kind: "browser", name: "Tabs" });
    for (let i = 0; i < 20; i++) expect(await testKept("tabs")).toMatchObject({ ok: true });
    expect(await problem(app.request("/api/channels/tabs/test", { method: "POST" }))).toMatchObject({
      code: "too_many_requests",
    });
    expect((await app.request("/api/channels/none/test", { method: "POST" })).status).toBe(404);
    expect((await app.request("/api/channels/tabs/test")).status).toBe(405);
    expect((await app.request("/api/channels/none")).status).toBe(404);
  });
});

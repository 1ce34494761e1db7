import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTold, type Sent, sendBy } from "@mission-control/alerts/delivery";
import {
  type Alert,
  type NewNotice,
  type Notice,
  type RawChannel,
  rawChannelSchema,
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
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createNotices } from "./delivery.ts";

const nowMs = Date.UTC(2026, 10, 21, 17, 0);
let dir: string;
let records: Records;
let clock: ReturnType<typeof manualClock>;
const ends: (() => unknown)[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "delivery-"));
  clock = manualClock(nowMs);
  records = await openRecords({ dir, clock });
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await records.close();
  rmSync(dir, { recursive: true });
});

function alertOf(more: Partial<Alert> = {}): Alert {
  return {
    id: "a1",
    rule: "latency",
    ruleName: "api latency p90",
    labels: { service: "api" },
    state: "firing",
    sinceMs: nowMs,
    firingMs: nowMs,
    value: 0.412,
    unit: "seconds",
    severity: "error",
    title: "api latency p90",
    description: "",
    owner: "",
    runbook: "",
    link: "/explore?expr=x",
    error: null,
    acknowledged: null,
    quiet: [],
    ...more,
  };
}

let made = 0;
function noticeOf(channel: string, more: Partial<NewNotice> = {}): NewNotice {
  made++;
  const about = { group: `g${made}`, reason: "firing" as const, alerts: [alertOf()], more: 0 };
  return { id: `n${made}`, channel, createdMs: clock.now(), ...about, ...more };
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A receiver of web hooks; each request is answered by the next of `answers`, the last one for all that follow. */
async function receiver(...answers: Answer[]) {
  const got: { id: string; body: { data: { subject: string } } }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ id: String(request.headers["webhook-id"]), body: JSON.parse(body) });
      (answers.length > 1 ? answers.shift() : answers[0])?.(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { got, url: `http://127.0.0.1:${port}/hook` };
}

const answer =
  (status: number, headers: Record<string, string> = {}, text = ""): Answer =>
  (_request, response) =>
    void response.writeHead(status, headers).end(text);
const hang: Answer = () => {};

const webhook = (slug: string, url: string, fallback?: string) =>
  rawChannelSchema.parse({ slug, name: slug, kind: "webhook", url, ...(fallback ? { fallback } : {}) });

/** The delivery over the real records, by real requests; chance always takes the longest wait. */
function delivery(...given: RawChannel[]) {
  const channels = new Map(given.map((channel) => [channel.slug, channel]));
  const disabled = new Map<string, string>();
  const lookup = createGuardedLookup({ policy: createAddressPolicy({ allow: ["127.0.0.1"] }) });
  const tools = {
    clock,
    // The clock that is turned passes minutes while a real connection is made.
    post: createOutgoing({ lookup, clock: systemClock }),
    connect: createGuardedConnect({ lookup, clock: systemClock }),
    faultWords,
    told: createTold(),
    show: () => Promise.resolve(0),
  };
  const faults: unknown[] = [];
  const notices = createNotices({
    clock,
    records: records.notices,
    contextOf: async () => ({ picture: undefined, lastDeploy: undefined, changed: [] }),
    address: () => "http://mission.example",
    retentionMs: 86_400_000,
    onError: (error) => faults.push(error),
    random: () => 1,
  });
  const running = notices.deliverBy({
    ready: async (slug) => {
      const channel = channels.get(slug);
      if (channel === undefined) return undefined;
      const { enabled, fallback } = channel;
      return { enabled: enabled && !disabled.has(slug), fallback, channel, missing: [] };
    },
    send: ({ channel }, message, late): Promise<Sent> => sendBy(channel, message, tools, late),
    disable: async (slug, why) => void disabled.set(slug, why),
  });
  const stop = running.start();
  ends.push(async () => {
    const stopping = stop();
    // Of what hangs a stop takes leave after a moment.
    clock.advance(5_000);
    await stopping;
  });
  return { ...running, notices, disabled, faults };
}

/** Real servers on a busy machine take their time. */
const patient = { timeout: 10_000, interval: 5 };

/** Waits until a notice was tried so often; what comes of that is on disk then. */
async function tried(id: string, times: number): Promise<Notice> {
  return vi.waitFor(async () => {
    const notice = await records.notices.find(id);
    expect(notice?.attempts.length ?? 0).toBeGreaterThanOrEqual(times);
    return notice!;
  }, patient);
}

const insteadOf = (id: string): Promise<Notice> =>
  vi.waitFor(async () => {
    const { notices } = await records.notices.list({ limit: 50 });
    const found = notices.find((notice) => notice.insteadOf === id && notice.state !== "waiting");
    expect(found).toBeDefined();
    return found!;
  }, patient);

describe("a notice", () => {
  it("is sent as soon as it is there, and the log says what was answered", async () => {
    const hook = await receiver(answer(200, {}, "thanks"));
    const { wake } = delivery(webhook("hook", hook.url));
    await records.notices.add([noticeOf("hook", { id: "first" })]);
    wake();
    const notice = await tried("first", 1);
    expect(notice).toMatchObject({ state: "sent", nextMs: null });
    expect(notice.attempts).toMatchObject([{ ok: true, words: "answered 200: thanks" }]);
    expect(hook.got).toMatchObject([
      { id: "first", body: { data: { subject: "[firing] api latency p90 is 412 ms (api)" } } },
    ]);
  });

  it("is tried again with the same id, later each time, and what follows of its group waits for it", async () => {
    const hook = await receiver(answer(500), answer(503), answer(200));
    const { wake, health } = delivery(webhook("hook", hook.url));
    const group = "g";
    await records.notices.add([
      noticeOf("hook", { id: "first", group }),
      noticeOf("hook", { id: "then", group, reason: "resolved" }),
    ]);
    wake();
    expect(await tried("first", 1)).toMatchObject({ state: "waiting", nextMs: nowMs + 1_000 });
    await vi.waitFor(
      async () =>
        expect(await health("hook")).toMatchObject({
          state: "retrying",
          words: "answered 500 Next try at 17:00:01 UTC.",
          waiting: 2,
        }),
      patient,
    );
    clock.advance(999);
    expect(hook.got).toHaveLength(1);
    clock.advance(1);
    expect(await tried("first", 2)).toMatchObject({ nextMs: nowMs + 3_000 });
    await vi.waitFor(async () => expect((await health("hook")).words).toContain("17:00:03"), patient);
    clock.advance(2_000);
    expect(await tried("first", 3)).toMatchObject({ state: "sent" });
    expect(await tried("then", 1)).toMatchObject({ state: "sent" });
    expect(hook.got.map(({ id }) => id)).toEqual(["first", "first", "first", "then"]);
    expect(await health("hook")).toMatchObject({ state: "ok", waiting: 0 });
  });

  it("waits as long as the other side asks for", async () => {
    const hook = await receiver(answer(429, { "retry-after": "120" }), answer(200));
    const { wake, health } = delivery(webhook("hook", hook.url));
    await records.notices.add([noticeOf("hook", { id: "first" })]);
    wake();
    expect(await tried("first", 1)).toMatchObject({ nextMs: nowMs + 120_000 });
    await vi.waitFor(async () => expect((await health("hook")).words).toContain("17:02:00"), patient);
    clock.advance(119_999);
    expect(hook.got).toHaveLength(1);
    clock.advance(1);
    expect(await tried("first", 2)).toMatchObject({ state: "sent" });
  });

  it("that is refused for good goes by the fallback, and no circle of fallbacks goes on", async () => {
    const [first, second] = [await receiver(answer(302, { location: "/x" })), await receiver(answer(404))];
    const { wake, health } = delivery(
      webhook("first", first.url, "second"),
      webhook("second", second.url, "first"),
    );
    await records.notices.add([noticeOf("first", { id: "one", more: 3 })]);
    wake();
    const instead = await insteadOf("one");
    expect(instead).toMatchObject({ channel: "second", state: "failed", more: 3, reason: "firing" });
    expect(await records.notices.find("one")).toMatchObject({ state: "failed" });
    expect((await records.notices.list({ limit: 50 })).notices).toHaveLength(2);
    expect(await health("first")).toMatchObject({ state: "failing" });
    expect(second.got[0]?.id).toBe(instead.id);
  });

  it("that meets a 410 ends its channel and goes by the fallback", async () => {
    const [gone, mail] = [await receiver(answer(410)), await receiver(answer(200))];
    const { wake, disabled } = delivery(webhook("gone", gone.url, "mail"), webhook("mail", mail.url));
    await records.notices.add([noticeOf("gone", { id: "one" })]);
    wake();
    expect(await insteadOf("one")).toMatchObject({ channel: "mail", state: "sent" });
    expect(disabled.get("gone")).toContain("answered 410");
    await records.notices.add([noticeOf("gone", { id: "two" })]);
    wake();
    expect(await insteadOf("two")).toMatchObject({ state: "sent" });
    expect((await tried("two", 1)).attempts[0]?.words).toBe("The channel is switched off.");
    expect(gone.got).toHaveLength(1);
  });

  it("of a channel that is not there any more says so", async () => {
    const { wake } = delivery();
    await records.notices.add([noticeOf("old", { id: "one" })]);
    wake();
    expect((await tried("one", 1)).attempts[0]?.words).toBe('There is no channel "old" any more.');
  });

  it("is given up after a day", async () => {
    const hook = await receiver(answer(500));
    const { wake, health } = delivery(webhook("hook", hook.url));
    await records.notices.add([noticeOf("hook", { id: "one", createdMs: nowMs - 86_400_000 + 500 })]);
    wake();
    const notice = await tried("one", 1);
    expect(notice).toMatchObject({ state: "failed" });
    expect(notice.attempts[0]?.words).toBe("Given up after a day. answered 500");
    expect(await health("hook")).toMatchObject({ state: "failing", waiting: 0 });
  });

  it("that failed can be tried again by hand, and one that was sent cannot", async () => {
    const hook = await receiver(answer(404), answer(200));
    const { wake, retry } = delivery(webhook("hook", hook.url));
    await records.notices.add([noticeOf("hook", { id: "one" })]);
    wake();
    await tried("one", 1);
    expect(await retry("one")).toMatchObject({ state: "waiting" });
    expect(await tried("one", 2)).toMatchObject({ state: "sent" });
    await expect(retry("one")).rejects.toMatchObject({ code: "invalid_body" });
    await expect(retry("none")).rejects.toMatchObject({ code: "not_found" });
  });

  it("that waits when the process ends is sent by the next one, with its id", async () => {
    const hook = await receiver(hang, answer(200));
    const { wake } = delivery(webhook("hook", hook.url));
    await records.notices.add([noticeOf("hook", { id: "one" })]);
    wake();
    await vi.waitFor(() => expect(hook.got).toHaveLength(1), patient);
    // What is being sent is not waited for: as after a kill, nothing of the attempt is known.
    await records.close();
    records = await openRecords({ dir, clock });
    delivery(webhook("hook", hook.url));
    expect(await tried("one", 1)).toMatchObject({ state: "sent" });
    expect(hook.got.map(({ id }) => id)).toEqual(["one", "one"]);
  });
});

describe("a channel that hangs", () => {
  it("holds up no other, and is told as not reached in the end", async () => {
    const [silent, quick] = [await receiver(hang), await receiver(answer(200))];
    const { wake } = delivery(webhook("silent", silent.url), webhook("quick", quick.url));
    const waiting = Array.from({ length: 10 }, (_, i) => noticeOf("silent", { id: `s${i}` }));
    await records.notices.add([...waiting, noticeOf("quick", { id: "q" })]);
    wake();
    expect(await tried("q", 1)).toMatchObject({ state: "sent" });
    await vi.waitFor(() => expect(silent.got).toHaveLength(4), patient);
    await vi.waitFor(async () => {
      clock.advance(5_000);
      expect((await records.notices.find("s0"))?.attempts.length).toBeGreaterThan(0);
    }, patient);
    const [attempt] = (await records.notices.find("s0"))?.attempts ?? [];
    expect(attempt).toMatchObject({ ok: false });
    expect(attempt?.words).toBe("It did not answer within 60 s.");
    expect(quick.got).toHaveLength(1);
  });

  it("is sent nothing more of a message that is late, and nobody gets an SMS twice", async () => {
    let answerNow = () => {};
    const taken = answer(200, {}, JSON.stringify({ messages: [{ status: "0" }] }));
    const sms = await receiver((request, response, body) => {
      answerNow = () => taken(request, response, body);
    }, taken);
    const to = ["491511111", "492222222"];
    const { wake, health } = delivery(
      rawChannelSchema.parse({
        slug: "sms",
        name: "SMS",
        kind: "vonage",
        url: sms.url,
        key: "key",
        secret: "secret",
        from: "MC",
        to,
      }),
    );
    await records.notices.add([noticeOf("sms", { id: "one" })]);
    wake();
    await vi.waitFor(() => expect(sms.got).toHaveLength(1), patient);
    clock.advance(60_000);
    // A further try beside it would tell the first number again.
    clock.advance(30_000);
    expect(sms.got).toHaveLength(1);
    answerNow();
    expect((await tried("one", 1)).attempts).toMatchObject([
      { ok: false, words: "+492222222: it was too late to begin that" },
    ]);
    await vi.waitFor(async () => expect((await health("sms")).state).toBe("retrying"), patient);
    clock.advance(1_000);
    expect(await tried("one", 2)).toMatchObject({ state: "sent" });
    expect(sms.got.map(({ body }) => (body as unknown as { to: string }).to)).toEqual(to);
  });

  it("that failed is tried with one message at a time, however many wait", async () => {
    const hook = await receiver(answer(500));
    const { wake } = delivery(webhook("hook", hook.url));
    await records.notices.add(Array.from({ length: 100 }, (_, i) => noticeOf("hook", { id: `w${i}` })));
    wake();
    await vi.waitFor(
      async () => {
        clock.advance(1_000);
        const { notices } = await records.notices.list({ limit: 200 });
        expect(notices.reduce((sum, notice) => sum + notice.attempts.length, 0)).toBeGreaterThanOrEqual(8);
      },
      { timeout: 15_000, interval: 5 },
    );
    // After the fourth failure 8 s, then 16, 32 and 64: not once for each of a hundred.
    expect(clock.now() - nowMs).toBeGreaterThanOrEqual(120_000);
  });
});

describe("a mail server", () => {
  it("that says 451 three times and then 250 gets the message once, with the notice's id", async () => {
    const mails: string[] = [];
    let refusals = 3;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo(_address, _session, done) {
        if (refusals-- > 0) done(Object.assign(new Error("try again later"), { responseCode: 451 }));
        else done();
      },
      onData(stream, _session, done) {
        let mail = "";
        stream.on("data", (chunk) => {
          mail += chunk;
        });
        stream.on("end", () => {
          mails.push(mail);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const { wake } = delivery(
      rawChannelSchema.parse({
        slug: "mail",
        name: "Mail",
        kind: "smtp",
        to: ["ops@example.org"],
        from: "alerts@example.org",
        host: "127.0.0.1",
        port,
        security: "none",
      }),
    );
    await records.notices.add([
      noticeOf("mail", { id: "one", alerts: [alertOf({ title: "bad\r\nBcc: all@example.org\u001b[31m" })] }),
    ]);
    wake();
    for (const times of [1, 2, 3]) {
      await tried("one", times);
      await vi.waitFor(async () => {
        clock.advance(1_000);
        expect((await records.notices.find("one"))?.attempts.length).toBeGreaterThan(times);
      }, patient);
    }
    const notice = await tried("one", 4);
    expect(notice.attempts.map(({ ok }) => ok)).toEqual([false, false, false, true]);
    expect(notice).toMatchObject({ state: "sent" });
    expect(mails).toHaveLength(1);
    const [head = ""] = mails[0]!.split("\r\n\r\n");
    expect(head).toContain("Message-ID: <one@example.org>");
    expect(head).not.toMatch(/^bcc:/im);
    expect(head).not.toContain("\u001b");
  });

  it("that says 550 is left, and the fallback told", async () => {
    const hook = await receiver(answer(200));
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error("no such user"), { responseCode: 550 })),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.server.address() as AddressInfo;
    const mail = { slug: "mail", name: "Mail", kind: "smtp", to: ["ops@example.org"], from: "a@example.org" };
    const { wake } = delivery(
      rawChannelSchema.parse({ ...mail, host: "127.0.0.1", port, security: "none", fallback: "hook" }),
      webhook("hook", hook.url),
    );
    await records.notices.add([noticeOf("mail", { id: "one" })]);
    wake();
    expect(await insteadOf("one")).toMatchObject({ channel: "hook", state: "sent" });
    expect((await tried("one", 1)).attempts).toMatchObject([{ ok: false, words: "550 no such user" }]);
  });
});

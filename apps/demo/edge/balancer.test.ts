import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { type Ask, CutOff, Unreachable } from "../company/wire.ts";
import type { AccessRecord } from "./access-record.ts";
import { createBalancer } from "./balancer.ts";
import { answersAfter, callOf, replyOf, settled } from "./fixture.ts";
import type { Notice } from "./notices.ts";

const START_MS = Date.UTC(2026, 10, 21, 7);

function start(options: Partial<Parameters<typeof createBalancer>[0]> = {}) {
  const clock = manualClock(START_MS);
  const records: AccessRecord[] = [];
  const notices: Notice[] = [];
  const balancer = createBalancer({
    clock,
    random: createRandom("balancer"),
    service: "web",
    log: (record) => records.push(record),
    notice: (notice) => notices.push(notice),
    ...options,
  });
  const add = (name: string, ask: Ask, weight = 100) => balancer.add({ name, version: "v980", weight, ask });
  /** Lets time pass in small steps, and what waits for an answer go on in between. */
  async function pass(ms: number, stepMs = 100) {
    await settled();
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await settled();
    }
  }
  return { clock, balancer, records, notices, add, pass };
}

const served = (records: readonly AccessRecord[], name: string | undefined) =>
  records.filter(({ server }) => server === name).length;
const gone: Ask = () => Promise.reject(new Unreachable("connection refused"));

describe("a balancer", () => {
  it("gives shares by weight, and other shares once told", async () => {
    const { balancer, records, add } = start();
    const ask: Ask = async () => replyOf();
    for (const name of ["web-1", "web-2", "web-3"]) add(name, ask, 30);
    add("web-canary", ask, 10);
    for (let i = 0; i < 200; i++) await balancer.answer(callOf("/"));
    expect(served(records, "web-canary")).toBe(20);
    balancer.weigh("web-canary", 0);
    for (let i = 0; i < 90; i++) await balancer.answer(callOf("/"));
    expect(served(records, "web-canary")).toBe(20);
    expect(served(records, "web-1")).toBe(90);
  });

  it("writes of each request who asked what, who answered, when and how fast", async () => {
    const { clock, balancer, records, add } = start();
    add("web-1", answersAfter(clock, 12, { status: 404, version: "v981" }));
    clock.advance(15);
    const answer = balancer.answer(callOf("/lost?x=1"));
    clock.advance(12);
    expect((await answer).status).toBe(404);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      timeMs: START_MS + 15,
      client: "203.0.113.9",
      frontend: "web",
      backend: "web",
      server: "web-1",
      timings: { requestMs: 0, queueMs: 0, connectMs: 0, responseMs: 12, totalMs: 12 },
      status: 404,
      termination: "----",
      connections: { active: 1, frontend: 1, backend: 0, server: 0, retries: 0, redispatched: false },
      queues: { server: 0, backend: 0 },
      requestCaptures: ["Mozilla/5.0 (X11; Linux x86_64)", "u-1042", "DE"],
      responseCaptures: ["v981", ""],
      request: "GET /lost?x=1 HTTP/1.1",
    });
  });

  it("gives a server no more at once than it may have; the rest waits, first come first served", async () => {
    const { clock, balancer, records, add, pass } = start({ maxConnections: 2 });
    let most = 0;
    let now = 0;
    add("web-1", async (call) => {
      if (call.path === "/healthz") return replyOf();
      most = Math.max(most, ++now);
      const reply = await answersAfter(clock, 100)(call);
      now--;
      return reply;
    });
    const answers = Array.from({ length: 6 }, (_, i) => balancer.answer(callOf(`/${i}`)));
    await pass(400);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(most).toBe(2);
    expect(records.map(({ request }) => request.split(" ")[1])).toEqual(["/0", "/1", "/2", "/3", "/4", "/5"]);
    expect(records.map(({ timings }) => timings.queueMs)).toEqual([0, 0, 100, 100, 200, 200]);
    expect(records.map(({ queues }) => queues.backend)).toEqual([0, 0, 1, 2, 3, 4]);
  });

  it("answers 503 to who waits too long, and at once where the queue is full", async () => {
    const { clock, balancer, records, add, pass } = start({
      maxConnections: 1,
      maxQueue: 1,
      queueTimeoutMs: 1_000,
    });
    add("web-1", answersAfter(clock, 3_000));
    const answers = ["/long", "/waits", "/full"].map((path) => balancer.answer(callOf(path)));
    await pass(3_000);
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 503, 503]);
    expect(
      records.map(({ request, server, termination, timings }) => [
        request.split(" ")[1],
        server,
        termination,
        timings.queueMs,
      ]),
    ).toEqual([
      ["/full", undefined, "sQ--", 0],
      ["/waits", undefined, "sQ--", 1_000],
      ["/long", "web-1", "----", 0],
    ]);
  });

  it("asks another where one cannot be reached, and says so; but only one other", async () => {
    const { balancer, records, add } = start();
    add("web-1", gone);
    add("web-2", async () => replyOf());
    expect((await balancer.answer(callOf("/"))).status).toBe(200);
    expect(records[0]).toMatchObject({ server: "web-2", connections: { retries: 1, redispatched: true } });
    await balancer.remove("web-2");
    add("web-3", gone);
    add("web-4", gone);
    expect((await balancer.answer(callOf("/"))).status).toBe(503);
    expect(records[1]).toMatchObject({ status: 503, termination: "SC--", connections: { retries: 1 } });
    expect(balancer.servers().map(({ connections }) => connections)).toEqual([0, 0, 0]);
  });

  it("answers 503 with nobody behind it, 504 for a server that says nothing, 502 for one that broke off", async () => {
    const { balancer, records, add, pass } = start({ serverTimeoutMs: 1_000 });
    await balancer.answer(callOf("/nobody"));
    add("web-1", () => new Promise(() => {}));
    const silent = balancer.answer(callOf("/silent"));
    await pass(1_000);
    await silent;
    const removed = balancer.remove("web-1");
    await removed;
    let asked = 0;
    const breaks: Ask = () => {
      asked++;
      return Promise.reject(new CutOff("reset"));
    };
    add("web-2", breaks);
    add("web-3", breaks);
    expect((await balancer.answer(callOf("/pay", { method: "POST" }))).status).toBe(502);
    expect(asked).toBe(1);
    expect(records.map((record) => [record.status, record.server, record.termination])).toEqual([
      [503, undefined, "SC--"],
      [504, "web-1", "sH--"],
      [502, "web-2", "SH--"],
    ]);
    expect(records[0]!.timings).toMatchObject({ queueMs: -1, connectMs: -1, responseMs: -1 });
  });

  it("throws what is a bug, and has it in the log all the same", async () => {
    const { balancer, records, add } = start();
    add("web-1", () => Promise.reject(new TypeError("our own")));
    await expect(balancer.answer(callOf("/"))).rejects.toThrow(TypeError);
    expect(records[0]).toMatchObject({ status: 502, server: "web-1" });
    expect(balancer.servers()[0]!.connections).toBe(0);
  });

  it("takes a server out after three failed checks, in again after two good ones, saying so as HAProxy does", async () => {
    const { balancer, records, notices, add, pass } = start();
    let well = true;
    const checked: Ask = async ({ path }) => {
      if (!well) throw new Unreachable("connection refused");
      return replyOf({ body: path });
    };
    add("web-1", checked);
    add("web-2", async () => replyOf());
    await pass(4_000, 1);
    expect(notices.splice(0).map(({ text }) => text)).toEqual([
      "Server web/web-1 is UP/READY (leaving forced maintenance).",
      "Server web/web-2 is UP/READY (leaving forced maintenance).",
    ]);
    well = false;
    await pass(4_000, 1);
    expect(balancer.servers()[0]!.state).toBe("up");
    await pass(2_000, 1);
    expect(balancer.servers()[0]!.state).toBe("down");
    expect(notices).toEqual([
      {
        severity: 1,
        text: 'Server web/web-1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
      },
    ]);
    for (let i = 0; i < 10; i++) await balancer.answer(callOf("/"));
    expect(served(records, "web-2")).toBe(10);
    well = true;
    await pass(4_000, 1);
    expect(balancer.servers()[0]!.state).toBe("up");
    expect(notices[1]).toEqual({
      severity: 5,
      text: "Server web/web-1 is UP, reason: Layer7 check passed, code: 200, check duration: 0ms. 2 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.",
    });
  });

  it("takes a server out that answers its checks badly or not at all, and says when it was the last", async () => {
    const { notices, add, pass } = start();
    add("web-1", async () => replyOf({ status: 500 }));
    add("web-2", () => new Promise(() => {}));
    await pass(10_000);
    const said = notices
      .map(({ text }) => text)
      .filter((text) => !text.includes("UP/READY"))
      .sort();
    expect(said).toHaveLength(3);
    expect(said[0]).toContain("web-1 is DOWN, reason: Layer7 wrong status, code: 500");
    expect(said[1]).toContain("web-2 is DOWN, reason: Layer7 timeout");
    expect(said[2]).toBe("backend web has no server available!");
  });

  it("lets a removed server finish, and gives it nothing more", async () => {
    const { clock, balancer, records, notices, add, pass } = start();
    add("web-1", answersAfter(clock, 500));
    add("web-2", async () => replyOf());
    const slow = balancer.answer(callOf("/slow"));
    let removed = false;
    const removal = balancer.remove("web-1").then(() => {
      removed = true;
    });
    await settled();
    expect(removed).toBe(false);
    expect(balancer.servers()[0]!.state).toBe("drain");
    for (let i = 0; i < 5; i++) await balancer.answer(callOf("/"));
    expect(served(records, "web-2")).toBe(5);
    await pass(500);
    expect((await slow).status).toBe(200);
    await removal;
    expect(balancer.servers().map(({ name }) => name)).toEqual(["web-2"]);
    expect(notices.slice(2).map(({ text }) => text.split(".")[0])).toEqual([
      "Server web/web-1 enters drain state",
      "Server web/web-1 is going DOWN for maintenance",
    ]);
  });

  it("does the same with the same seed", async () => {
    async function run() {
      const { clock, balancer, records, notices, add, pass } = start({ maxConnections: 1 });
      add("web-1", answersAfter(clock, 300));
      add("web-2", gone);
      for (let i = 0; i < 20; i++) {
        void balancer.answer(callOf(`/${i}`));
        await pass(400);
      }
      return JSON.stringify([records, notices]);
    }
    expect(await run()).toBe(await run());
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { type Ask, type Call, CutOff, type Reply, Unreachable } from "../company/wire.ts";
import { recordedTelemetry } from "../load/recorded-telemetry.ts";
import type { AccessRecord } from "./access-record.ts";
import { createEdgeCache } from "./cache.ts";
import { answersAfter, callOf, replyOf, settled } from "./fixture.ts";

function start(
  answer: (call: Call) => Reply | Promise<Reply>,
  bounds: { maxEntries?: number; maxBytes?: number } = {},
) {
  const clock = manualClock(1_000_000);
  const telemetry = recordedTelemetry();
  const asked: string[] = [];
  const records: AccessRecord[] = [];
  const origin: Ask = async (call) => {
    asked.push(call.path);
    return answer(call);
  };
  const log = (record: AccessRecord) => void records.push(record);
  const cache = createEdgeCache({ clock, random: createRandom("edge"), telemetry, origin, log, ...bounds });
  return { clock, told: telemetry.counts, gauges: telemetry.gauges, asked, records, cache };
}

const kept = () => replyOf({ maxAge: 60, body: "<h1>Shop</h1>" });

describe("the edge cache", () => {
  it("keeps what may be kept, for so long and no longer, and says of each whether it had it", async () => {
    const { clock, told, gauges, asked, records, cache } = start(kept);
    expect((await cache.answer(callOf("/"))).cache).toBe("miss");
    clock.advance(59_999);
    expect(await cache.answer(callOf("/"))).toEqual({ ...kept(), cache: "hit" });
    clock.advance(1);
    expect((await cache.answer(callOf("/"))).cache).toBe("miss");
    expect(asked).toEqual(["/", "/"]);
    expect(told.get("cdn_requests result=hit")).toBe(1);
    expect(told.get("cdn_requests result=miss")).toBe(2);
    expect(gauges.get("cdn_entries")).toBe(1);
    expect(records.map(({ server, responseCaptures }) => [server, ...responseCaptures])).toEqual([
      ["origin", "v980", "miss"],
      ["cache", "v980", "hit"],
      ["origin", "v980", "miss"],
    ]);
    expect(records[0]).toMatchObject({ frontend: "edge", backend: "edge", client: "203.0.113.9" });
  });

  it("keeps each address by its query, no POST, nothing that went wrong and nothing that may not be kept", async () => {
    const { told, asked, cache } = start(({ path }) => {
      if (path === "/cart") return replyOf();
      return path === "/lost" ? replyOf({ status: 404, maxAge: 60 }) : kept();
    });
    const calls = [
      callOf("/?page=1"),
      callOf("/?page=2"),
      callOf("/", { method: "POST", body: "{}" }),
      callOf("/cart"),
      callOf("/lost"),
    ];
    for (const call of [...calls, ...calls]) await cache.answer(call);
    expect(asked).toEqual(["/?page=1", "/?page=2", "/", "/cart", "/lost", "/", "/cart", "/lost"]);
    expect([told.get("cdn_requests result=miss"), told.get("cdn_requests result=hit")]).toEqual([2, 2]);
  });

  it("asks once for all who miss the same page at the same time", async () => {
    const clock = manualClock();
    const { asked, cache } = start(answersAfter(clock, 100, { maxAge: 60 }));
    const answers = Array.from({ length: 50 }, () => cache.answer(callOf("/")));
    clock.advance(100);
    const said = (await Promise.all(answers)).map(({ cache }) => cache);
    expect(asked).toEqual(["/"]);
    expect(said.filter((each) => each === "miss")).toHaveLength(1);
    expect(said.filter((each) => each === "hit")).toHaveLength(49);
  });

  it("gives nobody the page of somebody else that may not be kept, and makes them wait for each other once only", async () => {
    const clock = manualClock();
    const own = (call: Call) => answersAfter(clock, 100, { body: call.user.id })(call);
    const { asked, cache } = start(own);
    const user = (id: string) => callOf("/cart", { user: { ...callOf("/").user, id } });
    async function both() {
      const answers = [cache.answer(user("u-1")), cache.answer(user("u-2"))];
      await settled();
      const atOnce = asked.length;
      clock.advance(100);
      await settled();
      clock.advance(100);
      return { atOnce, bodies: (await Promise.all(answers)).map(({ body }) => body) };
    }
    expect(await both()).toEqual({ atOnce: 1, bodies: ["u-1", "u-2"] });
    expect(await both()).toEqual({ atOnce: 4, bodies: ["u-1", "u-2"] });
  });

  it("gives what is up to 60 s too old where the origin fails, and says 503 after that", async () => {
    let fails: Reply | Error | undefined;
    const { clock, cache } = start(() => {
      if (fails instanceof Error) throw fails;
      return fails ?? kept();
    });
    await cache.answer(callOf("/"));
    fails = replyOf({ status: 503 });
    clock.advance(60_000);
    expect(await cache.answer(callOf("/"))).toMatchObject({ status: 200, cache: "hit" });
    fails = new Unreachable("gone");
    clock.advance(59_999);
    expect((await cache.answer(callOf("/"))).status).toBe(200);
    clock.advance(1);
    const late = await cache.answer(callOf("/"));
    expect([late.status, late.cache]).toEqual([503, undefined]);
    fails = undefined;
    expect((await cache.answer(callOf("/"))).cache).toBe("miss");
  });

  it("says 502 where the origin breaks off, of which nobody knows whether it was done", async () => {
    const { cache, records } = start(() => {
      throw new CutOff("socket hang up");
    });
    expect((await cache.answer(callOf("/cart", { method: "POST", body: "{}" }))).status).toBe(502);
    expect((await cache.answer(callOf("/"))).status).toBe(502);
    expect(records.map(({ status }) => status)).toEqual([502, 502]);
  });

  it("throws what is a bug of the origin, and asks anew next time", async () => {
    let bug = true;
    const { cache } = start(() => {
      if (bug) throw new TypeError("our own");
      return kept();
    });
    await expect(cache.answer(callOf("/"))).rejects.toThrow(TypeError);
    bug = false;
    expect((await cache.answer(callOf("/"))).cache).toBe("miss");
  });

  it("holds no more pages than it may, nor more bytes, and lets go of what nobody wants first", async () => {
    const few = start(kept, { maxEntries: 3 });
    for (const path of ["/1", "/2", "/3", "/1", "/4", "/1"]) await few.cache.answer(callOf(path));
    expect(few.cache.entries()).toBe(3);
    expect(few.asked).toEqual(["/1", "/2", "/3", "/4"]);
    await few.cache.answer(callOf("/2"));
    expect(few.asked.at(-1)).toBe("/2");

    const big = start(() => replyOf({ maxAge: 60, body: "x".repeat(10_000) }), { maxBytes: 100_000 });
    for (let i = 0; i < 50; i++) await big.cache.answer(callOf(`/${i}`));
    expect(big.cache.entries()).toBeGreaterThan(2);
    expect(big.cache.entries()).toBeLessThan(6);
  });

  it("counts the load of each of its two addresses", async () => {
    const { told, cache } = start(kept);
    for (const address of ["blue", "green", "blue"] as const) await cache.at(address)(callOf("/"));
    expect([told.get("edge_requests address=blue"), told.get("edge_requests address=green")]).toEqual([2, 1]);
    expect(told.get("cdn_requests result=hit")).toBe(2);
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import type { Ask, Call } from "../company/wire.ts";
import { createApiServer } from "../server/api.ts";
import { openDatabase } from "../server/database.ts";
import { recorder, specOf, turnUntil } from "../server/turning.ts";
import { createWebServer } from "../server/web.ts";
import { createMix } from "./mix.ts";
import { createPopulation } from "./population.ts";
import { mixes } from "./shares.ts";

/** So many users are in the shop at a time. */
const AT_ONCE = 10;

/** The company's servers, well, and a mix of what users do there. */
function openShop() {
  const clock = manualClock(1_000);
  const random = createRandom("shop");
  const told = recorder();
  const { telemetry } = told;
  const database = openDatabase({ random });
  const api = createApiServer({ clock, random, telemetry, database, spec: specOf("api") });
  const web = createWebServer({ clock, random, telemetry, api: api.answer, spec: specOf("web") });
  const population = createPopulation({ random: random.fork("population") });
  const mix = createMix({ random: random.fork("mix"), population, shares: mixes.sale });

  async function make(count: number, ask: Ask, next: () => Call) {
    const answered: { call: Call; status: number }[] = [];
    while (answered.length < count) {
      const calls = Array.from({ length: AT_ONCE }, next);
      const replies = await turnUntil(clock, Promise.all(calls.map(ask)));
      for (const [i, { status }] of replies.entries()) answered.push({ call: calls[i]!, status });
    }
    return answered;
  }
  return { api, web, mix, make, told };
}

/** Wrong passwords, declined cards and carts that somebody paid for just now belong to a day at a shop. */
const usual = new Set([200, 201, 303, 401, 402, 409]);

const unusual = (answered: readonly { call: Call; status: number }[]) =>
  answered
    .filter(({ status }) => !usual.has(status))
    .map(({ call: { method, path }, status }) => `${method} ${path}: ${status}`);

describe("the mix at the company's servers", () => {
  it("asks for pages that are there, with forms that are understood", async () => {
    const { web, mix, make, told } = openShop();
    const answered = await make(1_500, web.answer, () => mix.nextPage({ malformedShare: 0 }));
    expect(unusual(answered)).toEqual([]);
    expect(answered.filter(({ status }) => status < 400).length).toBeGreaterThan(1_440);
    expect(told.sum("carts")).toBeGreaterThan(50);
    expect(told.sum("payments")).toBeGreaterThan(50);
    expect(told.sum("revenue")).toBeGreaterThan(1_000);
    expect(told.sum("logins")).toBeGreaterThan(30);
  });

  it("asks the api for what it has", async () => {
    const { api, mix, make, told } = openShop();
    const answered = await make(800, api.answer, mix.nextDirect);
    expect(unusual(answered)).toEqual([]);
    expect(answered.filter(({ status }) => status < 400).length).toBeGreaterThan(740);
    expect(told.sum("payments")).toBeGreaterThan(30);
  });

  it("makes addresses that are not found where it is told to", async () => {
    const { web, mix, make } = openShop();
    const answered = await make(100, web.answer, () => mix.nextPage({ malformedShare: 1 }));
    expect(answered.every(({ status }) => status === 404)).toBe(true);
  });
});

import { BlockList, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { agentKind } from "./agents.ts";
import { createPopulation } from "./population.ts";

const documentation = new BlockList();
documentation.addSubnet("192.0.2.0", 24, "ipv4");
documentation.addSubnet("198.51.100.0", 24, "ipv4");
documentation.addSubnet("203.0.113.0", 24, "ipv4");
documentation.addSubnet("2001:db8::", 32, "ipv6");

const populationOf = (seed: string, size?: number) =>
  createPopulation({ random: createRandom(seed), ...(size === undefined ? {} : { size }) });

describe("the population", () => {
  it("has users with ids and addresses of their own, from the ranges kept for documentation", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2_000 }), (seed, size) => {
        const users = populationOf(seed, size).members.map(({ user }) => user);
        expect(new Set(users.map(({ id }) => id)).size).toBe(size);
        expect(new Set(users.map(({ address }) => address)).size).toBe(size);
        for (const { id, address, country } of users) {
          expect(id).toMatch(/^u-\d{4}$/);
          expect(documentation.check(address, isIPv6(address) ? "ipv6" : "ipv4")).toBe(true);
          expect(country).toMatch(/^[A-Z]{2}$/);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is 120 users, the same for the same seed and others for another", () => {
    expect(populationOf("a").members).toHaveLength(120);
    expect(populationOf("a").members).toEqual(populationOf("a").members);
    expect(populationOf("a").members).not.toEqual(populationOf("b").members);
  });

  it("comes from countries, with programs and in arms of the experiment, by believable shares", () => {
    const { members } = populationOf("shares", 6_000);
    const share = (has: (member: (typeof members)[number]) => boolean) => members.filter(has).length / 6_000;
    expect(share(({ user }) => user.country === "US")).toBeCloseTo(0.28, 1);
    expect(share(({ user }) => user.country === "DE")).toBeCloseTo(0.14, 1);
    expect(share(({ user }) => user.experiment === "blue-button")).toBeCloseTo(0.5, 1);
    expect(share(({ agent }) => agent.kind === "mobile")).toBeCloseTo(0.44, 1);
    expect(share(({ agent }) => agent.kind === "crawler")).toBeGreaterThan(0.02);
    expect(members.every(({ agent }) => agentKind(agent.text) === agent.kind)).toBe(true);
  });

  it("lets some come often and many seldom, but leaves nobody out", () => {
    const population = populationOf("often");
    const random = createRandom("draws");
    const visits = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const { id } = population.draw(random).user;
      visits.set(id, (visits.get(id) ?? 0) + 1);
    }
    const sorted = [...visits.values()].sort((a, b) => b - a);
    expect(sorted).toHaveLength(120);
    expect(sorted[0]!).toBeGreaterThan(4 * sorted[60]!);
  });

  it("gives those among it who are asked for, or all where there is nobody", () => {
    const population = populationOf("among");
    const app = population.among(({ agent }) => agent.kind === "app");
    expect(app.members.length).toBeGreaterThan(0);
    expect(app.members.every(({ agent }) => agent.kind === "app")).toBe(true);
    expect(population.among(() => false).members).toEqual(population.members);
  });
});

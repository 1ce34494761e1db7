import { type Alert, limits, type NewNotice } from "@mission-control/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toldAs } from "./board.ts";
import { alertOf, createWorld, inShort, ruleOf } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const START = 1_790_000_000_000;

const hosts = ["a", "b", "c", "d"];
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("fire" as const), alert: fc.nat(11) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("clear" as const), alert: fc.nat(11) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("no-data" as const), alert: fc.nat(11) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("silence" as const),
      host: fc.nat(3),
      forMs: fc.integer({ min: 1, max: 900 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("acknowledge" as const), alert: fc.nat(11) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("pass" as const), forMs: fc.integer({ min: 1, max: 900 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);
const tell = fc.record({
  channels: fc.subarray(["ops", "dev"], { minLength: 1 }),
  groupBy: fc.subarray(["rule", "host", "service"]),
  waitMs: fc.constantFrom(0, 30 * SECOND),
  intervalMs: fc.constantFrom(0, MINUTE, 5 * MINUTE),
  repeatMs: fc.constantFrom(0, 20 * MINUTE),
  escalate: fc.constantFrom([], [{ afterMs: 5 * MINUTE, channels: ["boss"] }]),
  resolved: fc.boolean(),
});
const history = fc.record({ tells: fc.tuple(tell, tell, tell), deeds: fc.array(deed, { maxLength: 30 }) });
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

type World = ReturnType<typeof createWorld>;
type Deed = History["deeds"][number];

/** Does one thing to an alert of the world; what stands as it would become is left. */
function doTo(world: World, alert: Alert, what: Deed["do"]): void {
  const state = world.alerts.find(({ id }) => id === alert.id)?.state ?? "normal";
  if (what === "fire" && state !== "firing") world.fire(alert);
  if (what === "no-data" && state !== "no-data") world.become(alert, "no-data");
  if (state === "normal") return;
  // What fires stays known as normal, other things are gone.
  if (what === "clear") world.clear(alert, state === "firing");
  if (what === "acknowledge") world.acknowledge(alert);
}

/** Lives a history, calls `each` after every plan, and gives the world at its end. */
function live(
  { tells, deeds }: History,
  each: (world: World, sent: readonly NewNotice[]) => void,
  restarts = true,
) {
  const rules = tells.map((one, i) => ruleOf(`r${i}`, one));
  const alerts = rules.flatMap((rule) => hosts.map((host) => alertOf(rule, { host, service: "api" })));
  const world = createWorld(rules, START);
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 5 * SECOND) each(world, world.pass(Math.min(left, 5 * SECOND)));
  };
  for (const one of deeds) {
    if ("alert" in one) doTo(world, alerts[one.alert]!, one.do);
    if (one.do === "silence") world.silence("host", hosts[one.host]!, one.forMs * SECOND);
    if (one.do === "restart" && restarts) world.restart();
    if (one.do === "pass") pass(one.forMs * SECOND);
    each(world, world.plan().notices);
  }
  return { world, rules, pass };
}

const always = (law: (given: History) => void, numRuns = 80) =>
  fc.assert(fc.property(history, law), { numRuns });

describe("whatever happens", () => {
  test("no channel hears twice of a group within the interval but for an escalation", () => {
    always((given) => {
      const last = new Map<string, number>();
      live(given, (world, sent) => {
        for (const { channel, group, reason, createdMs } of sent) {
          if (reason === "escalation") continue;
          const key = `${channel} ${group}`;
          // A group that is over by now had none.
          const intervalMs = world.groups.find((each) => each.key === group)?.intervalMs ?? 0;
          expect(createdMs - (last.get(key) ?? 0)).toBeGreaterThanOrEqual(intervalMs);
          last.set(key, createdMs);
        }
      });
    });
  });

  test("each alert that is to be told of was told, as what it is, or says why not and until when", () => {
    const check = (world: World, alert: Alert) => {
      const as = toldAs(alert);
      const why = world.last?.quiet.get(alert.id) ?? [];
      for (const { by, untilMs } of why)
        if (by !== "acknowledged" && by !== "told") expect(untilMs).toBeGreaterThan(world.nowMs);
      if (as === undefined) expect(why).toEqual([]);
      if (as === undefined || why.some(({ by }) => by !== "told")) return;
      const told = world.groups.flatMap((group) => group.told[alert.id] ?? []);
      expect(told).toHaveLength(1);
      for (const channel of world.rules.get(alert.rule)!.tell.channels)
        expect(told[0]?.channels[channel]).toBe(as);
    };
    always((given) => {
      live(given, (world) => {
        for (const alert of world.alerts) check(world, alert);
      });
    });
  });

  test("nobody waits longer than the wait or the interval once nothing keeps an alert quiet", () => {
    always((given) => {
      const { world, rules, pass } = live(given, () => {});
      pass(16 * MINUTE);
      const before = world.sent.length;
      const fresh = alertOf(rules[0]!, { host: "fresh", service: "api" });
      world.fire(fresh);
      world.plan();
      const { waitMs } = rules[0]!.tell;
      pass(Math.max(waitMs, ...rules.map(({ tell: { intervalMs } }) => intervalMs)) + 5 * SECOND);
      const names = world.sent.slice(before).flatMap((notice) => notice.alerts.map(({ id }) => id));
      expect(names).toContain(fresh.id);
    });
  });

  test("who was told that something fires is told once that it is over, and then nothing is left", () => {
    always((given) => {
      const { world, pass } = live(given, () => {});
      for (const alert of world.alerts) world.clear(alert, false);
      pass(21 * MINUTE);
      expect([world.groups, world.acknowledgements.size, world.last?.nextMs]).toEqual([[], 0, null]);
      const open = new Map<string, Set<string>>();
      for (const { channel, alerts: named, more } of world.sent) {
        expect(more).toBe(0);
        for (const { id, rule, state } of named) {
          const told = open.get(id) ?? new Set();
          open.set(id, told);
          if (!world.rules.get(rule)!.tell.resolved) expect(state).not.toBe("normal");
          else if (state !== "normal") told.add(channel);
          else expect(told.delete(channel)).toBe(true);
        }
      }
      expect([...open.values()].flatMap((channels) => [...channels])).toEqual([]);
    });
  });

  test("a restart between any two plans changes nothing that is told", () => {
    always((given) => {
      const told = (restarts: boolean) => {
        const { world, pass } = live(given, () => {}, restarts);
        pass(10 * MINUTE);
        return inShort(world.sent, START).sort();
      };
      expect(told(true)).toEqual(told(false));
    }, 40);
  });

  test("the next plan is asked for in time: until then nothing is told and no reason ends", () => {
    always((given) => {
      const { world } = live(given, () => {});
      world.plan();
      for (let plans = 0; plans < 20; plans++) {
        const nextMs = world.last?.nextMs ?? null;
        if (nextMs === null) break;
        expect(nextMs).toBeGreaterThan(world.nowMs);
        const quiet = new Map(world.last?.quiet);
        if (nextMs - 1 > world.nowMs) {
          world.setClock(nextMs - 1);
          expect(world.plan().notices).toEqual([]);
          // Nothing was told in the plan before, so that the reasons are as they were.
          expect(new Map(world.last?.quiet)).toEqual(quiet);
        }
        world.setClock(nextMs);
        world.plan();
      }
    }, 40);
  });

  test("notices name no alert twice and no more than they may", () => {
    always((given) => {
      live(given, (_, sent) => {
        for (const { alerts } of sent) {
          expect(alerts.length).toBeGreaterThan(0);
          expect(alerts.length).toBeLessThanOrEqual(limits.alertsPerNotice);
          expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
        }
      });
    }, 40);
  });
});

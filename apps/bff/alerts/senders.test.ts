import { createSamplesBuilder, manualClock, type Samples } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createSenders } from "./senders.ts";

const START_MS = 1_790_000_000_000;
const DAY_MS = 86_400_000;
let clock: ReturnType<typeof manualClock>;
beforeEach(() => {
  clock = manualClock(START_MS);
});

const open = (more: Partial<Parameters<typeof createSenders>[0]> = {}) =>
  createSenders({ clock, forgetAfterMs: 7 * DAY_MS, ...more });

function written(senders: ReturnType<typeof open>): Record<string, number> {
  const into = createSamplesBuilder();
  senders.write(clock.now(), into);
  return shown(into.take());
}

function shown({ labels, refs, values }: Samples): Record<string, number> {
  const named = [...refs].map((ref, i) => {
    const of = labels[ref]!;
    return [`${of.get("service")}/${of.get("instance") ?? ""}`, values[i]!];
  });
  return Object.fromEntries(named);
}

const tags = (pairs: Record<string, string>) => new Map(Object.entries(pairs));

describe("a sender", () => {
  it("is known by service and instance, by their other names, and by no other label", () => {
    const senders = open();
    senders.arrived(tags({ service: "api", instance: "a1", path: "/x" }));
    senders.arrived(tags({ host: "a1", job: "api" }));
    senders.arrived(tags({ service: "api", instance: "a2" }));
    senders.arrived(tags({ service: "web" }));
    senders.arrived(tags({ instance: "nobody's" }));
    const nowS = START_MS / 1_000;
    expect(written(senders)).toEqual({ "api/a1": nowS, "api/a2": nowS, "web/": nowS });
  });

  it("was seen when something arrived, not when something of it was written", () => {
    const senders = open();
    const [dead, idle] = [tags({ service: "api", host: "dead" }), tags({ service: "api", host: "idle" })];
    senders.arrived(dead);
    senders.arrived(idle);
    for (let step = 0; step < 60; step++) {
      clock.advance(5_000);
      senders.arrived(idle);
      written(senders);
    }
    expect(written(senders)).toEqual({ "api/dead": START_MS / 1_000, "api/idle": START_MS / 1_000 + 300 });
  });

  it("was seen when it was, however late a step is written", () => {
    const senders = open();
    senders.arrived(tags({ service: "api" }));
    const seenAt = (timeMs: number) => {
      const into = createSamplesBuilder();
      senders.write(timeMs, into);
      return shown(into.take())["api/"];
    };
    for (const lateMs of [0, 3_000, 10]) {
      clock.advance(5_000);
      expect(seenAt(clock.now() - lateMs)).toBe(START_MS / 1_000);
    }
  });

  it("is as silent as before where the clock is set", () => {
    const senders = open();
    senders.arrived(tags({ service: "api" }));
    clock.advance(30_000);
    for (const byMs of [3_600_000, -7_200_000]) {
      clock.jumpTo(clock.now() + byMs);
      expect(written(senders)).toEqual({ "api/": (clock.now() - 30_000) / 1_000 });
    }
  });

  it("goes on being written until it is forgotten, and is new when it comes again", () => {
    const senders = open();
    const api = tags({ service: "api" });
    senders.arrived(api);
    clock.advance(7 * DAY_MS);
    expect(written(senders)).toEqual({ "api/": START_MS / 1_000 });
    clock.advance(1);
    expect(written(senders)).toEqual({});
    senders.arrived(api);
    expect(written(senders)).toEqual({ "api/": clock.now() / 1_000 });
  });

  it("that is silent for longest makes room where there are too many; who is alive never does", () => {
    const senders = open({ maxSenders: 2 });
    const [a, b, c] = ["a", "b", "c"].map((service) => tags({ service }));
    const arrive = (...of: (typeof a)[]) => {
      for (const one of of) senders.arrived(one!);
      return Object.keys(written(senders));
    };
    arrive(a, b);
    clock.advance(60_000);
    expect(arrive(a, c)).toEqual(["a/", "b/"]);
    clock.advance(1);
    expect(arrive(a, c)).toEqual(["a/", "b/"]);
    expect(arrive(a, c)).toEqual(["a/", "c/"]);
    clock.advance(30_000);
    expect(arrive(b)).toEqual(["a/", "c/"]);
    expect(arrive(b)).toEqual(["a/", "c/"]);
  });

  it("makes no room while a rule has still to tell of it, and it is said who is forgotten", () => {
    const gone: string[] = [];
    const forgot = (senders: readonly { service: string; silentMs: number }[]) => {
      for (const { service, silentMs } of senders) gone.push(`${service} ${silentMs}`);
    };
    const senders = open({ maxSenders: 1, keepSilentMs: () => 3_600_000, forgot });
    const [a, b] = ["a", "b"].map((service) => tags({ service }));
    senders.arrived(a!);
    clock.advance(3_600_000);
    senders.arrived(b!);
    expect(Object.keys(written(senders))).toEqual(["a/"]);
    clock.advance(1);
    written(senders);
    senders.arrived(b!);
    expect(Object.keys(written(senders))).toEqual(["b/"]);
    clock.advance(7 * DAY_MS + 1);
    expect(written(senders)).toEqual({});
    expect(gone).toEqual(["a 3600001", `b ${7 * DAY_MS + 1}`]);
  });

  it("is not alive for what a scraper writes of a target that does not answer", () => {
    const senders = open();
    const named = (name: string) => tags({ __name__: name, job: "node", instance: "gone:9100" });
    senders.arrivedAll([named("up"), named("scrape_duration_seconds"), named("ALERTS")]);
    expect(written(senders)).toEqual({});
    senders.arrivedAll([named("node_load1")]);
    expect(written(senders)).toEqual({ "node/gone:9100": START_MS / 1_000 });
  });

  it("is made by requests; other events are only signs of life of who is known", () => {
    const senders = open();
    senders.happened("api", "web-1", false);
    expect(written(senders)).toEqual({});
    senders.happened("api", "web-1", true);
    clock.advance(60_000);
    senders.happened("api", "web-1", false);
    senders.happened("", "web-1", true);
    expect(written(senders)).toEqual({ "api/web-1": START_MS / 1_000 + 60 });
  });

  it("is as long silent after a restart as before it, however long that took", () => {
    const senders = open();
    senders.restore([
      { service: "api", instance: "dead", silentMs: 600_000 },
      { service: "api", instance: "alive", silentMs: 2_000 },
    ]);
    expect(written(senders)).toEqual({
      "api/dead": START_MS / 1_000 - 600,
      "api/alive": START_MS / 1_000 - 2,
    });
    expect(senders.list()).toContainEqual({ service: "api", instance: "dead", silentMs: 600_000 });
    expect(senders.forget("api", "dead")).toBe(true);
    expect(Object.keys(written(senders))).toEqual(["api/alive"]);
  });
});

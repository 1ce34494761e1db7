import { systemClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createRandom } from "../company/random.ts";
import { balancerLaws } from "./balancer-laws.ts";
import { findHaproxy } from "./haproxy-child.ts";
import { startBalancer } from "./start-balancer.ts";

const haproxy = await findHaproxy();

balancerLaws("built-in");

describe.skipIf(haproxy === undefined)("where HAProxy is installed", () => {
  balancerLaws("haproxy");
});

const start = (kind: "auto" | "haproxy") =>
  startBalancer({
    kind,
    clock: systemClock,
    random: createRandom("choice"),
    ports: { web: 0, api: 0 },
    syslog: { host: "127.0.0.1", port: 9 },
  });

describe("the choice of a balancer", () => {
  it.skipIf(haproxy === undefined)("takes no command for a name", async () => {
    const balancer = await start("haproxy");
    const name = "web-1 127.0.0.1:1; disable frontend web #";
    const added = balancer.add({ service: "web", name, version: "v980", weight: 1, port: 1 });
    await expect(added).rejects.toThrow("cannot be the name");
    await balancer.stop();
  });

  it("is HAProxy where it is installed, and the built-in one elsewhere", async () => {
    const balancer = await start("auto");
    await balancer.stop();
    expect(balancer.kind).toBe(haproxy === undefined ? "built-in" : "haproxy");
  });
});

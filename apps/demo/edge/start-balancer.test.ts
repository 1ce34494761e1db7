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

describe("the choice of a balancer", () => {
  it("is HAProxy where it is installed, and the built-in one elsewhere", async () => {
    const balancer = await startBalancer({
      kind: "auto",
      clock: systemClock,
      random: createRandom("choice"),
      ports: { web: 0, api: 0 },
      syslog: { host: "127.0.0.1", port: 9 },
    });
    await balancer.stop();
    expect(balancer.kind).toBe(haproxy === undefined ? "built-in" : "haproxy");
  });
});

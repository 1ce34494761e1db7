import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { healthy } from "../company/instance.ts";
import { roster } from "../company/roster.ts";
import type { Stage } from "../company/stage.ts";
import { createRecordingStage } from "./recording-stage.ts";
import { createRecovery } from "./recovery.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A stage on which to start and to end an instance takes a while; keeps how many of a service were away at once. */
function slowStage(broken?: string) {
  const { stage, told, state } = createRecordingStage(manualClock(0));
  const away = { web: 0, api: 0 };
  const most = { web: 0, api: 0 };
  async function slowly(name: string, work: () => Promise<void>): Promise<void> {
    const service = name.startsWith("web") ? "web" : "api";
    most[service] = Math.max(most[service], ++away[service]);
    await turn();
    await turn();
    away[service]--;
    if (name === broken) throw new Error(`${name} did not start`);
    await work();
  }
  const slow: Stage = {
    ...stage,
    add: (spec) => slowly(spec.name, () => stage.add(spec)),
    remove: (name) => slowly(name, () => stage.remove(name)),
    restart: (name, change) => slowly(name, () => stage.restart(name, change)),
  };
  return { recovery: createRecovery(slow), stage, told, state, most };
}

describe("bringing the company back", () => {
  it("takes one instance of a service away at a time, so that the others serve", async () => {
    const { recovery, stage, state, most } = slowStage();
    for (const { name } of roster) await stage.restart(name, { version: "v999" });
    await recovery.restore();
    expect(most).toEqual({ web: 1, api: 1 });
    expect(state().instances.map(({ version }) => version)).toEqual(roster.map(({ version }) => version));
  });

  it("begins with who is missing or silent, and ends with who is too many", async () => {
    const { recovery, stage, told } = slowStage();
    await stage.restart("api-1", { version: "v999" });
    await stage.remove("api-3");
    await stage.add({ name: "api-4", service: "api", version: "v999", weight: 30, faults: healthy });
    recovery.stage.silence("api-2");
    const before = told.length;
    await recovery.restore();
    const done = told.slice(before).map((line) => line.split(" ").slice(1, 3).join(" "));
    const changes = done.filter((line) => /^(add|remove|restart) /.test(line));
    expect(changes.map((line) => line.replace(/\{"name":("api-\d").*/, "$1"))).toEqual([
      'restart "api-2"',
      'add "api-3"',
      'restart "api-1"',
      'remove "api-4"',
    ]);
  });

  it("goes on with the others where one does not start, and says so", async () => {
    const { recovery, stage, state } = slowStage("api-1");
    for (const { name } of roster) await stage.restart(name, { version: "v999" });
    await expect(recovery.restore()).rejects.toThrow("api-1 did not start");
    const notBack = state().instances.filter(({ version }) => version === "v999");
    expect(notBack.map(({ name }) => name)).toEqual(["api-1"]);
  });

  it("lets everybody know the first address at once", async () => {
    const { recovery, told } = slowStage();
    recovery.stage.pointDns("green");
    await recovery.restore();
    expect(told.some((line) => line.endsWith("dns reset"))).toBe(true);
  });
});

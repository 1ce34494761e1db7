import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { healthy } from "../company/instance.ts";
import { createRandom } from "../company/random.ts";
import type { Scenario } from "../company/stage.ts";
import { mockProduction } from "../view/mock-production.ts";
import { createDirector } from "./director.ts";
import type { StepReport } from "./perform.ts";
import { createRecordingStage } from "./recording-stage.ts";
import { findScenario, scenarios } from "./registry.ts";

/** Plays a scenario to its end on a stage of its own. */
async function played(scenario: Scenario, seed = "a") {
  const clock = manualClock(1_000_000);
  const recording = createRecordingStage(clock);
  const reports: StepReport[] = [];
  const director = createDirector({ stage: recording.stage, seed, onStep: (report) => reports.push(report) });
  const { over } = await director.play(scenario);
  for (let leftMs = scenario.lengthMs; leftMs > 0; leftMs -= 5_000) {
    clock.advance(Math.min(5_000, leftMs));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...recording, reports, ending: await over, director };
}

/** When the step came whose words match, in minutes from the begin. */
function minuteOf(reports: readonly StepReport[], says: RegExp): number {
  const found = reports.filter((report) => says.test(report.says));
  expect(found).toHaveLength(1);
  return found[0]!.atMs / 60_000;
}

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", (_name, scenario) => {
  it("has its steps in order of time, and all within its length", () => {
    for (const seed of ["a", "b", "c"]) {
      const times = scenario.steps(createRandom(seed)).map((step) => step.atMs);
      expect(times.length).toBeGreaterThan(0);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.every((atMs) => atMs >= 0 && atMs < scenario.lengthMs)).toBe(true);
    }
  });

  it("does the same at the same times for the same seed", async () => {
    const [once, again] = [await played(scenario), await played(scenario)];
    expect(once.told).toEqual(again.told);
    expect(once.reports).toEqual(again.reports);
  });

  it("goes through without a fault and leaves the company well", async () => {
    const { ending, reports, state } = await played(scenario, "well");
    expect(ending).toBe("over");
    expect(reports.filter((report) => report.fault !== undefined)).toEqual([]);
    expect(reports).toHaveLength(scenario.steps(createRandom("well").fork(scenario.name)).length);
    const { instances, silent, load, daysLeft } = state();
    expect(instances.filter((spec) => spec.weight === 0)).toEqual([]);
    expect(instances.map((spec) => spec.faults)).toEqual(instances.map(() => healthy));
    expect(instances.length).toBeGreaterThanOrEqual(6);
    expect({ silent, load }).toEqual({ silent: [], load: { factor: 1, malformedShare: 0 } });
    expect(daysLeft).toBeGreaterThan(30);
  });

  it("names only lanes that its wall has", () => {
    const lanes = mockProduction.sections.flatMap((section) => section.lanes.map((lane) => lane.title));
    for (const [, named] of scenario.seeIt.matchAll(/"([^"]+)"/g)) expect(lanes).toContain(named);
  });

  it("says in words what it is, where to see it and what it does", () => {
    for (const text of [scenario.title, scenario.about, scenario.seeIt])
      expect(text.length).toBeGreaterThan(5);
    for (const step of scenario.steps(createRandom("words"))) expect(step.says).not.toBe("");
  });
});

describe("single scenarios", () => {
  it("slow-deploy is rolled back exactly ten minutes after it was finished", async () => {
    const { told } = await played(findScenario("slow-deploy"));
    const timeOf = (status: string) =>
      Number(told.find((line) => line.includes(`"status":"${status}"`))!.split(" ")[0]);
    expect(timeOf("rolled_back") - timeOf("finished")).toBe(600_000);
    expect(told.some((line) => line.includes('"latencyFactor":3'))).toBe(true);
  });

  it("connection-leak comes back 5 to 7 minutes after the restart, when depends on the seed", async () => {
    const gaps = await Promise.all(
      Array.from({ length: 12 }, async (_, seed) => {
        const { reports } = await played(findScenario("connection-leak"), String(seed));
        return minuteOf(reports, /comes back/) - minuteOf(reports, /is restarted/);
      }),
    );
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(7);
    expect(new Set(gaps).size).toBeGreaterThan(6);
  });

  it("canary takes a tenth of the weight, and an error in five", async () => {
    const { told } = await played(findScenario("canary"));
    expect(told.find((line) => line.includes(" add "))).toMatch(/"weight":10.*"errorShare":0\.2/);
    expect(
      told.filter((line) => line.includes(" deploy ")).map((line) => /"status":"(\w+)"/.exec(line)![1]),
    ).toEqual(["started", "failed"]);
  });

  it("quiet-day has nothing wrong in it, and ends as it began but for a release", async () => {
    const { told } = await played(findScenario("quiet-day"));
    expect(told.filter((line) => /silence|weigh|"status":"(failed|rolled_back)"/.test(line))).toEqual([]);
    expect(told.filter((line) => / fault /.test(line))).toEqual([]);
  });

  it("mentions ends its flurry with one event that counts them", async () => {
    const { told } = await played(findScenario("mentions"));
    const single = told.filter((line) => line.includes('"source"') && !line.includes("flurry")).length;
    expect(told.find((line) => line.includes('"kind":"flurry"'))).toContain(`"count":${single}`);
    expect(single).toBeGreaterThan(50);
  });

  it("grow-cluster adds two instances like those that run", async () => {
    const { state } = await played(findScenario("grow-cluster"));
    const api = state().instances.filter((spec) => spec.service === "api");
    expect(api.map((spec) => spec.name)).toEqual(["api-1", "api-2", "api-3", "api-4", "api-5"]);
    expect(new Set(api.map((spec) => `${spec.version} ${spec.weight}`)).size).toBe(1);
  });

  it("the tour plays every story as it is when it is played alone, but for the quiet day", () => {
    const steps = findScenario("all").steps(createRandom("t"));
    const alone = scenarios
      .filter(({ name }) => name !== "all" && name !== "quiet-day")
      .flatMap((scenario) => scenario.steps(createRandom("t").fork(scenario.name)));
    expect(steps.map((step) => step.says)).toEqual(alone.map((step) => step.says));
  });
});

describe("finding a scenario", () => {
  it("gives the one that is named", () => {
    for (const scenario of scenarios) expect(findScenario(scenario.name)).toBe(scenario);
  });

  it("refuses another name with the nearest right one and all there are", () => {
    expect(() => findScenario("slowdeploy")).toThrow(/"slowdeploy"; did you mean "slow-deploy"\?/);
    for (const { name } of scenarios) expect(() => findScenario("xyzzyxyzzy")).toThrow(name);
  });
});

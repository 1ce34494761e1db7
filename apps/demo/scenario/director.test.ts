import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { healthy } from "../company/instance.ts";
import { CERTIFICATE_DAYS, roster } from "../company/roster.ts";
import type { Scenario, Step } from "../company/stage.ts";
import { createDirector } from "./director.ts";
import type { StepReport } from "./perform.ts";
import { createRecordingStage } from "./recording-stage.ts";
import { at } from "./step.ts";

const story = (name: string, steps: readonly Step[], lengthMs = 1_000): Scenario => ({
  name,
  title: name,
  about: name,
  seeIt: name,
  lengthMs,
  steps: () => steps,
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

function theatre() {
  const clock = manualClock(0);
  const recording = createRecordingStage(clock);
  const reports: StepReport[] = [];
  const director = createDirector({ stage: recording.stage, seed: "s", onStep: (r) => reports.push(r) });
  return { clock, director, reports, recording, ...recording };
}

describe("the director", () => {
  it("does each step at its time on the stage's clock, and ends with the scenario's length", async () => {
    const { clock, director } = theatre();
    const times: number[] = [];
    const steps = [0, 10, 10, 500].map((atMs) => at(atMs, "step", () => void times.push(clock.now())));
    const { over } = await director.play(story("one", steps));
    clock.advance(999);
    expect(times).toEqual([0, 10, 10, 500]);
    expect(director.playing()?.reports).toHaveLength(4);
    clock.advance(1);
    expect(await over).toBe("over");
    expect(director.playing()).toBeUndefined();
  });

  it("never does two steps at once: one that takes long delays the next, and the end", async () => {
    const { clock, director } = theatre();
    let release: () => void = () => {};
    const order: string[] = [];
    const { over } = await director.play(
      story("slow", [
        at(10, "long", async () => {
          order.push("begin");
          await new Promise<void>((resolve) => {
            release = resolve;
          });
          order.push("end");
        }),
        at(20, "next", () => void order.push("next")),
      ]),
    );
    clock.advance(2_000);
    await settled();
    expect(order).toEqual(["begin"]);
    release();
    expect(await over).toBe("over");
    expect(order).toEqual(["begin", "end", "next"]);
  });

  it("tells a step that fails, at once or later, and goes on", async () => {
    const { clock, director, reports } = theatre();
    const { over } = await director.play(
      story("bad", [
        at(1, "throws", () => {
          throw new Error("no such host");
        }),
        at(2, "rejects", () => Promise.reject(new Error("gone"))),
        at(3, "works"),
      ]),
    );
    clock.advance(1_000);
    expect(await over).toBe("over");
    expect(reports.map(({ says, fault }) => [says, fault])).toEqual([
      ["throws", "no such host"],
      ["rejects", "gone"],
      ["works", undefined],
    ]);
  });

  it("says what a step tells that happened, where that is not what was to happen", async () => {
    const { clock, director, reports } = theatre();
    const { over } = await director.play(
      story("late", [
        at(1, "all is full", () => "not yet"),
        at(2, "all is gone", async () => "not gone"),
        at(3, "all is well"),
      ]),
    );
    clock.advance(1_000);
    await over;
    expect(reports.map((report) => report.says)).toEqual(["not yet", "not gone", "all is well"]);
  });

  it("plays one at a time: another one ends the first, of which no further step is done", async () => {
    const { clock, director, reports } = theatre();
    const first = await director.play(story("first", [at(10, "a"), at(20, "b")]));
    clock.advance(15);
    const second = director.play(story("second", [at(10, "c")]));
    expect(await first.over).toBe("stopped");
    const { over } = await second;
    expect(director.playing()?.scenario.name).toBe("second");
    clock.advance(1_000);
    expect(await over).toBe("over");
    expect(reports.map((report) => report.says)).toEqual(["a", "c"]);
  });

  it("says what it prepares, one after the other, however fast they are asked for", async () => {
    const { clock, recording, director } = theatre();
    const releases: (() => void)[] = [];
    recording.stage.restart = () => new Promise((resolve) => releases.push(resolve));
    const havoc = (name: string) =>
      story(name, [at(10, "faulty", (stage) => stage.fault("api-1", { errorShare: 1 }))]);
    await director.play(havoc("first"));
    clock.advance(20);
    const second = director.play(havoc("second"));
    const third = director.play(story("third", []));
    await settled();
    expect([director.preparing()?.name, director.playing()]).toEqual(["second", undefined]);
    recording.stage.fault("api-1", { errorShare: 0 });
    releases[0]!();
    await second;
    await third;
    expect([director.preparing(), director.playing()?.scenario.name]).toEqual([undefined, "third"]);
  });

  it("brings the company back to how it started when it stops, whatever was done to it", async () => {
    const { clock, director, told, state } = theatre();
    await director.play(
      story("havoc", [
        at(1, "all", async (stage) => {
          await stage.add({ name: "api-9", service: "api", version: "v9", weight: 7, faults: healthy });
          await stage.remove("web-1");
          await stage.restart("api-1", { version: "v2", faults: { ...healthy, errorShare: 1 } });
          stage.silence("web-2");
          stage.fault("web-3", { latencyFactor: 9 });
          stage.weigh("api-2", 0);
          stage.load({ factor: 3, malformedShare: 0.5 });
          await stage.certificate(1);
          stage.pointDns("green");
        }),
      ]),
    );
    clock.advance(500);
    await settled();
    expect(state().silent).toEqual(["web-2"]);
    await director.stop();
    const byName = (specs: readonly { name: string }[]) =>
      [...specs].sort((one, other) => one.name.localeCompare(other.name));
    const { instances, ...rest } = state();
    expect(byName(instances)).toEqual(byName(roster));
    expect(rest).toEqual({
      silent: [],
      load: { factor: 1, malformedShare: 0 },
      daysLeft: CERTIFICATE_DAYS,
      dns: "blue",
    });
    expect(told.at(-1)).toMatch(/deploy .*"service":"company"/);
  });

  it("leaves a company alone that is as it started", async () => {
    const { director, told } = theatre();
    await director.stop();
    await director.stop();
    expect(told.filter((line) => !line.includes(" load "))).toEqual([]);
  });
});

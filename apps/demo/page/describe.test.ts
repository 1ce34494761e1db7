import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { healthy } from "../company/instance.ts";
import { createDirector } from "../scenario/director.ts";
import { createRecordingStage } from "../scenario/recording-stage.ts";
import { at } from "../scenario/step.ts";
import { faultsInWords, playedOf } from "./describe.ts";

describe("what the page shows", () => {
  it("names each fault of an instance, and none of a healthy one", () => {
    expect(faultsInWords(healthy)).toEqual([]);
    const all = {
      latencyFactor: 3,
      errorShare: 0.2,
      leaksPerMinute: 1,
      filesPerMinute: 9,
      reportsMissing: true,
    };
    expect(faultsInWords(all)).toHaveLength(Object.keys(healthy).length);
    expect(faultsInWords({ ...healthy, errorShare: 0.2 })).toEqual(["20 % errors"]);
  });

  it("tells of each step whether it is done, failed or to come, and how far the scenario is", async () => {
    const clock = manualClock(1_000);
    const { stage } = createRecordingStage(clock);
    const director = createDirector({ stage, seed: "s" });
    const steps = [
      at(100, "first"),
      at(200, "second", () => {
        throw new Error("gone");
      }),
      at(800, "third"),
    ];
    const performance = await director.play({
      name: "story",
      title: "A story",
      about: "",
      seeIt: "",
      lengthMs: 1_000,
      steps: () => steps,
    });
    clock.advance(500);
    const played = playedOf(performance, clock.now());
    expect(played).toMatchObject({ name: "story", title: "A story", elapsedMs: 500, lengthMs: 1_000 });
    expect(played.steps).toEqual([
      { atMs: 100, says: "first", state: "done" },
      { atMs: 200, says: "second", state: "failed", fault: "gone" },
      { atMs: 800, says: "third", state: "to come" },
    ]);
    clock.advance(5_000);
    expect(playedOf(performance, clock.now()).elapsedMs).toBe(1_000);
  });
});

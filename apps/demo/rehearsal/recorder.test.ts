import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { lookAt } from "../history/look.ts";
import { createRecorder } from "./recorder.ts";

const STEP_MS = 5_000;

/** A recorder of `api-1`, and what ends its steps. */
function recording() {
  const clock = manualClock(STEP_MS * 1_000);
  const recorder = createRecorder({ clock, name: "r" });
  const telemetry = recorder.telemetry({ service: "api", host: "api-1", tags: { instance: "api-1" } });
  const seal = (steps = 1) => {
    for (let i = 0; i < steps; i++) {
      clock.advance(STEP_MS);
      recorder.seal(clock.now());
    }
  };
  recorder.seal(clock.now());
  return { clock, recorder, telemetry, seal };
}

describe("the recorder", () => {
  it("adds counters up from a zero at the step before, and tells them on", () => {
    const { recorder, telemetry, seal } = recording();
    telemetry.count("payments", 2, { experiment: "blue-button" });
    telemetry.count("payments", 1, { experiment: "blue-button" });
    seal(2);
    const [series, ...others] = lookAt([recorder.take().samples]).find("payments_total");
    expect(others).toEqual([]);
    expect(Object.fromEntries(series!.labels)).toMatchObject({
      service: "api",
      instance: "api-1",
      experiment: "blue-button",
    });
    expect(series!.values).toEqual([0, 3, 3]);
    expect(series!.timesMs.map((timeMs) => timeMs / STEP_MS)).toEqual([1_000, 1_001, 1_002]);
  });

  it("keeps times as seconds in buckets that hold those below", () => {
    const { recorder, telemetry, seal } = recording();
    for (const ms of [3, 10, 10.1, 240, 60_000]) telemetry.time("app_request", ms);
    seal();
    const look = lookAt([recorder.take().samples]);
    const last = (name: string, labels = {}) => look.find(name, labels)[0]?.values.at(-1);
    const upTo = (le: string) => last("app_request_seconds_bucket", { le });
    expect(["0.005", "0.01", "0.025", "0.25", "10", "+Inf"].map(upTo)).toEqual([1, 2, 3, 4, 4, 5]);
    expect(last("app_request_seconds_count")).toBe(5);
    expect(last("app_request_seconds_sum")).toBeCloseTo(60.2631, 9);
  });

  it("holds a level for ten silent minutes, as StatsD does, and no longer", () => {
    const { recorder, telemetry, seal } = recording();
    telemetry.gauge("app_pool_busy", 8);
    seal(200);
    const [series] = lookAt([recorder.take().samples]).find("app_pool_busy");
    expect(series!.values).toEqual(Array.from({ length: 121 }, () => 8));
  });

  it("gives events their teller, a time and an id, and counts a missing page as no exception", () => {
    const { clock, recorder, telemetry, seal } = recording();
    clock.advance(1_234);
    telemetry.event({ type: "exception", title: "URI malformed", attributes: { status: 404 } });
    telemetry.event({ type: "exception", title: "no" });
    seal();
    const { samples, events } = recorder.take();
    expect(events).toMatchObject([
      { id: "r-0", time: STEP_MS * 1_000 + 1_234, service: "api", host: "api-1", tags: ["instance:api-1"] },
      { id: "r-1" },
    ]);
    const { find } = lookAt([samples]);
    const kinds = find("events_total").map(({ labels, values }) => [
      labels.get("type"),
      labels.get("sub_type"),
      values.at(-1),
    ]);
    expect(kinds).toEqual([
      ["request", "not_found", 1],
      ["exception", undefined, 1],
    ]);
  });
});

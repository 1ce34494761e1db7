import { metric } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { probeStates } from "./probe-states.ts";

const gap = Number.NaN;
const up = (location: string, ...values: number[]) => ({
  query: 0,
  name: location,
  labels: metric("probe_success", { location }),
  values: Float64Array.from(values),
});
const took = (location: string, ...values: number[]) => ({
  ...up(location, ...values),
  query: 1,
  labels: metric("probe_duration_seconds", { location }),
});
const data = (...series: ReturnType<typeof up>[]) => ({ startMs: 1_000, stepMs: 100, steps: 5, series });

describe("the state of a probe", () => {
  it("is that of its last answer, since the first of that kind; those that are down stand in front", () => {
    const states = probeStates(data(up("fra", 1, gap, 1, 1, gap), up("iad", 1, 1, gap, 0, 0)), undefined);
    expect(states).toMatchObject([
      { name: "iad", word: "down", sinceMs: 1_300, isLonger: false, upPart: 0.5 },
      { name: "fra", word: "up", sinceMs: 1_000, isLonger: true, upPart: 1 },
    ]);
  });

  it("is what it was at an earlier step, with what was known then", () => {
    const [state] = probeStates(data(up("iad", 1, 1, gap, 0, 0), took("iad", 0.1, 0.2, gap, 2, 3)), 2);
    expect(state).toMatchObject({ word: "up", upPart: 1, durationSeconds: 0.2 });
  });

  it("is silent before its first answer", () => {
    expect(probeStates(data(up("a", gap, gap, 1, 1, 1)), 0)[0]).toMatchObject({
      word: "silent",
      sinceMs: undefined,
      upPart: gap,
    });
  });

  it("has the duration of the same labels, whatever the metrics are called", () => {
    const both = data(up("fra", 1), up("iad", 1), took("iad", 0.5), took("fra", 0.1));
    expect(
      probeStates({ ...both, steps: 1 }, undefined).map((each) => [each.name, each.durationSeconds]),
    ).toEqual([
      ["fra", 0.1],
      ["iad", 0.5],
    ]);
  });

  it("is named by the labels that its sender gives: our probes and others' stand beside each other", () => {
    const labelled = (labels: Record<string, string>) =>
      (["probe_success", "probe_duration_seconds"] as const).map((name, query) => ({
        query,
        name,
        labels: metric(name, labels),
        values: Float64Array.of(query === 0 ? 1 : 0.25),
      }));
    const both = data(
      ...labelled({ location: "fra", target: "www.shop.example" }),
      ...labelled({ place: "here", probe: "shop" }),
    );
    expect(probeStates({ ...both, steps: 1 }, undefined)).toMatchObject([
      { name: "fra · www.shop.example", durationSeconds: 0.25 },
      { name: "here · shop", durationSeconds: 0.25 },
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterDeploys, flagName, flagSpan, namesake } from "./deploy-clusters.ts";
import { type DeployTone, deployStretches } from "./deploy-stretches.ts";

const deploy = (timeMs: number, tone: DeployTone = "normal") => ({
  ...deployStretches([
    {
      id: String(timeMs),
      timeMs,
      service: "api",
      host: "",
      version: "v412",
      status: "finished",
      kind: "release",
      author: "",
      environment: "",
      title: "",
      link: "",
    },
  ])[0]!,
  tone,
});
const at = (...xs: number[]) =>
  clusterDeploys(
    xs.map((x) => deploy(x)),
    (ms) => ms,
    1_000,
  );

describe("deploy flags", () => {
  it("of deploys that are close are one flag", () => {
    expect(at(100, 110, 400).map((cluster) => cluster.deploys.length)).toEqual([2, 1]);
  });

  it("stand to the right of their line, but the last to the left where the wall ends", () => {
    expect(at(100, 980).map((cluster) => cluster.side)).toEqual(["right", "left"]);
    expect(flagName(at(100, 980)[1]!)).toBe("api v412");
  });

  it("outside the wall are not there", () => {
    expect(at(-5, 1_200)).toEqual([]);
  });

  it("never overlap, and every deploy in sight is in one", () => {
    const places = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(places, (unsorted) => {
        const xs = unsorted.sort((a, b) => a - b);
        const clusters = at(...xs);
        expect(clusters.flatMap((cluster) => cluster.deploys)).toHaveLength(xs.length);
        const spans = clusters.map(flagSpan);
        for (let i = 1; i < spans.length; i++)
          expect(spans[i]!.from).toBeGreaterThanOrEqual(spans[i - 1]!.to);
      }),
    );
  });

  it("of several are named after the last that went wrong, else after the last", () => {
    const list = [deploy(1), deploy(2, "bad"), deploy(3, "undo"), deploy(4)];
    expect(namesake(list).timeMs).toBe(2);
    expect(namesake([deploy(1), deploy(2)]).timeMs).toBe(2);
  });
});

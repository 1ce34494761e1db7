import type { SourceStatus } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createDrops } from "./drops.ts";
import { problemsOf } from "./problems.ts";

const fine = {
  sources: [],
  spool: { batches: 0, bytes: 0, maxBytes: 100 },
  store: [],
  stores: [],
  drops: [],
};
const failed: SourceStatus = {
  name: "host",
  address: "/proc",
  state: "failed",
  error: "cannot read /proc",
  received: 0,
  rejected: 0,
  lastReceivedMs: null,
  bad: [],
};

describe("what is wrong now", () => {
  it("is nothing when all is well", () => {
    expect(problemsOf(fine)).toEqual([]);
  });

  it("names a source that failed, with its reason", () => {
    expect(problemsOf({ ...fine, sources: [failed] })[0]?.message).toContain("cannot read /proc");
  });

  it("warns while there is still room in the spool", () => {
    expect(problemsOf({ ...fine, spool: { batches: 1, bytes: 79, maxBytes: 100 } })).toEqual([]);
    expect(problemsOf({ ...fine, spool: { batches: 1, bytes: 85, maxBytes: 100 } })[0]?.message).toContain(
      "85 %",
    );
  });

  it("shows kernel drops for five minutes after a loss", () => {
    const clock = manualClock();
    const drops = createDrops(clock, "statsd");
    drops.saw(0);
    expect(drops.problems()).toEqual([]);
    drops.saw(7);
    expect(drops.problems()[0]?.message).toContain("7 since the start");
    clock.advance(6 * 60_000);
    drops.saw(7);
    expect(drops.problems()).toEqual([]);
    expect(drops.total()).toBe(7);
  });
});

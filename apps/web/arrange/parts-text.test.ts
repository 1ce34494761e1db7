import { laneSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { readParts, textOfParts } from "./parts-text.ts";

const lane = laneSchema.parse({ id: "a", title: "A", expr: "up" });
const panel = {
  id: "p",
  title: "P",
  description: "",
  kind: "radar",
  place: { x: 0, y: 0, w: 3, h: 3 },
  spin: 4,
};

describe("what is copied", () => {
  it("is pasted as it was, panels of unknown kinds, too", () => {
    const read = readParts(textOfParts({ lanes: [lane], panels: [panel] }));
    expect(read).toEqual({ ok: true, parts: { lanes: [lane], panels: [panel] } });
  });

  it.each([
    ["", /nothing to paste/],
    ["rate(hits_total[5m])", /no lane and no panel of Mission Control/],
    ['{"a":1}', /no lane and no panel of Mission Control/],
    ["null", /no lane and no panel of Mission Control/],
    ['{"missionControl":"parts","lanes":[{"id":"x","title":"","expr":""}]}', /lanes\.0\.expr/],
    ['{"missionControl":"parts"}', /There is no lane and no panel/],
    [`"${"x".repeat(1_000_001)}"`, /too long/],
  ])("is refused in words where it is none of ours: %.30s", (text, words) => {
    const read = readParts(text);
    expect(read.ok).toBe(false);
    expect(read.ok ? "" : read.message).toMatch(words);
  });
});

import { laneSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { checkLane, fieldsOfLane } from "./lane-form.ts";

const { id: _, ...lane } = laneSchema.parse({ id: "a", title: "A", expr: "up", max: 5, legend: "{{job}}" });
const fields = fieldsOfLane(lane);

describe("the fields of a lane", () => {
  it("give the lane back", () => {
    expect(checkLane(fields)).toEqual({ ok: true, lane });
  });

  it("without a title take it from the expression", () => {
    const checked = checkLane({ ...fields, title: " ", expr: "rate(hits_total[$__rate_interval])" });
    expect(checked.ok && checked.lane.title).toBe("hits_total");
  });

  it.each([
    ["expr", { expr: " " }, /Give an expression/],
    ["expr", { expr: "sum(" }, /./],
    ["min", { min: "low" }, /Give a number/],
    ["max", { min: "5", max: "5" }, /more than the least/],
    ["rows", { rows: "0" }, /./],
    ["store", { store: "no such!" }, /./],
  ])("say what is wrong with %s: %j", (name, by, words) => {
    const checked = checkLane({ ...fields, ...by });
    expect(checked.ok ? {} : checked.faults).toEqual({ [name]: expect.stringMatching(words) });
  });

  it("leave to another store what its expressions mean", () => {
    expect(checkLane({ ...fields, store: "victoria", expr: "keep_last_value(up)" }).ok).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import type { LaneState } from "../data/lane-feed.ts";
import { sectionState } from "./section-state.ts";

const rows = [{} as LaneState["rows"][number]];
const lane = (over: Partial<LaneState> = {}): LaneState => ({
  phase: "ready",
  failure: undefined,
  missing: undefined,
  rows,
  hidden: 0,
  ...over,
});
const without = (missing: "past" | "part", message = "main is away") =>
  lane({ missing, failure: { message } });

describe("what a section says of its lanes", () => {
  it("is nothing where all is well", () => {
    expect(sectionState([lane(), lane()])).toEqual({ kind: "ok", words: "", rows: 2 });
  });

  it("tells those without data, and that all are", () => {
    expect(sectionState([lane(), lane({ rows: [] })])).toMatchObject({ kind: "ok", words: "1 without data" });
    expect(sectionState([lane({ rows: [] })])).toMatchObject({ kind: "quiet", words: "1 without data" });
  });

  it("tells those without their past, and those without a part of it, with the reasons, each once", () => {
    expect(sectionState([without("past"), lane()])).toMatchObject({
      kind: "bad",
      lost: { words: "1 without its past", why: "main is away" },
    });
    expect(sectionState([without("part")]).lost?.words).toBe("1 without a part of its past");
    expect(sectionState([without("past"), without("past"), without("part", "too much")]).lost).toEqual({
      words: "2 without their past, 1 without a part of it",
      why: "main is away · too much",
    });
    expect(sectionState([without("part"), without("part")]).lost?.words).toBe(
      "2 without a part of their past",
    );
  });

  it("tells what fails beside what goes on without its past", () => {
    const broken = lane({ phase: "failed", failure: { message: "parse error" }, rows: [] });
    expect(sectionState([broken, without("past")])).toEqual({
      kind: "bad",
      words: "1 failing",
      rows: 2,
      lost: { words: "1 without its past", why: "main is away" },
    });
  });
});

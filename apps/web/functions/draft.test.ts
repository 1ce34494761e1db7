import { customFunctionSchema } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { checkDraft, draftOf, emptyParameter, exampleDraft, freeName, sameDraft } from "./draft.ts";

const smooth = customFunctionSchema.parse({
  name: "smooth",
  kind: "aggregate",
  description: "A mean that moves.",
  parameters: [
    { name: "window", type: "duration", default: "5m", help: "How long" },
    { name: "least", type: "number", default: 2 },
    { name: "against", type: "query" },
  ],
  lookback: "window",
  code: "({ series }) => series",
});

describe("a draft", () => {
  it("of a function is that function", () => {
    expect(checkDraft(draftOf(smooth))).toEqual({ ok: true, value: smooth });
  });

  it("begins with a function that can be saved", () => {
    expect(checkDraft(exampleDraft())).toMatchObject({ ok: true });
  });

  it("says which field is wrong", () => {
    const draft = { ...exampleDraft(), name: "No Name", lookback: "soon?" };
    const checked = checkDraft({ ...draft, parameters: [{ ...emptyParameter(), name: "1" }] });
    expect(checked.ok ? [] : checked.faults.map(({ path }) => path).sort()).toEqual([
      "lookback",
      "name",
      "parameters.0.name",
    ]);
  });

  it("has no two parameters of one name", () => {
    const twice = [1, 2].map(() => ({ ...emptyParameter(), name: "x" }));
    const checked = checkDraft({ ...exampleDraft(), parameters: twice });
    expect(checked.ok ? [] : checked.faults.map(({ path }) => path)).toEqual(["parameters.1.name"]);
  });

  it("takes an empty duration for none, and an empty default for one that has to be given", () => {
    const checked = checkDraft({
      ...exampleDraft(),
      lookback: " ",
      parameters: [{ ...emptyParameter(), name: "x" }],
    });
    expect(checked).toMatchObject({
      ok: true,
      value: { lookback: "0s", parameters: [{ name: "x", type: "number", help: "" }] },
    });
  });

  it("is the same as another by what it says", () => {
    expect(sameDraft(exampleDraft(), exampleDraft())).toBe(true);
    expect(sameDraft(exampleDraft(), { ...exampleDraft(), code: "x" })).toBe(false);
    expect(sameDraft(exampleDraft(), { ...exampleDraft(), parameters: [] })).toBe(false);
  });
});

describe("a copy's name", () => {
  it("is free", () => {
    expect(freeName("a", [])).toBe("a");
    expect(freeName("a", ["a"])).toBe("a_2");
    expect(freeName("a_2", ["a", "a_2"])).toBe("a_3");
  });
});

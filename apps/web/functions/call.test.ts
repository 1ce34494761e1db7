import { functionParameterSchema } from "@mission-control/contracts";
import { parsePiped } from "@mission-control/functions";
import { describe, expect, it } from "vitest";
import { argumentsOf, pipedInto } from "./call.ts";

const clip = {
  name: "clip",
  parameters: [
    functionParameterSchema.parse({ name: "low", type: "number" }),
    functionParameterSchema.parse({ name: "high", type: "number", default: 100 }),
  ],
};

describe("a call", () => {
  it("takes defaults where nothing is given, and says what is missing", () => {
    expect(argumentsOf(clip, { low: " 0 " })).toEqual({ args: ["0", "100"] });
    expect(argumentsOf(clip, { high: "5" })).toEqual({ missing: "low" });
  });

  it("after an expression is read back as it was meant", () => {
    expect(parsePiped(pipedInto(" rate(hits[1m]) ", "clip", ["0", "100"]))).toEqual({
      query: "rate(hits[1m])",
      calls: [{ name: "clip", args: ["0", "100"] }],
    });
    expect(pipedInto("up", "abs", [])).toBe("up |> abs");
  });
});

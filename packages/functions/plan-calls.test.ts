import { type CustomFunction, customFunctionSchema, limits } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { faultsOf } from "./check-function.ts";
import { durationMs } from "./duration.ts";
import { parsePiped } from "./parse-piped.ts";
import { gridsOf, planCalls, signatureOf } from "./plan-calls.ts";
import { readyMade } from "./ready-made.ts";

const functions = new Map(readyMade.map((one) => [one.name, one]));
const plan = (text: string) => planCalls(parsePiped(text).calls, functions);

function made(more: Partial<CustomFunction>): CustomFunction {
  return customFunctionSchema.parse({ name: "f", kind: "aggregate", code: "() => []", ...more });
}

describe("a call", () => {
  it("has its arguments in what the code wants, defaults where none is given", () => {
    const [smooth, clip, ratio] = plan("up |> smooth |> clip(-1.5e3, +Inf) |> ratio(sum(a) / 2)");
    expect([...smooth!.args]).toEqual([["window", 300_000]]);
    expect(smooth).toMatchObject({ lookbackMs: 300_000, shiftMs: 0 });
    expect([...clip!.args.values()]).toEqual([-1_500, Number.POSITIVE_INFINITY]);
    expect([...ratio!.args]).toEqual([["of", { query: "sum(a) / 2" }]]);
    expect(plan("up |> shift(1d12h)")[0]).toMatchObject({ shiftMs: 129_600_000, lookbackMs: 0 });
  });

  it("says what would be right where it is wrong", () => {
    const said: [string, string][] = [
      ["up |> smoth(5m)", 'there is no function "smoth"; did you mean "smooth"?'],
      ["up |> qqqqqqqq", 'there is no function "qqqqqqqq"'],
      [
        "up |> smooth(5m, 6m)",
        '"smooth" takes 1 arguments at most, not 2: it is called as smooth(window: duration = 5m)',
      ],
      ["up |> clip(1)", '"clip" is not told "max": it is called as clip(min: number, max: number)'],
      [
        "up |> clip(1, 5m)",
        '"max" of "clip" is a number, not "5m": it is called as clip(min: number, max: number)',
      ],
      [
        "up |> smooth(5)",
        '"window" of "smooth" is a duration, not "5": it is called as smooth(window: duration = 5m)',
      ],
      ["up |> ratio()", '"ratio" is not told "of": it is called as ratio(of: query)'],
      [
        "up |> shift(4w) |> shift(4d)",
        "the functions need 32 days of the past before the range; 31 days are the most",
      ],
      [`up ${"|> smooth ".repeat(9)}`, "9 functions follow the query; 8 are the most"],
    ];
    for (const [text, words] of said) expect(() => plan(text), text).toThrow(words);
  });

  it("reads as much more, and so much earlier, as it and those after it need", () => {
    const grid = { startMs: 10_000_000, endMs: 10_600_000, stepMs: 60_000 };
    expect(gridsOf(plan("up |> smooth(90s) |> shift(45s) |> zscore(3m)"), grid)).toEqual([
      { startMs: 10_000_000 - 180_000 - 45_000 - 120_000, endMs: 10_600_000 - 45_000, stepMs: 60_000 },
      { startMs: 10_000_000 - 180_000 - 45_000, endMs: 10_600_000 - 45_000, stepMs: 60_000 },
      { startMs: 10_000_000 - 180_000, endMs: 10_600_000, stepMs: 60_000 },
    ]);
    expect(() => gridsOf(plan("up |> smooth(1d)"), { ...grid, stepMs: 5_000 })).toThrow(
      `"smooth" would look back over 17280 steps; ${limits.stepsPerQuery} are the most`,
    );
  });

  it("is shown with its parameters", () => {
    expect(signatureOf(functions.get("drop_outliers")!)).toBe(
      "drop_outliers(percentile: number = 0.9, window: duration = 1h)",
    );
    expect(signatureOf(functions.get("percent_of_total")!)).toBe("percent_of_total()");
  });
});

describe("a duration", () => {
  it.each([
    ["0", 0],
    ["90s", 90_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["1w", 604_800_000],
  ])("%s", (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
  it.each(["", "5", "-5m", "5 m", "m", "1.5h"])("is not %j", (text) => expect(durationMs(text)).toBeNaN());
});

describe("a function that contradicts itself", () => {
  it.each<[string, Partial<CustomFunction>, string]>([
    [
      "two parameters of a name",
      {
        parameters: [
          { name: "a", type: "number", help: "" },
          { name: "a", type: "query", help: "" },
        ],
      },
      "parameters.1.name",
    ],
    ["a look-back that nothing says", { lookback: "window" }, "lookback"],
    ["a shift by a number", { shift: "a", parameters: [{ name: "a", type: "number", help: "" }] }, "shift"],
    [
      "a default that is of another type",
      { parameters: [{ name: "a", type: "duration", default: 5, help: "" }] },
      "parameters.0.default",
    ],
    [
      "a query by default",
      { parameters: [{ name: "a", type: "query", default: "up", help: "" }] },
      "parameters.0.default",
    ],
    [
      "what must be told after what need not be",
      {
        parameters: [
          { name: "a", type: "number", default: 1, help: "" },
          { name: "b", type: "number", help: "" },
        ],
      },
      "parameters.1",
    ],
    ["a map of whole series", { kind: "map", per: "series" }, "per"],
  ])("has %s", (_, more, path) => {
    expect(faultsOf(made(more)).map((fault) => fault.path)).toEqual([path]);
  });
});

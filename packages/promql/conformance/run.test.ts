import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPoints } from "./points.ts";
import { runScript } from "./run.ts";

const outcomes = async (script: string) => (await runScript(script)).map(({ result }) => result);

describe("a test file", () => {
  it("says what it loads and what comes of asking", async () => {
    const script = `
# A counter.
load 10s
  c{a="1"} 0+1x10
  c{a="2"} _x2 4 stale

eval instant at 20s c
  c{a="2"} 4
  c{a="1"} 2

eval range from 0 to 40s step 20s c
  c{a="1"} 0 2 4
  c{a="2"} _ 4

eval instant at 0 1 + 1
  2

eval instant at 0 rate(c)
  expect fail msg: expected type range vector
`;
    expect(await outcomes(script)).toEqual(["passed", "passed", "passed", "passed"]);
  });

  it("fails where values, series, order, errors or notes differ", async () => {
    const load = 'load 10s\n  c{a="1"} 1\n  c{a="2"} 2\n';
    for (const wrong of [
      'eval instant at 0 c\n  c{a="1"} 1\n  c{a="2"} 2.00001',
      'eval instant at 0 c\n  c{a="1"} 1',
      'eval instant at 0 c{a="1"}\n  c{a="1"} 1\n  c{a="2"} 2',
      'eval instant at 0 sort(c)\n  expect ordered\n  c{a="2"} 2\n  c{a="1"} 1',
      "eval instant at 0 sum(c)\n  expect fail",
      "eval instant at 0 sum(\n  {} 3",
      "eval instant at 0 sum(c)\n  expect warn\n  {} 3",
      "eval instant at 0 quantile(2, c)\n  expect no_warn\n  {} +Inf",
      "eval range from 0 to 10s step 10s sum(c)\n  {} 3",
    ]) {
      expect(await outcomes(load + wrong), wrong).toEqual(["failed"]);
    }
  });

  it("is skipped where it needs native histograms, never passed", async () => {
    const script =
      "load 10s\n  h {{schema:0 count:1}}\n  c 1\neval instant at 0 h\neval instant at 0 c\n  c 1";
    expect(await outcomes(script)).toEqual(["skipped", "passed"]);
  });
});

describe("points", () => {
  it("may be written as runs", () => {
    expect(readPoints("1+2x3 5x1 _x2 9-1x1 stale NaN")).toEqual([
      1,
      3,
      5,
      7,
      5,
      5,
      undefined,
      undefined,
      9,
      8,
      "stale",
      Number.NaN,
    ]);
  });
});

const shared = join(import.meta.dirname, "../../../../shared/conformance/promqltest");

describe.skipIf(!existsSync(shared))("Prometheus' own test files", () => {
  for (const file of existsSync(shared) ? readdirSync(shared) : []) {
    it(`${file} holds`, async () => {
      const run = await runScript(readFileSync(join(shared, file), "utf8"));
      expect(run.filter(({ result }) => result === "failed")).toEqual([]);
    });
  }
});

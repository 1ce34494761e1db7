import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFixture } from "./conformance/fixture.ts";

describe("rate and increase", () => {
  it("of a counter that grows evenly are its slope and what it grows in the range", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2, max: 20 }),
        async (slope, samples) => {
          const { at } = createFixture(`load 10s\n  c_total 1000000+${slope}x100`);
          const range = samples * 10;
          const seconds = await at(`rate(c_total[${range}s])`, 500);
          expect(seconds["{}"]).toBeCloseTo(slope / 10, 9);
          expect((await at(`increase(c_total[${range}s])`, 500))["{}"]).toBeCloseTo((slope / 10) * range, 7);
        },
      ),
    );
  });

  it("count a fall as a restart from 0", async () => {
    const { at } = createFixture("load 10s\n  c_total 0 10 20 5 15");
    expect((await at("increase(c_total[50s])", 40))["{}"]).toBeCloseTo(35, 9);
    expect((await at("irate(c_total[30s])", 30))["{}"]).toBe(0.5);
    expect((await at("resets(c_total[1m])", 40))["{}"]).toBe(1);
  });

  it("do not reach back to before the counter was 0", async () => {
    const { at } = createFixture("load 1m\n  c_total 1 61 121");
    // 120 within 2 min; at this pace the counter was 0 one second before the first sample.
    expect((await at("increase(c_total[10m])", 120))["{}"]).toBeCloseTo(121, 9);
  });

  it("need two samples, as all functions of a change do", async () => {
    const { at } = createFixture("load 10s\n  c_total 5");
    for (const name of ["rate", "irate", "increase", "delta", "idelta", "deriv"]) {
      expect(await at(`${name}(c_total[1m])`, 5)).toEqual({});
    }
  });

  it("say so where the name is not a counter's", async () => {
    const { instant } = createFixture("load 10s\n  gauge 1 2 3\n  c_total 1 2 3");
    const words =
      "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket";
    expect((await instant("sum(rate(gauge[1m]))", 20)).infos).toEqual([`${words}: "gauge" (1:10)`]);
    expect((await instant("rate(c_total[1m]) + delta(gauge[1m])", 20)).infos).toEqual([]);
  });
});

describe("delta, deriv and predict_linear", () => {
  const { at } = createFixture("load 10s\n  line 100-5x20\n  flat 7x20\n  step 1 1 4 4 4 NaN NaN");

  it("follow a straight line", async () => {
    expect((await at("delta(line[1m])", 100))["{}"]).toBeCloseTo(-30, 9);
    expect((await at("idelta(line[1m])", 100))["{}"]).toBe(-5);
    expect((await at("deriv(line[1m])", 100))["{}"]).toBeCloseTo(-0.5, 12);
    expect((await at("predict_linear(line[1m], 60)", 100))["{}"]).toBeCloseTo(20, 9);
    expect((await at("deriv(flat[1m])", 100))["{}"]).toBe(0);
  });

  it("keep their precision far from the epoch", async () => {
    const far = createFixture(`load 10s\n  v _x${1e5} 1e9+1x10`);
    expect((await far.at("deriv(v[1m])", 1e6 + 100))["{}"]).toBeCloseTo(0.1, 12);
  });

  it("count changes, none between NaN and NaN", async () => {
    expect(await at("changes(step[2m])", 60)).toEqual({ "{}": 2 });
  });
});

describe("anchored and smoothed windows", () => {
  const { at } = createFixture("load 15s\n  c_total 0+3x10\n  reset_total 0 10 4 8");

  it("measure between their edges instead of extrapolating to them", async () => {
    expect((await at("increase(c_total[1m] anchored)", 100))["{}"]).toBe(12);
    expect((await at("increase(c_total[1m] smoothed)", 100))["{}"]).toBeCloseTo(12, 12);
    expect((await at("rate(c_total[20s] smoothed)", 70))["{}"]).toBeCloseTo(0.2, 12);
    expect((await at("increase(reset_total[45s] anchored)", 45))["{}"]).toBe(18);
    expect((await at("resets(reset_total[45s] anchored)", 45))["{}"]).toBe(1);
  });

  it("lay a selector's value on the line between its samples", async () => {
    expect(await at("c_total smoothed", 20)).toEqual({ c_total: 4 });
  });
});

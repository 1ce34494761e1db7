import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { MissingStyle } from "./styles.ts";
import { isMissingCode, untilLoaded } from "./until-loaded.ts";

const missing = () => new TypeError("Failed to fetch dynamically imported module: http://host/assets/a-1.js");

/** A server that is there or not, and has the code or not. */
function server(served: boolean, has: boolean) {
  const clock = manualClock();
  const state = { served, has, loads: 0, looks: 0, old: 0, unstyled: 0 };
  const around = {
    clock,
    isServed: async () => {
      state.looks++;
      return state.served;
    },
    styles: async () => {
      if (state.unstyled-- > 0) throw new MissingStyle("a.css");
    },
    isOld: () => void state.old++,
  };
  const load = async () => {
    state.loads++;
    if (!state.served || !state.has) throw missing();
    return "code";
  };
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, state, around, load, settled };
}

describe("code that comes later", () => {
  it("is there at once where the server has it, and nothing else is asked", async () => {
    const { state, around, load } = server(true, true);
    expect(await untilLoaded(load, around)).toBe("code");
    expect(state).toMatchObject({ loads: 1, looks: 0, old: 0 });
  });

  it("is waited for while the server is away, ever longer up to 8 s", async () => {
    const { clock, state, around, load, settled } = server(false, true);
    const coming = untilLoaded(load, around);
    await settled();
    for (const [waitMs, loads] of [
      [1_000, 2],
      [2_000, 3],
      [4_000, 4],
      [8_000, 5],
      [8_000, 6],
    ] as const) {
      clock.advance(waitMs - 1);
      await settled();
      expect(state.loads).toBe(loads - 1);
      clock.advance(1);
      await settled();
      expect(state.loads).toBe(loads);
    }
    state.served = true;
    clock.advance(8_000);
    expect(await coming).toBe("code");
    expect(state).toMatchObject({ loads: 7, looks: 6, old: 0 });
  });

  it("is given up, and the page called old, where the server answers before and after and does not have it", async () => {
    const { state, around, load } = server(true, false);
    await expect(untilLoaded(load, around)).rejects.toThrow("Failed to fetch");
    expect(state).toMatchObject({ loads: 2, looks: 2, old: 1 });
  });

  it("is not given up where the server goes away between", async () => {
    const { clock, state, around, load, settled } = server(true, false);
    // Away as it is looked for the second time, and there ever after: only then it is known to be gone.
    const looks = [true, false];
    const coming = untilLoaded(load, { ...around, isServed: async () => looks.shift() ?? true });
    const rejected = expect(coming).rejects.toThrow("Failed to fetch");
    await settled();
    expect(state).toMatchObject({ loads: 2, old: 0 });
    clock.advance(1_000);
    await rejected;
    expect(state).toMatchObject({ loads: 4, old: 1 });
  });

  it("comes with its looks: style sheets that failed before are had first", async () => {
    const { state, around, load } = server(true, true);
    state.unstyled = 1;
    expect(await untilLoaded(load, around)).toBe("code");
    expect(state).toMatchObject({ loads: 1, looks: 1, old: 0 });
    state.unstyled = 2;
    await expect(untilLoaded(load, around)).rejects.toThrow("a.css");
    expect(state).toMatchObject({ loads: 1, old: 1 });
  });

  it("is not asked for again where it came and failed", async () => {
    const { state, around } = server(true, true);
    const fault = new Error("x is not a function");
    await expect(untilLoaded(() => Promise.reject(fault), around)).rejects.toBe(fault);
    expect(state).toMatchObject({ looks: 0, old: 0 });
  });

  it("is known to be missing by what each browser says", () => {
    for (const message of [
      "Failed to fetch dynamically imported module: http://host/assets/TextBody-1.js",
      "error loading dynamically imported module: http://host/assets/TextBody-1.js",
      "Importing a module script failed.",
      "Unable to preload CSS for /assets/PanelGrid-1.css",
    ])
      expect(isMissingCode(new TypeError(message)), message).toBe(true);
    expect(isMissingCode(new TypeError("x is not a function"))).toBe(false);
    expect(isMissingCode("gone")).toBe(false);
  });
});

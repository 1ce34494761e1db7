import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { MissingStyle } from "./styles.ts";
import { type Found, isMissingCode, untilLoaded } from "./until-loaded.ts";

const address = "http://host/assets/a-1.js";
const missing = () => new TypeError(`Failed to fetch dynamically imported module: ${address}`);

/** A server on which code is found as `found` says; it is loaded where `loads` says so. */
function server(found: Found, comes: boolean) {
  const clock = manualClock();
  const state = { found, comes, loads: 0, looks: 0, old: 0, unstyled: 0 };
  const asked: (string | undefined)[] = [];
  const around = {
    clock,
    look: async (of?: string) => {
      state.looks++;
      asked.push(of);
      return state.found;
    },
    styles: async () => {
      if (state.unstyled > 0) {
        state.unstyled--;
        throw new MissingStyle("http://host/assets/a-1.css");
      }
    },
    isOld: () => void state.old++,
  };
  const load = async () => {
    state.loads++;
    if (!state.comes) throw missing();
    return "code";
  };
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, state, asked, around, load, settled };
}

describe("code that comes later", () => {
  it("is there at once where the server has it, and nothing else is asked", async () => {
    const { state, around, load } = server("there", true);
    expect(await untilLoaded(load, around)).toBe("code");
    expect(state).toMatchObject({ loads: 1, looks: 0, old: 0 });
  });

  it("is waited for while the server is away, ever longer up to 8 s", async () => {
    const { clock, state, asked, around, load, settled } = server("away", false);
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
    state.comes = true;
    clock.advance(8_000);
    expect(await coming).toBe("code");
    expect(state).toMatchObject({ loads: 7, looks: 6, old: 0 });
    expect(new Set(asked)).toEqual(new Set([address]));
  });

  it("is given up at once, and the page called old, where the server says that it has none", async () => {
    const { state, around, load } = server("gone", false);
    await expect(untilLoaded(load, around)).rejects.toThrow("Failed to fetch");
    expect(state).toMatchObject({ loads: 1, looks: 1, old: 1 });
  });

  it("is given up at the fourth time that it does not come though the server has it", async () => {
    const { clock, state, around, load, settled } = server("there", false);
    const rejected = expect(untilLoaded(load, around)).rejects.toThrow("Failed to fetch");
    for (const waitMs of [1_000, 2_000, 4_000]) {
      await settled();
      expect(state.old).toBe(0);
      clock.advance(waitMs);
    }
    await rejected;
    expect(state).toMatchObject({ loads: 4, looks: 4, old: 1 });
  });

  it("comes after two connections that broke while the server was there", async () => {
    const { clock, state, around, load, settled } = server("there", false);
    const coming = untilLoaded(load, around);
    await settled();
    clock.advance(1_000);
    await settled();
    state.comes = true;
    clock.advance(2_000);
    expect(await coming).toBe("code");
    expect(state).toMatchObject({ loads: 3, old: 0 });
  });

  it("is not asked for again where it came and failed", async () => {
    const { state, around } = server("there", true);
    const fault = new Error("x is not a function");
    await expect(untilLoaded(() => Promise.reject(fault), around)).rejects.toBe(fault);
    expect(state).toMatchObject({ looks: 0, old: 0 });
  });

  it("comes with its looks: style sheets that failed before are had before it is shown", async () => {
    const { clock, state, asked, around, load, settled } = server("there", true);
    state.unstyled = 1;
    const coming = untilLoaded(load, around);
    await settled();
    expect(asked).toEqual(["http://host/assets/a-1.css"]);
    clock.advance(1_000);
    expect(await coming).toBe("code");
    expect(state).toMatchObject({ loads: 1, old: 0 });
  });

  it("is not held back by a style sheet that is gone", async () => {
    const { state, around, load } = server("gone", true);
    state.unstyled = 1;
    expect(await untilLoaded(load, around)).toBe("code");
    expect(state).toMatchObject({ loads: 1, looks: 1, old: 1 });
  });

  it("is not held back either where what loads it asks for that style sheet first", async () => {
    const { state, around } = server("gone", true);
    const load = async () => {
      // It is asked for once only.
      if (state.loads++ === 0) throw new Error("Unable to preload CSS for http://host/assets/a-1.css");
      return "code";
    };
    expect(await untilLoaded(load, around)).toBe("code");
    expect(state).toMatchObject({ loads: 2, looks: 1, old: 1 });
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

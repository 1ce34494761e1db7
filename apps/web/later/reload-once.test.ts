import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { reloadOnce } from "./reload-once.ts";

function screen() {
  const clock = manualClock();
  const kept = new Map<string, string>();
  const seen = { served: true, reloads: 0, asked: 0 };
  const page = (version: string) => ({
    version,
    kept: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    isServed: async () => {
      seen.asked++;
      return seen.served;
    },
    reload: () => void seen.reloads++,
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, seen, page, settled };
}

describe("a page of which a part is missing", () => {
  it("is loaded again once for each version that is served", async () => {
    const { clock, seen, page, settled } = screen();
    // Two parts of it are missing.
    reloadOnce(clock, page("a"));
    reloadOnce(clock, page("a"));
    await settled();
    expect(seen.reloads).toBe(1);
    reloadOnce(clock, page("a"));
    clock.advance(60_000);
    await settled();
    expect(seen.reloads).toBe(1);
    reloadOnce(clock, page("b"));
    await settled();
    expect(seen.reloads).toBe(2);
  });

  it("waits for a server that is away, and forgets it where the part is left", async () => {
    const { clock, seen, page, settled } = screen();
    seen.served = false;
    reloadOnce(clock, page("a"));
    const leave = reloadOnce(clock, page("b"));
    await settled();
    expect(seen).toEqual({ served: false, reloads: 0, asked: 2 });
    leave();
    seen.served = true;
    clock.advance(10_000);
    await settled();
    expect(seen).toEqual({ served: true, reloads: 1, asked: 3 });
  });
});

import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { reloadOld } from "./reload-old.ts";

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
  it("is loaded again once, and not again for a quarter of an hour where that did not help", async () => {
    const { clock, seen, page, settled } = screen();
    // Two parts of it are missing.
    reloadOld(clock, page("a"));
    reloadOld(clock, page("a"));
    await settled();
    expect(seen.reloads).toBe(1);
    reloadOld(clock, page("a"));
    for (let passed = 0; passed < 14 * 60_000; passed += 60_000) {
      clock.advance(60_000);
      await settled();
    }
    expect(seen).toMatchObject({ reloads: 1, asked: 2 });
    clock.advance(60_000);
    await settled();
    expect(seen.reloads).toBe(2);
    // Another version is another page.
    reloadOld(clock, page("b"));
    await settled();
    expect(seen.reloads).toBe(3);
  });

  it("waits for a server that is away, and forgets it where the part is left", async () => {
    const { clock, seen, page, settled } = screen();
    seen.served = false;
    reloadOld(clock, page("a"));
    const leave = reloadOld(clock, page("b"));
    await settled();
    expect(seen).toEqual({ served: false, reloads: 0, asked: 2 });
    leave();
    seen.served = true;
    clock.advance(10_000);
    await settled();
    expect(seen).toEqual({ served: true, reloads: 1, asked: 3 });
  });
});

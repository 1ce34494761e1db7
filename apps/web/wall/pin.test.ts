import { manualClock } from "@mission-control/series";
import { type Context, createContext } from "cubism-es";
import { beforeEach, describe, expect, it } from "vitest";
import { createPin } from "./pin.ts";

const NOW = 1_000_000;
const STEP = 5_000;

describe("the moment under the rule", () => {
  let context: Context;
  let pin: ReturnType<typeof createPin>;

  beforeEach(() => {
    context = createContext({ clock: manualClock(NOW), step: STEP, size: 10, columnPx: 1, endMs: NOW });
    pin = createPin(context);
    pin.start();
  });

  it("comes back to the pin when the pointer leaves", () => {
    pin.hold(NOW - 3 * STEP);
    pin.pointed(() => context.focus(8));
    context.focus(8);
    expect(context.focusedMs).toBe(NOW - STEP);
    pin.left();
    expect(context.focusedMs).toBe(NOW - 3 * STEP);
  });

  it("goes away when the pointer leaves and nothing is pinned", () => {
    context.focus(4);
    pin.left();
    expect(context.focused).toBeNull();
  });

  it("stays under a pointer that rests while the lanes move", () => {
    pin.pointed(() => context.focus(9));
    context.focus(9);
    context.advance(NOW + STEP);
    expect(context.focusedMs).toBe(NOW + STEP);
  });

  it("moves with the lanes once it is pinned", () => {
    context.focus(9);
    pin.holdFocused();
    pin.left();
    context.advance(NOW + 2 * STEP);
    expect(context.focusedMs).toBe(NOW);
    expect(context.focused).toBe(7);
  });

  it("goes by columns from the newest, and is pinned there", () => {
    pin.move(-1);
    expect(pin.pinnedMs()).toBe(NOW);
    pin.move(-10);
    expect(pin.pinnedMs()).toBe(NOW - 9 * STEP);
    pin.hold(undefined);
    expect(context.focused).toBeNull();
    expect(pin.pinnedMs()).toBeUndefined();
  });

  it("is there as soon as the window that an address asks for is", () => {
    pin.hold(NOW - 100 * STEP);
    expect(context.focused).toBeNull();
    context.pause();
    context.configure({ endMs: NOW - 95 * STEP });
    expect(context.focusedMs).toBe(NOW - 100 * STEP);
  });
});

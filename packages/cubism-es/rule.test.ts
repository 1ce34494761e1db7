import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { createRule } from "./rule.ts";

const END = 1_000_000;

/** A surface 10 px from the window's left edge, as far as a rule needs one. */
function createSurface() {
  const target = new EventTarget();
  return Object.assign(target, { getBoundingClientRect: () => ({ left: 10 }) }) as unknown as HTMLElement;
}

function point(surface: HTMLElement, type: string, clientX = 0, pointerType = "mouse"): void {
  surface.dispatchEvent(Object.assign(new Event(type), { clientX, pointerType }));
}

function setUp() {
  const context = createContext({
    clock: manualClock(),
    step: 1_000,
    size: 50,
    columnPx: 4,
    endMs: END,
  });
  const surface = createSurface();
  const line = { hidden: false, style: { transform: "" } } as unknown as HTMLElement;
  return { context, surface, line, rule: createRule({ context, surface, line }) };
}

describe("the rule", () => {
  it("is hidden until something is focused", () => {
    expect(setUp().line.hidden).toBe(true);
  });

  it("focuses the column under the pointer and stands in its middle", () => {
    const { context, surface, line } = setUp();
    point(surface, "pointermove", 10 + 4 * 7 + 3);
    expect(context.focused).toBe(7);
    expect(line.hidden).toBe(false);
    expect(line.style.transform).toBe("translateX(30px)");
  });

  it("follows a focus that comes from elsewhere, and its time as the window moves", () => {
    const { context, line } = setUp();
    context.focusTime(END);
    expect(line.style.transform).toBe("translateX(198px)");
    context.advance(END + 2_000);
    expect(line.style.transform).toBe("translateX(190px)");
    context.configure({ columnPx: 2 });
    expect(line.style.transform).toBe("translateX(95px)");
  });

  it("goes with the mouse, and stays where a finger was", () => {
    const { context, surface, line } = setUp();
    point(surface, "pointerdown", 20, "touch");
    point(surface, "pointerleave", 20, "touch");
    expect(context.focused).toBe(2);
    point(surface, "pointerleave");
    expect(context.focused).toBeNull();
    expect(line.hidden).toBe(true);
  });

  it("leaves alone what a filter keeps from it", () => {
    const { context, line } = setUp();
    const surface = createSurface();
    let isLane = true;
    createRule({ context, surface, line, filter: () => isLane });
    point(surface, "pointermove", 10 + 4 * 7);
    isLane = false;
    point(surface, "pointermove", 10 + 4 * 9);
    expect(context.focused).toBeNull();
    // What is put there from elsewhere stays.
    context.focus(3);
    point(surface, "pointermove", 10 + 4 * 11);
    expect(context.focused).toBe(3);
    isLane = true;
    point(surface, "pointermove", 10 + 4 * 5);
    expect(context.focused).toBe(5);
  });

  it("listens no more once it is destroyed", () => {
    const { context, surface, line, rule } = setUp();
    rule.destroy();
    point(surface, "pointermove", 50);
    context.focus(3);
    expect(line.style.transform).toBe("");
  });
});

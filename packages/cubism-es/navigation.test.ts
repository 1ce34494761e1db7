import { manualClock } from "@mission-control/series";
import { describe, expect, it } from "vitest";
import { createContext } from "./context.ts";
import { createKeys } from "./keys.ts";
import { createNavigation, type NavigationOptions } from "./navigation.ts";

const STEP = 1_000;
const END = 100_000 * STEP;

function setUp(over: Partial<NavigationOptions> = {}) {
  const clock = manualClock(END);
  const context = createContext({ clock, step: STEP, size: 100, columnPx: 2, endMs: END });
  const surface = Object.assign(new EventTarget(), {
    style: { touchAction: "" },
    tabIndex: -1,
    getBoundingClientRect: () => ({ left: 10 }),
    setPointerCapture() {},
  }) as unknown as HTMLElement;
  let moves = 0;
  const laid: number[] = [];
  context.on("configure", () => laid.push(context.endMs));
  const navigation = createNavigation({ context, surface, moved: () => moves++, ...over });
  createKeys({ context, surface, navigation });
  const fire = (type: string, what: object = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      pointerId: 1,
      pointerType: "mouse",
      button: 0,
      buttons: 1,
      clientX: 0,
      clientY: 0,
      deltaX: 0,
      deltaY: 0,
      deltaMode: 0,
      ...what,
    });
    surface.dispatchEvent(event);
    return event;
  };
  const drag = (byX: number, pointerId = 1) => {
    fire("pointerdown", { clientX: 100, pointerId });
    fire("pointermove", { clientX: 100 + byX / 2, pointerId });
    fire("pointermove", { clientX: 100 + byX, pointerId });
    fire("pointerup", { clientX: 100 + byX, pointerId });
  };
  return { clock, context, surface, navigation, fire, drag, laid, moved: () => moves };
}

describe("a window dragged by hand", () => {
  it("follows the pointer column by column, paused, and has its data asked for when it comes to rest", () => {
    const { context, fire, laid, moved } = setUp();
    fire("pointerdown", { clientX: 100 });
    fire("pointermove", { clientX: 121 });
    expect(context).toMatchObject({ paused: true, endMs: END - 11 * STEP });
    expect(laid).toEqual([]);
    fire("pointermove", { clientX: 150 });
    fire("pointerup", { clientX: 150 });
    expect(laid).toEqual([END - 25 * STEP]);
    expect(moved()).toBe(1);
  });

  it("does not begin where a filter says no, nor do wheels or double clicks move it there", () => {
    const { context, drag, fire } = setUp({ filter: () => false });
    drag(60);
    fire("wheel", { deltaX: -200 });
    expect(context.paused).toBe(false);
    context.look(END - 10 * STEP);
    fire("dblclick");
    expect(context.paused).toBe(true);
  });

  it("does not begin for a click, nor for a movement up and down, nor with another button", () => {
    const { context, fire, drag } = setUp();
    drag(3);
    fire("pointerdown", { clientX: 100 });
    fire("pointermove", { clientX: 120, clientY: 80 });
    fire("pointerup");
    fire("pointerdown", { clientX: 100, button: 2 });
    fire("pointermove", { clientX: 300 });
    fire("pointerup");
    expect(context).toMatchObject({ paused: false, endMs: END });
  });

  it("keeps the click that ends it from others, and lets the next one through", () => {
    const { surface, fire, drag } = setUp();
    let clicks = 0;
    surface.addEventListener("click", () => clicks++);
    drag(50);
    fire("click");
    expect(clicks).toBe(0);
    fire("click");
    drag(1);
    fire("click");
    expect(clicks).toBe(2);
  });

  it("is live again where it is dragged to the right edge, though that went on meanwhile", () => {
    const { context, fire, drag } = setUp();
    drag(60);
    fire("pointerdown", { clientX: 200 });
    fire("pointermove", { clientX: 100 });
    context.advance(END + STEP);
    fire("pointerup", { clientX: 100 });
    expect(context).toMatchObject({ paused: false, endMs: END + STEP });
  });

  it("goes no further back than it may, and never beyond now", () => {
    const { context, drag, navigation } = setUp({ firstMs: () => END - 150 * STEP });
    drag(5_000);
    expect(context.startMs).toBe(END - 150 * STEP);
    navigation.pan(1_000);
    expect(context).toMatchObject({ paused: false, endMs: END });
  });

  it("drops where the pointer was let go of elsewhere, or was taken away", () => {
    const { context, fire, laid } = setUp();
    fire("pointerdown", { clientX: 100 });
    fire("pointermove", { clientX: 140 });
    fire("pointermove", { clientX: 180, buttons: 0 });
    fire("pointermove", { clientX: 400 });
    expect(context.endMs).toBe(END - 20 * STEP);
    fire("pointerdown", { clientX: 100, pointerType: "touch" });
    fire("pointermove", { clientX: 120, pointerType: "touch" });
    fire("pointercancel", { clientX: 120, pointerType: "touch" });
    expect(laid).toHaveLength(2);
  });
});

describe("a wheel", () => {
  it("sideways moves the window and comes to rest by itself; up and down is the page's", () => {
    const { clock, context, fire, laid } = setUp();
    expect(fire("wheel", { deltaY: 100 }).defaultPrevented).toBe(false);
    expect(fire("wheel", { deltaX: -21 }).defaultPrevented).toBe(true);
    fire("wheel", { deltaY: -39, shiftKey: true });
    expect(context.endMs).toBe(END - 30 * STEP);
    expect(laid).toEqual([]);
    clock.advance(1_000);
    expect(laid).toEqual([END - 30 * STEP]);
  });

  it("with Control zooms about the moment under the pointer, through steps that read well", () => {
    const { context, fire } = setUp();
    fire("wheel", { deltaY: 100, ctrlKey: true, clientX: 10 + 100 });
    expect(context.step).toBe(2_000);
    // A live window stays live where its new end would lie after now.
    expect(context.paused).toBe(false);
    context.look(END - 1_000 * STEP);
    const momentMs = context.startMs + 25 * context.step;
    fire("wheel", { deltaY: -100, ctrlKey: true, clientX: 10 + 50 });
    expect(context.step).toBe(1_000);
    expect(Math.abs(context.startMs + 25 * context.step - momentMs)).toBeLessThanOrEqual(2_000);
    fire("wheel", { deltaY: -100, ctrlKey: true, clientX: 60 });
    expect(context.step).toBe(1_000);
  });
});

describe("two fingers", () => {
  it("zoom as they go apart and together", () => {
    const zooms: number[] = [];
    const { fire, context } = setUp({ zoom: (by) => zooms.push(by) });
    const touch = { pointerType: "touch" };
    fire("pointerdown", { ...touch, clientX: 100 });
    fire("pointerdown", { ...touch, clientX: 200, pointerId: 2 });
    fire("pointermove", { ...touch, clientX: 300, pointerId: 2 });
    expect(zooms).toEqual([1]);
    fire("pointermove", { ...touch, clientX: 150, pointerId: 2 });
    expect(zooms).toEqual([1, -1]);
    fire("pointerup", { ...touch, pointerId: 2 });
    fire("pointerup", touch);
    expect(context.endMs).toBe(END);
  });
});

describe("the keys of a surface", () => {
  it("move the focus, the window and the zoom, and come back", () => {
    const { context, surface, fire } = setUp();
    expect(surface.tabIndex).toBe(0);
    fire("keydown", { key: "ArrowLeft" });
    fire("keydown", { key: "ArrowLeft", shiftKey: true });
    expect(context.focused).toBe(89);
    fire("keydown", { key: "ArrowRight" });
    expect(context.focused).toBe(90);
    fire("keydown", { key: "Home" });
    expect(context.focused).toBe(0);
    fire("keydown", { key: "PageUp" });
    expect(context).toMatchObject({ paused: true, endMs: END - 50 * STEP });
    fire("keydown", { key: "-" });
    expect(context.step).toBe(2_000);
    expect(fire("keydown", { key: "Escape" }).defaultPrevented).toBe(true);
    expect(context).toMatchObject({ paused: false, focused: null });
    expect(fire("keydown", { key: "x" }).defaultPrevented).toBe(false);
    expect(fire("keydown", { key: "ArrowLeft", ctrlKey: true }).defaultPrevented).toBe(false);
  });

  it("and the surface are let alone once navigation is destroyed", () => {
    const { context, navigation, drag, fire } = setUp();
    navigation.destroy();
    drag(100);
    fire("wheel", { deltaX: -50 });
    expect(context.endMs).toBe(END);
  });
});

import { describe, expect, it } from "vitest";
import { createFrames } from "./frames.ts";
import { createHandCrank, createPage } from "./paper.ts";

function start() {
  const frames = createFrames();
  const crank = createHandCrank();
  const page = createPage();
  const drawn: string[] = [];
  const lane = (name: string) => ({ draw: () => void drawn.push(name) });
  return { frames, crank, page, drawn, lane, stop: frames.start(crank.request, page) };
}

describe("frames", () => {
  it("draw all that is dirty at once, each once", () => {
    const { frames, crank, drawn, lane } = start();
    const [a, b] = [lane("a"), lane("b")];
    for (const dirty of [a, b, a, b, a]) frames.add(dirty);
    expect(crank.asked()).toBe(1);
    crank.turn();
    expect(drawn).toEqual(["a", "b"]);
  });

  it("may come at the end of the page's turn, for all that became dirty in it", async () => {
    const { frames, page, drawn, lane } = start();
    frames.start(queueMicrotask, page);
    const late = lane("late");
    const first = {
      draw() {
        drawn.push("first");
        frames.add(late);
      },
    };
    for (const dirty of [first, lane("second"), first]) frames.add(dirty);
    expect(drawn).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(drawn).toEqual(["first", "second", "late"]);
  });

  it("are not asked for while nothing is dirty", () => {
    const { frames, crank, lane } = start();
    expect(crank.asked()).toBe(0);
    frames.add(lane("a"));
    crank.turn();
    expect(crank.asked()).toBe(0);
  });

  it("draw nothing while the page is hidden, and once when it is shown", () => {
    const { frames, crank, page, drawn, lane } = start();
    const a = lane("a");
    page.turn(true);
    for (let i = 0; i < 1_000; i++) frames.add(a);
    expect(crank.asked()).toBe(0);
    page.turn(false);
    expect(crank.asked()).toBe(1);
    crank.turn();
    expect(drawn).toEqual(["a"]);
  });

  it("keep what was dirty when the page is hidden between asking and drawing", () => {
    const { frames, crank, page, drawn, lane } = start();
    frames.add(lane("a"));
    page.turn(true);
    crank.turn();
    expect(drawn).toEqual([]);
    page.turn(false);
    crank.turn();
    expect(drawn).toEqual(["a"]);
  });

  it("leave what gets dirty while drawing for the next one", () => {
    const { frames, crank, drawn } = start();
    const again = {
      draw: () => {
        drawn.push("again");
        frames.add(again);
      },
    };
    frames.add(again);
    crank.turn();
    expect(drawn).toHaveLength(1);
    crank.turn();
    expect(drawn).toHaveLength(2);
  });

  it("go on after one that threw", () => {
    const { frames, crank, drawn, lane } = start();
    frames.add({
      draw: () => {
        throw new Error("a lane's own bug");
      },
    });
    frames.add(lane("b"));
    expect(() => crank.turn()).toThrow("a lane's own bug");
    crank.turn();
    expect(drawn).toEqual(["b"]);
  });

  it("forget what is gone, before a frame and within it", () => {
    const { frames, crank, drawn, lane } = start();
    const [b, c] = [lane("b"), lane("c")];
    frames.add(c);
    frames.remove(c);
    frames.add({ draw: () => frames.remove(b) });
    frames.add(b);
    crank.turn();
    expect(drawn).toEqual([]);
  });

  it("stop when they are stopped, and listen to nobody any more", () => {
    const { frames, crank, page, drawn, lane, stop } = start();
    frames.add(lane("a"));
    stop();
    crank.turn();
    frames.add(lane("b"));
    expect(crank.asked()).toBe(0);
    expect(drawn).toEqual([]);
    expect(page.listeners.size).toBe(0);
  });

  it("begin with what was dirty before", () => {
    const frames = createFrames();
    const crank = createHandCrank();
    let draws = 0;
    frames.add({ draw: () => draws++ });
    frames.start(crank.request, undefined);
    crank.turn();
    expect(draws).toBe(1);
  });
});

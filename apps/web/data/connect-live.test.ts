import { describe, expect, it } from "vitest";
import { toWorker } from "./connect-live.ts";
import type { LivePort } from "./live-link.ts";
import type { FromPage, ToPage } from "./live-protocol.ts";

const watch = (expr: string): FromPage => ({ type: "watch", lanes: [{ expr, stepMs: 1_000 }] });
const clockSays = (nowMs: number): ToPage => ({ type: "clock", nowMs });

function pageOf() {
  const { port1, port2 } = new MessageChannel();
  let lose = () => {};
  const isLost = new Promise<true>((lost) => {
    lose = () => lost(true);
  });
  const posted: FromPage[] = [];
  const listeners = new Set<(message: ToPage) => void>();
  const instead: LivePort = {
    post: (message) => void posted.push(message),
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const say = (message: ToPage) => {
    for (const listener of listeners) listener(message);
  };
  const port = toWorker({ port: port1, isLost }, () => instead);
  const close = () => port2.close();
  return { port, worker: port2, lose, posted, say, listeners, close };
}

describe("the way to a shared worker", () => {
  it("hears it and speaks to it", async () => {
    const { port, worker, posted, close } = pageOf();
    const heard = new Promise<ToPage>((resolve) => port.onMessage(resolve));
    const said = new Promise((resolve) => worker.addEventListener("message", ({ data }) => resolve(data)));
    worker.start();
    port.post(watch("a"));
    worker.postMessage(clockSays(1));
    expect(await heard).toEqual(clockSays(1));
    expect(await said).toEqual(watch("a"));
    expect(posted).toEqual([]);
    close();
  });

  it("leads elsewhere once the worker is known to be lost, with all that is watched and who listens", async () => {
    const { port, lose, posted, say, listeners, close } = pageOf();
    const heard: ToPage[] = [];
    const leave = port.onMessage((message) => heard.push(message));
    port.post(watch("a"));
    port.post(watch("b"));
    port.post({ type: "ping" });
    lose();
    await Promise.resolve();
    expect(posted).toEqual([watch("b")]);
    say(clockSays(2));
    expect(heard).toEqual([clockSays(2)]);
    const leaveToo = port.onMessage((message) => heard.push(message));
    port.post(watch("c"));
    expect(posted).toEqual([watch("b"), watch("c")]);
    leave();
    leaveToo();
    expect(listeners.size).toBe(0);
    close();
  });
});

import { manualClock } from "@mission-control/series";
import { beforeEach, describe, expect, it } from "vitest";
import { createBoundedRunner, type Ended, type FromWorker } from "./run-bounded.ts";

describe("a bounded runner", () => {
  const clock = manualClock();
  let workers: {
    tasks: string[];
    ended: boolean;
    say: (message: FromWorker<string>) => void;
  }[];
  let runner: ReturnType<typeof createBoundedRunner<string, string>>;
  let heard: [string, Ended<string>][];
  const run = (task: string) => runner.run(task, (ended) => heard.push([task, ended]));

  beforeEach(() => {
    workers = [];
    heard = [];
    runner = createBoundedRunner({
      clock,
      boundMs: 1_000,
      open() {
        const worker = { tasks: [] as string[], ended: false, say: (_: FromWorker<string>) => {} };
        workers.push(worker);
        return {
          post: (task) => void worker.tasks.push(task),
          onMessage(listener) {
            worker.say = listener;
            return () => {};
          },
          end() {
            worker.ended = true;
          },
        };
      },
    });
  });

  it("opens its worker with the first task, and waits until that can begin", () => {
    expect(workers).toHaveLength(0);
    run("a");
    clock.advance(10_000);
    expect(workers[0]!.tasks).toEqual([]);
    workers[0]!.say("ready");
    workers[0]!.say({ result: "A" });
    expect(heard).toEqual([["a", { result: "A" }]]);
  });

  it("runs the newest of those that wait, and is silent about those before it", () => {
    for (const task of ["a", "b"]) run(task);
    workers[0]!.say("ready");
    for (const task of ["c", "d"]) run(task);
    workers[0]!.say({ result: "B" });
    expect(workers[0]!.tasks).toEqual(["b", "d"]);
    workers[0]!.say({ result: "D" });
    expect(heard).toEqual([["d", { result: "D" }]]);
  });

  it("ends a worker that takes too long, and goes on with another", () => {
    run("a");
    workers[0]!.say("ready");
    clock.advance(1_000);
    expect(workers[0]!.ended).toBe(true);
    expect(heard).toEqual([["a", { timedOut: true }]]);
    run("b");
    workers[1]!.say("ready");
    // What the ended one still had on its way is not for anyone.
    workers[0]!.say({ result: "A" });
    workers[1]!.say({ result: "B" });
    expect(heard.at(-1)).toEqual(["b", { result: "B" }]);
  });

  it("hears from a worker that cannot begin, and tries with another the next time", () => {
    run("a");
    workers[0]!.say({ result: "broken" });
    expect(heard).toEqual([["a", { result: "broken" }]]);
    expect(workers[0]!.ended).toBe(true);
    run("b");
    workers[1]!.say("ready");
    workers[1]!.say({ result: "B" });
    expect(heard.at(-1)).toEqual(["b", { result: "B" }]);
  });

  it("bounds each task from its own beginning", () => {
    run("a");
    workers[0]!.say("ready");
    clock.advance(900);
    run("b");
    workers[0]!.say({ result: "A" });
    clock.advance(900);
    expect(workers[0]!.ended).toBe(false);
    clock.advance(100);
    expect(heard).toEqual([["b", { timedOut: true }]]);
  });

  it("once stopped says nothing more, and begins anew when asked", () => {
    run("a");
    workers[0]!.say("ready");
    runner.stop();
    clock.advance(5_000);
    expect(heard).toEqual([]);
    run("b");
    workers[1]!.say("ready");
    workers[1]!.say({ result: "B" });
    expect(heard).toEqual([["b", { result: "B" }]]);
  });
});

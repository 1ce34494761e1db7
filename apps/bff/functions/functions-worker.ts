import { workerData } from "node:worker_threads";
import { createSandbox, FunctionFault, runCalls } from "@mission-control/functions";
import { systemClock } from "@mission-control/series";
import { beatingClock, nowRuns } from "./heartbeat.ts";
import type { Done, Started, Task } from "./task.ts";

const { wasm, heartbeat } = startedWith(workerData);
const sandbox = createSandbox({ wasm, clock: beatingClock(heartbeat, systemClock) });

/** Runs functions on a thread of its own, which can be ended. */
export default async function runTask(task: Task): Promise<Done> {
  nowRuns(heartbeat, task.id);
  try {
    if ("check" in task) return { frame: await sandbox.check(task.check).then(() => undefined) };
    return { frame: await runCalls(sandbox, task.calls, task.frame) };
  } catch (error) {
    if (!(error instanceof FunctionFault)) throw error;
    const { kind, message, line } = error;
    return { fault: { kind, message, line } };
  } finally {
    nowRuns(heartbeat, 0);
  }
}

/** Piscina puts what it is given into a list of its own. */
function startedWith(data: unknown): Started {
  const isStarted = (part: unknown): part is Started =>
    typeof part === "object" && part !== null && "wasm" in part && part.wasm instanceof WebAssembly.Module;
  const found = [data].flat(2).find(isStarted);
  if (found === undefined) throw new Error("a thread for functions was started without its engine");
  return found;
}

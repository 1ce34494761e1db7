import { workerData } from "node:worker_threads";
import { createSandbox, FunctionFault, runCalls } from "@mission-control/functions";
import { systemClock } from "@mission-control/series";
import type { Done, Task } from "./task.ts";

const sandbox = createSandbox({ wasm: wasmOf(workerData), clock: systemClock });

/** Runs functions on a thread of its own, which can be ended. */
export default async function runTask(task: Task): Promise<Done> {
  try {
    if ("check" in task) return { frame: await sandbox.check(task.check).then(() => undefined) };
    return { frame: await runCalls(sandbox, task.calls, task.frame) };
  } catch (error) {
    if (!(error instanceof FunctionFault)) throw error;
    const { kind, message, line } = error;
    return { fault: { kind, message, line } };
  }
}

/** Piscina puts what it is given into a list of its own. */
function wasmOf(data: unknown): WebAssembly.Module {
  const found = [data].flat(2).find((part) => part instanceof WebAssembly.Module);
  if (found === undefined) throw new Error("a thread for functions was started without its engine");
  return found;
}

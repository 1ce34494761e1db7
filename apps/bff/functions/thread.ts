import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { limits, Refusal } from "@mission-control/contracts";
import { type Code, type Frame, FunctionFault, type ReadyCall } from "@mission-control/functions";
import { PromqlError } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import { buffersOf, type Done, frameOf, type Task } from "./task.ts";

const MAX_WAITING = 256;
/** A thread that has nothing to do for so long is let go, ms. */
const IDLE_MS = 60_000;

/**
 * A thread for functions: foreign code never runs on the one that serves. What does not end in its time, wherever in QuickJS
 * it hangs, is ended with the thread.
 */
export function createFunctionThread({ file, clock }: { file: string; clock: Clock }) {
  let opening: Promise<Piscina> | undefined;

  async function open(): Promise<Piscina> {
    const path = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
    const wasm = await WebAssembly.compile(await readFile(path));
    return new Piscina({
      filename: file,
      minThreads: 0,
      maxThreads: 1,
      maxQueue: MAX_WAITING,
      idleTimeout: IDLE_MS,
      workerData: wasm,
    });
  }

  async function run(task: Task, deadlineMs: number, signal?: AbortSignal): Promise<Frame | undefined> {
    const late = new AbortController();
    const forget = clock.after(deadlineMs, () => late.abort());
    try {
      opening ??= open();
      const pool = await opening;
      const either = AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]);
      return frameOf((await pool.run(task, { signal: either, transferList: buffersOf(task) })) as Done);
    } catch (error) {
      throw faultOf(error, signal, late.signal, deadlineMs);
    } finally {
      forget();
    }
  }

  return {
    /**
     * @throws FunctionFault; PromqlError `canceled` where `signal` aborts; Refusal `overloaded` where too many wait.
     */
    async run(
      calls: readonly ReadyCall[],
      frame: Frame,
      {
        deadlineMs = limits.queryMs,
        signal,
      }: { deadlineMs?: number | undefined; signal?: AbortSignal | undefined } = {},
    ): Promise<Frame> {
      return (await run({ calls, frame }, Math.max(1, deadlineMs), signal)) ?? frame;
    },
    /** Whether the code is a function. @throws FunctionFault */
    async check(code: Code): Promise<void> {
      await run({ check: code }, limits.queryMs);
    },
    async close(): Promise<void> {
      await (await opening)?.destroy();
    },
  };
}

/** See `createFunctionThread`. */
export type FunctionThread = ReturnType<typeof createFunctionThread>;

function faultOf(
  error: unknown,
  signal: AbortSignal | undefined,
  late: AbortSignal,
  deadlineMs: number,
): unknown {
  if (error instanceof FunctionFault) return error;
  if (signal?.aborted === true)
    return new PromqlError("canceled", "query was canceled in expression evaluation");
  if (late.aborted) {
    const ms = Math.round(deadlineMs);
    return new FunctionFault(
      "timed_out",
      `the functions timed out: there were ${ms} ms for all of their calls`,
    );
  }
  const { message } = error as { message?: string };
  if (/queue/i.test(message ?? ""))
    return new Refusal("overloaded", "too many functions wait to be run; ask again", { cause: error });
  return error;
}

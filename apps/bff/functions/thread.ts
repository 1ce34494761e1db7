import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { limits, Refusal } from "@mission-control/contracts";
import { type Code, type Frame, FunctionFault, type ReadyCall } from "@mission-control/functions";
import { PromqlError } from "@mission-control/promql";
import type { Clock } from "@mission-control/series";
import { Piscina } from "piscina";
import { createHeartbeat, watchTask } from "./heartbeat.ts";
import { type Asked, buffersOf, type Done, frameOf, type Started, type Task } from "./task.ts";

const MAX_WAITING = 256;

/** How long what hung is not tried again, ms. */
const REST_MS = 60_000;

/**
 * A thread for functions: foreign code never runs on the one that serves. What does not end in its time, wherever in QuickJS
 * it hangs, is ended with the thread, and rests: whoever waits for the thread waits for a second at most.
 */
export function createFunctionThread({ file, clock }: { file: string; clock: Clock }) {
  const heartbeat = createHeartbeat();
  /** Codes that hung, and until when they rest. */
  const resting = new Map<string, number>();
  let lastId = 0;
  let opening: Promise<Piscina> | undefined;

  async function open(): Promise<Piscina> {
    const path = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
    const wasm = await WebAssembly.compile(await readFile(path));
    return new Piscina({
      filename: file,
      // One that was ended is replaced at once: with none, what waits would wait for the next question.
      minThreads: 1,
      maxThreads: 1,
      maxQueue: MAX_WAITING,
      workerData: { wasm, heartbeat } satisfies Started,
    });
  }

  async function run(asked: Asked, deadlineMs: number, signal?: AbortSignal): Promise<Frame | undefined> {
    const codes = "check" in asked ? [asked.check] : asked.calls.map(({ code }) => code);
    const key = JSON.stringify(codes.map(({ code }) => code));
    if ((resting.get(key) ?? 0) > clock.monotonicMs()) throw hung(codes);
    const id = ++lastId;
    const [late, silent] = [new AbortController(), new AbortController()];
    const forget = clock.after(deadlineMs, () => late.abort());
    const unwatch = watchTask({ heartbeat, task: id, clock, onSilent: () => silent.abort() });
    try {
      opening ??= open();
      const pool = await opening;
      const either = [late.signal, silent.signal, ...(signal === undefined ? [] : [signal])];
      const transferList = buffersOf(asked);
      const task = { ...asked, id } satisfies Task;
      return frameOf((await pool.run(task, { signal: AbortSignal.any(either), transferList })) as Done);
    } catch (error) {
      if (!silent.signal.aborted) throw faultOf(error, signal, late.signal, deadlineMs);
      for (const [known, untilMs] of resting) if (untilMs <= clock.monotonicMs()) resting.delete(known);
      resting.set(key, clock.monotonicMs() + REST_MS);
      throw hung(codes);
    } finally {
      forget();
      unwatch();
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

function hung(codes: readonly Code[]): FunctionFault {
  const names = codes.map(({ name }) => name).join(", ");
  return new FunctionFault(
    "timed_out",
    `${names} timed out: nothing was heard of it for a second, and its thread was ended`,
  );
}

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

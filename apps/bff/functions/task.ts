import {
  type Code,
  type Frame,
  FunctionFault,
  type FunctionFaultKind,
  type ReadyCall,
} from "@mission-control/functions";
import type { Heartbeat } from "./heartbeat.ts";

/** What a thread for functions is started with. */
export interface Started {
  readonly wasm: WebAssembly.Module;
  readonly heartbeat: Heartbeat;
}

/** What a worker is asked: what calls make of a frame, or whether a function's code is one. */
export type Asked =
  | { readonly calls: readonly ReadyCall[]; readonly frame: Frame }
  | { readonly check: Code };

/** The same as one of many; ids begin at 1. */
export type Task = Asked & { readonly id: number };

/** What a worker gives back: an error class would lose its fields on the way. */
export type Done =
  | { readonly frame: Frame | undefined }
  | { readonly fault: { kind: FunctionFaultKind; message: string; line: number } };

/** What a run would have given, or thrown, here. @throws FunctionFault */
export function frameOf(done: Done): Frame | undefined {
  if ("frame" in done) return done.frame;
  const { kind, message, line } = done.fault;
  throw new FunctionFault(kind, message, line);
}

/** The buffers of a task, which move to the worker instead of being copied. */
export function buffersOf(task: Asked): ArrayBuffer[] {
  if ("check" in task) return [];
  const series = [...task.frame.series];
  for (const { args } of task.calls)
    for (const value of args.values()) if (typeof value !== "number") series.push(...value);
  const columns = [task.frame.timesMs, ...series.map(({ values }) => values)];
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))];
}

import { limits } from "@mission-control/contracts";
import { type Clock, type Labels, labelsKey, labelsOf, labelsToJson } from "@mission-control/series";
import {
  DefaultIntrinsics,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { bridgeSource } from "./bridge.ts";
import type { Argument, Column } from "./columns.ts";
import { FunctionFault, shownText } from "./fault.ts";

/** The engine asks each fraction of a millisecond: where it did not for longer, most of that time was another thread's. */
const MOST_BETWEEN_MS = 10;
const STACK_BYTES = 128 * 1024;
/** Values of a map in one go: each is a call of its own, and an honest one takes a microsecond. */
const VALUES_AT_ONCE = 1_024;
/** Characters of all labels that a function may give. */
const MOST_LABEL_TEXT = 4 * 1024 * 1024;

/** What a function's steps are. */
interface Steps {
  readonly timesMs: Float64Array;
  readonly stepMs: number;
}

/** See `createWorld`. */
export type World = ReturnType<typeof createWorld>;

/** QuickJS with the memory that it runs in. */
export interface Engine {
  readonly quickjs: QuickJSWASMModule;
  readonly wasmMemory: WebAssembly.Memory;
}

/** A fresh place for one function's code to run in, and the ways in and out of it. Everything throws FunctionFault. */
export function createWorld(options: { engine: Engine; clock: Clock; name: string }) {
  const { clock, name } = options;
  const { quickjs, wasmMemory } = options.engine;
  const runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  let lines = 0;
  let [usedMs, askedMs] = [0, 0];
  runtime.setInterruptHandler(() => {
    const nowMs = clock.monotonicMs();
    usedMs += Math.min(nowMs - askedMs, MOST_BETWEEN_MS);
    askedMs = nowMs;
    return usedMs > limits.functionCallMs;
  });
  const context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: false, Promise: false } });
  const { undefined: nothing } = context;
  const bridge = inTime(() => context.unwrapResult(context.evalCode(bridgeSource, "bridge.js")));
  const parts = new Map<string, QuickJSHandle>();
  /** What is let go of at the end. */
  const held: QuickJSHandle[] = [bridge];

  /** Does something in there within the time of a call, and turns what goes wrong into words. */
  function inTime<T>(work: () => T): T {
    usedMs = 0;
    askedMs = clock.monotonicMs();
    try {
      return work();
    } catch (error) {
      throw faultOf(error);
    }
  }

  function faultOf(error: unknown): unknown {
    if (error instanceof FunctionFault) return error;
    const isFull = wasmMemory.buffer.byteLength >= limits.functionCallBytes;
    const { name: kind, message, stack } = wordsOf(error);
    if (message === "interrupted") {
      const ms = limits.functionCallMs;
      return new FunctionFault("timed_out", `${name} timed out: ${ms} ms are the most for one call`);
    }
    if (message === "out of memory" || message === "string too long" || (isFull && message === ""))
      return new FunctionFault(
        "out_of_memory",
        `${name} ran out of memory: ${limits.functionCallBytes / 2 ** 20} MiB are the most for one call`,
      );
    // The engine itself broke: foreign code did what it cannot stand.
    if (error instanceof WebAssembly.RuntimeError)
      return new FunctionFault("threw", `${name} broke its sandbox and was ended: ${shownText(message)}`);
    // What is missing at the end is missed a line later, in what we put around it.
    const line = Math.min(lines, Number(new RegExp(`${name}\\.js:(\\d+)`).exec(stack)?.[1] ?? 0));
    const said = shownText(kind === "" || kind === "Error" ? message : `${kind}: ${message}`);
    const where = line > 0 ? ` (line ${line})` : "";
    return new FunctionFault(
      "threw",
      `${name} threw ${said === "" ? "nothing to read" : said}${where}`,
      line,
    );
  }

  function part(named: string): QuickJSHandle {
    const known = parts.get(named) ?? context.getProp(bridge, named);
    if (!parts.has(named)) held.push(known);
    parts.set(named, known);
    return known;
  }

  function call(named: string, ...args: QuickJSHandle[]): QuickJSHandle {
    return context.unwrapResult(context.callFunction(part(named), nothing, ...args));
  }

  const buffer = ({ buffer: all, byteOffset, byteLength }: Float64Array): QuickJSHandle =>
    context.newArrayBuffer(all.slice(byteOffset, byteOffset + byteLength));
  const text = (value: string) => context.newString(value);
  const labelText = (labels: Labels) => text(JSON.stringify(labelsToJson(labels)));

  function using<T>(handles: QuickJSHandle[], work: () => T): T {
    try {
      return work();
    } finally {
      for (const handle of handles) handle.dispose();
    }
  }

  function addAll(series: readonly Column[]): void {
    for (const { labels, values } of series) {
      const handles = [labelText(labels), buffer(values)];
      using(handles, () => call("add", ...handles).dispose());
    }
  }

  function numbersOf(handle: QuickJSHandle): Float64Array {
    const bytes = context.getArrayBuffer(handle);
    return new Float64Array(bytes.value.slice().buffer);
  }

  function badResult(why: string): FunctionFault {
    return new FunctionFault("bad_result", `${name} ${shownText(why)}`);
  }

  /** Two series must not have the same labels. */
  function distinct(columns: Column[]): Column[] {
    const seen = new Set<string>();
    for (const { labels } of columns) {
      const key = labelsKey(labels);
      if (seen.has(key)) throw badResult(`gave back two series with the labels ${key === "" ? "{}" : key}`);
      seen.add(key);
    }
    return columns;
  }

  function checkedLabels(given: unknown): Labels {
    const pairs = Object.entries(given as Record<string, string>).filter(([, value]) => value !== "");
    if (pairs.length > limits.labelsPerSeries)
      throw badResult(`gave back ${pairs.length} labels on a series; ${limits.labelsPerSeries} are the most`);
    for (const [label, value] of pairs) {
      if (typeof value !== "string") throw badResult(`gave back a label ${label} that is no text`);
      if (label === "" || label.length > limits.nameLength)
        throw badResult("gave back a label without a name");
      if (value.length > limits.labelValueLength)
        throw badResult(
          `gave back ${value.length} characters for the label ${label}; ${limits.labelValueLength} are the most`,
        );
    }
    return labelsOf(pairs);
  }

  return {
    distinct,
    /** A buffer that is there to the end. */
    buffer(values: Float64Array): QuickJSHandle {
      const made = inTime(() => buffer(values));
      held.push(made);
      return made;
    },
    /** Lets go of everything; false where something was left, and the engine is of no more use. */
    close(): boolean {
      try {
        for (const handle of held) handle.dispose();
        context.dispose();
        runtime.dispose();
        return true;
      } catch {
        return false;
      }
    },
    /** The function that the code is. */
    compile(code: string): QuickJSHandle {
      lines = code.split("\n").length;
      return inTime(() => {
        const source = `(${code.replace(/[\s;]+$/, "")}\n)`;
        const made = context.unwrapResult(
          context.evalCode(source, `${name}.js`, { type: "global", strict: true }),
        );
        const kind = context.typeof(made);
        held.push(made);
        if (kind === "function") return made;
        throw new FunctionFault("bad_result", `${name} is no function: its code is of type ${kind}`);
      });
    },
    setArgs(args: ReadonlyMap<string, Argument>): void {
      inTime(() => {
        for (const [named, value] of args) {
          const key = text(named);
          if (typeof value === "number") {
            const number = context.newNumber(value);
            using([key, number], () => call("number", key, number).dispose());
          } else {
            addAll(value);
            using([key], () => call("columns", key).dispose());
          }
        }
      });
    },
    /** The values of one series, each as the function gives it. */
    map(run: QuickJSHandle, labels: Labels, times: QuickJSHandle, values: Float64Array): Float64Array {
      const handles = inTime(() => [labelText(labels), buffer(values)]);
      return using(handles, () => {
        const [named, column] = handles as [QuickJSHandle, QuickJSHandle];
        for (let from = 0; from < values.length; from += VALUES_AT_ONCE) {
          const to = Math.min(values.length, from + VALUES_AT_ONCE);
          const bounds = [context.newNumber(from), context.newNumber(to)];
          const fault = inTime(() =>
            call("map", run, named, times, column, ...bounds).consume((said) => context.getString(said)),
          );
          if (fault !== "") throw badResult(fault);
        }
        const made = inTime(() => numbersOf(column));
        if (made.length !== values.length)
          throw badResult("gave back another number of values than it was given");
        return made;
      });
    },
    /** What the function makes of all these series. */
    aggregate(
      run: QuickJSHandle,
      { timesMs, stepMs, series }: Steps & { series: readonly Column[] },
    ): Column[] {
      inTime(() => addAll(series));
      const [times, step] = inTime(() => [buffer(timesMs), context.newNumber(stepMs)] as const);
      const { fault, labels, columns } = using([times, step], () =>
        inTime(() => readAggregate(context, call("aggregate", run, times, step), numbersOf)),
      );
      if (fault !== undefined) throw badResult(fault);
      if (labels === undefined || labels.length > MOST_LABEL_TEXT)
        throw badResult("gave back more text in labels than can be read");
      const named = JSON.parse(labels) as unknown[];
      const steps = timesMs.length;
      if (columns.length !== named.length * steps)
        throw badResult("gave back another number of values than of steps");
      return distinct(
        named.map((one, i) => ({
          labels: checkedLabels(one),
          values: columns.slice(i * steps, (i + 1) * steps),
        })),
      );
    },
  };
}

function readAggregate(
  context: QuickJSContext,
  made: QuickJSHandle,
  numbersOf: (handle: QuickJSHandle) => Float64Array,
) {
  return made.consume(() => {
    const textAt = (name: string) =>
      context
        .getProp(made, name)
        .consume((part) => (context.typeof(part) === "string" ? context.getString(part) : undefined));
    const fault = textAt("fault");
    if (fault !== undefined) return { fault, labels: undefined, columns: new Float64Array(0) };
    return { fault, labels: textAt("labels"), columns: context.getProp(made, "values").consume(numbersOf) };
  });
}

/** What an error says, whatever was thrown: QuickJS' errors come as an Error whose cause has their own fields. */
function wordsOf(error: unknown): { name: string; message: string; stack: string } {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (typeof cause !== "object" || cause === null)
    return { name: "", message: cause === undefined || cause === null ? "" : String(cause), stack: "" };
  const { name, message, stack } = cause as Record<string, unknown>;
  const said = (value: unknown) => (typeof value === "string" ? value : "");
  return { name: said(name), message: said(message), stack: said(stack) };
}

import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import { type CustomFunction, limits } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSHandle } from "quickjs-emscripten-core";
import type { Argument, Column } from "./columns.ts";
import { createWorld, type Engine, type World } from "./world.ts";

const PAGE_BYTES = 65_536;
/** What QuickJS is built to begin with. */
const FIRST_PAGES = 256;
/** Runs that one engine serves at most: each leaves some KiB in its memory that nobody gets back. */
const MOST_RUNS = 50;

/** The part of a function that the sandbox looks at. */
export type Code = Pick<CustomFunction, "name" | "kind" | "per" | "code">;

/** What a function is given: columns, the times of their steps, and its arguments by name. */
export interface Given {
  readonly timesMs: Float64Array;
  readonly stepMs: number;
  readonly series: readonly Column[];
  readonly args: ReadonlyMap<string, Argument>;
}

/**
 * QuickJS in WebAssembly, 32 MiB at most. Each run has a runtime of its own, and nothing of an earlier one; there is no I/O,
 * no clock and no chance, so that a run gives the same wherever it takes place. `wasm` is the compiled
 * `@jitl/quickjs-wasmfile-release-sync/wasm`. What native code of QuickJS does in one go cannot be interrupted here: who runs
 * foreign code does so on a thread that can be ended.
 */
export function createSandbox({ wasm, clock }: { wasm: WebAssembly.Module; clock: Clock }) {
  /** An engine that did all it was asked, and whose memory is as it was: the next run can have it. */
  let spare: Engine | undefined;
  let runs = 0;

  async function open(): Promise<Engine> {
    const maximum = limits.functionCallBytes / PAGE_BYTES;
    const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum });
    const variant = newVariant(releaseSync, { wasmModule: wasm, wasmMemory });
    runs = 0;
    return { quickjs: await newQuickJSWASMModuleFromVariant(variant), wasmMemory };
  }

  async function inWorld<T>(name: string, work: (world: World) => T): Promise<T> {
    const engine = spare ?? (await open());
    spare = undefined;
    const world = createWorld({ engine, clock, name });
    // Where this throws the engine goes as a whole, whatever state foreign code left it in.
    const made = work(world);
    const isAsItWas = engine.wasmMemory.buffer.byteLength === FIRST_PAGES * PAGE_BYTES;
    if (world.close() && isAsItWas && ++runs < MOST_RUNS) spare = engine;
    return made;
  }

  return {
    /** Compiles a function's code, and runs it so far that it is a function. @throws FunctionFault `threw`, `bad_result`. */
    check: (code: Code): Promise<void> => inWorld(code.name, (world) => void world.compile(code.code)),
    /** Runs a function. @throws FunctionFault */
    run: (code: Code, given: Given): Promise<Column[]> =>
      inWorld(code.name, (world) => {
        const run = world.compile(code.code);
        world.setArgs(given.args);
        if (code.kind === "map") return mapped(world, run, given);
        if (code.per === "query") return world.aggregate(run, given);
        return world.distinct(
          given.series.flatMap((one) => world.aggregate(run, { ...given, series: [one] })),
        );
      }),
  };
}

/** See `createSandbox`. */
export type Sandbox = ReturnType<typeof createSandbox>;

function mapped(world: World, run: QuickJSHandle, { timesMs, series }: Given): Column[] {
  const times = world.buffer(timesMs);
  return series.map(({ labels, values }) => ({ labels, values: world.map(run, labels, times, values) }));
}

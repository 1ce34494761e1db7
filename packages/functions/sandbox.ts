import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import { type CustomFunction, limits } from "@mission-control/contracts";
import type { Clock } from "@mission-control/series";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSHandle } from "quickjs-emscripten-core";
import type { Argument, Column } from "./columns.ts";
import { createWorld, type World } from "./world.ts";

const PAGE_BYTES = 65_536;
/** What QuickJS is built to begin with. */
const FIRST_PAGES = 256;

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
 * QuickJS in WebAssembly. Each run has a memory of its own, 32 MiB at most, and nothing of an earlier one; there is no I/O,
 * no clock and no chance, so that a run gives the same wherever it takes place. `wasm` is the compiled
 * `@jitl/quickjs-wasmfile-release-sync/wasm`. What native code of QuickJS does in one go cannot be interrupted here: who runs
 * foreign code does so on a thread that can be ended.
 */
export function createSandbox({ wasm, clock }: { wasm: WebAssembly.Module; clock: Clock }) {
  async function inWorld<T>(name: string, work: (world: World) => T): Promise<T> {
    const maximum = limits.functionCallBytes / PAGE_BYTES;
    const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum });
    const variant = newVariant(releaseSync, { wasmModule: wasm, wasmMemory });
    const engine = await newQuickJSWASMModuleFromVariant(variant);
    // Never disposed of: it goes as a whole with its memory, whatever state foreign code left it in.
    return work(createWorld({ engine, wasmMemory, clock, name }));
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

import wasmUrl from "@jitl/quickjs-wasmfile-release-sync/wasm?url";
import { createSandbox, FunctionFault, runCalls } from "@mission-control/functions";
import { systemClock } from "@mission-control/series";
import type { PreviewResult, PreviewTask } from "./preview-protocol.ts";
import type { FromWorker } from "./run-bounded.ts";

const say = (message: FromWorker<PreviewResult>) => globalThis.postMessage(message);

const wasm = await WebAssembly.compileStreaming(fetch(wasmUrl));
const sandbox = createSandbox({ wasm, clock: systemClock });

async function run({ call, frame }: PreviewTask): Promise<PreviewResult> {
  try {
    const { series } = await runCalls(sandbox, [call], frame);
    return { series };
  } catch (error) {
    if (error instanceof FunctionFault)
      return { fault: { message: error.message, line: error.line > 0 ? error.line : undefined } };
    return {
      fault: { message: `The sandbox failed: ${error instanceof Error ? error.message : String(error)}` },
    };
  }
}

globalThis.addEventListener("message", (event: MessageEvent<PreviewTask>) => {
  void run(event.data).then((result) => say({ result }));
});
say("ready");

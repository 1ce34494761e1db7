import type { PreviewResult, PreviewTask } from "./preview-protocol.ts";
import type { FromWorker, WorkerPort } from "./run-bounded.ts";

/** A new worker with a sandbox in it. */
export function openPreviewWorker(): WorkerPort<PreviewTask, PreviewResult> {
  const worker = new Worker(new URL("./preview-worker.ts", import.meta.url), {
    type: "module",
    name: "mission-control-preview",
  });
  return {
    post: (task) => worker.postMessage(task),
    onMessage(listener) {
      const take = (event: MessageEvent<FromWorker<PreviewResult>>) => listener(event.data);
      const failed = () =>
        listener({ result: { fault: { message: "The preview cannot run in this browser." } } });
      worker.addEventListener("message", take);
      worker.addEventListener("error", failed);
      return () => {
        worker.removeEventListener("message", take);
        worker.removeEventListener("error", failed);
      };
    },
    end: () => worker.terminate(),
  };
}

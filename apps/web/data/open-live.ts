import { isSharedPage } from "./api-root.ts";

/** A worker that all tabs share, and whether its script could not be had. */
export interface LiveWorker {
  readonly port: MessagePort;
  /** Comes true where it will never say anything. */
  readonly isLost: Promise<true>;
}

function open(): LiveWorker | undefined {
  if (isSharedPage || typeof SharedWorker !== "function") return undefined;
  try {
    const worker = new SharedWorker(new URL("./live-worker.ts", import.meta.url), {
      type: "module",
      name: "mission-control-live",
    });
    // Heard from the first moment: whoever needs it comes later than a failure may.
    const isLost = new Promise<true>((lost) => worker.addEventListener("error", () => lost(true)));
    return { port: worker.port, isLost };
  } catch {
    // Whoever blocks what sites keep blocks it, too.
    return undefined;
  }
}

/**
 * The worker that holds the stream for all tabs of a browser (HTTP/1.1 allows six connections); undefined where there are
 * no shared workers, and on pages that were shared, which have a way of their own. This is a script by itself that runs
 * before the page's others have come, so that the stream is open by the time the first lane asks.
 */
export const liveWorker = open();

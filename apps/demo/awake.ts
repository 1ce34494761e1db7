import { MessageChannel } from "node:worker_threads";
import type { Undo } from "@mission-control/series";

/** Keeps the process alive until it is undone: the clock's timers alone do not. */
export function stayAwake(): Undo {
  const { port1 } = new MessageChannel();
  port1.on("message", () => {});
  return () => port1.close();
}

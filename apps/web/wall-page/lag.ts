import type { Connection } from "../data/live-protocol.ts";
import { lengthText, momentText } from "../format/time.ts";

/** How live the wall is: in words that change each second, and in some that change only when it matters. */
export interface LagState {
  readonly kind: "waiting" | "live" | "late" | "lost" | "paused";
  readonly words: string;
  /** What is less important, beside the words. */
  readonly detail: string;
  readonly said: string;
}

/** Later than so many base steps is worth a colour. */
const LATE_STEPS = 4;

export function lagWords(at: {
  pausedMs: number | undefined;
  connection: Connection;
  sealedMs: number;
  nowMs: number;
  baseStepMs: number;
}): LagState {
  const { pausedMs, connection, sealedMs, nowMs, baseStepMs } = at;
  if (pausedMs !== undefined) {
    const detail = `at ${momentText(pausedMs, nowMs)}`;
    return { kind: "paused", words: "Paused", detail, said: `Paused ${detail}` };
  }
  if (connection.state === "lost") {
    const detail = Number.isNaN(sealedMs) ? "" : `data up to ${momentText(sealedMs, nowMs)}`;
    return { kind: "lost", words: "No connection", detail, said: "Connection lost, trying again" };
  }
  if (connection.state === "connecting" || Number.isNaN(sealedMs)) {
    return { kind: "waiting", words: "Connecting", detail: "", said: "" };
  }
  const behindMs = Math.max(0, nowMs - sealedMs);
  const late = behindMs > LATE_STEPS * baseStepMs + 1_000;
  return {
    kind: late ? "late" : "live",
    words: "Live",
    detail: `${lengthText(behindMs)} behind`,
    said: late ? "Live, but late" : "Live",
  };
}

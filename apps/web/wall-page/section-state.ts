import type { LaneState } from "../data/lane-feed.ts";

/** How the lanes of a section are, in one word and in words. */
export interface SectionState {
  readonly kind: "ok" | "bad" | "quiet" | "folded";
  readonly words: string;
  readonly rows: number;
  /** How many go on live without their past, or a part of it, and why. */
  readonly lost?: { readonly words: string; readonly why: string };
}

/** The state of a section over those of its lanes. */
export function sectionState(lanes: readonly LaneState[]): SectionState {
  const count = (is: (lane: LaneState) => boolean) => lanes.filter(is).length;
  const rows = lanes.reduce((sum, lane) => sum + Math.max(1, lane.rows.length), 0);
  const failed = count(({ phase }) => phase === "failed");
  const waiting = count(({ phase }) => phase === "waiting");
  const empty = count(({ phase, missing, rows }) => phase === "ready" && !missing && rows.length === 0);
  const lost = lostOf(lanes);
  if (failed > 0 || lost !== undefined)
    return { kind: "bad", words: failed > 0 ? `${failed} failing` : "", rows, ...(lost && { lost }) };
  if (waiting > 0) return { kind: "quiet", words: "", rows };
  if (empty > 0)
    return { kind: empty === lanes.length ? "quiet" : "ok", words: `${empty} without data`, rows };
  return { kind: "ok", words: "", rows };
}

function lostOf(lanes: readonly LaneState[]): SectionState["lost"] {
  const some = lanes.filter(({ missing }) => missing !== undefined);
  if (some.length === 0) return undefined;
  const whole = some.filter(({ missing }) => missing === "past").length;
  const parts = some.length - whole;
  const words: string[] = [];
  if (whole > 0) words.push(`${whole} without ${theirs(whole)} past`);
  if (parts > 0) words.push(`${parts} without a part of ${whole > 0 ? "it" : `${theirs(parts)} past`}`);
  const why = new Set(some.map(({ failure }) => failure!.message));
  return { words: words.join(", "), why: [...why].join(" · ") };
}

function theirs(count: number): string {
  return count === 1 ? "its" : "their";
}

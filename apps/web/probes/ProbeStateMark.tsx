import type { ProbeStand } from "@mission-control/contracts";
import { CircleCheck, CircleDashed, CirclePause, CircleX, type LucideIcon } from "lucide-react";
import { exactTime, lengthText } from "../format/time.ts";
import { type ProbeState, stateOf, stateWords } from "./probe-words.ts";

const icons: Readonly<Record<ProbeState, LucideIcon>> = {
  up: CircleCheck,
  down: CircleX,
  waiting: CircleDashed,
  off: CirclePause,
};

/** How a probe stands, in a word with its sign, and since when it fails. */
export function ProbeStateMark({ stand, nowMs }: { stand: ProbeStand; nowMs: number }) {
  const state = stateOf(stand);
  const Icon = icons[state];
  const { failingSinceMs } = stand;
  return (
    <span className="probe-state" data-state={state}>
      <Icon size={15} aria-hidden />
      <b>{stateWords[state]}</b>
      {state === "down" && failingSinceMs !== null && (
        <small title={exactTime(failingSinceMs)}>for {lengthText(nowMs - failingSinceMs)}</small>
      )}
    </span>
  );
}

import { useCallback, useSyncExternalStore } from "react";
import { useServices } from "../data/services.ts";
import { exactTime, lengthText, momentText } from "../format/time.ts";
import { ticksOf } from "./ticks.ts";

/** How long ago something was, exact on hover: "12 min ago". */
export function Ago({ ms }: { ms: number }) {
  const words = useNowWords((nowMs) => agoText(nowMs - ms));
  return <At ms={ms}>{words}</At>;
}

/** How long something had lasted at a moment, or has until now where none is said; its beginning on hover: "12 min". */
export function Lasting({ fromMs, toMs }: { fromMs: number; toMs: number | undefined }) {
  const words = useNowWords((nowMs) => lengthText(Math.max(0, (toMs ?? nowMs) - fromMs)));
  return <At ms={fromMs}>{words}</At>;
}

/** How far away a moment is that may be to come, exact on hover: "12 min ago", "in 3 h". */
export function Away({ ms }: { ms: number }) {
  const words = useNowWords((nowMs) => (ms <= nowMs ? agoText(nowMs - ms) : `in ${lengthText(ms - nowMs)}`));
  return <At ms={ms}>{words}</At>;
}

/** A moment by the clock, with its day where it is not today, exact on hover. */
export function Clock({ ms }: { ms: number }) {
  const { link } = useServices();
  return <At ms={ms}>{momentText(ms, link.nowMs())}</At>;
}

// What the server says a moment before its clock is known here is not of the future.
const agoText = (ms: number) => `${lengthText(Math.max(0, ms))} ago`;

/** Words that depend on now: they go on while nothing else on the page changes, and draw only where they are others. */
function useNowWords(wordsAt: (nowMs: number) => string): string {
  const { clock, link } = useServices();
  const subscribe = useCallback((listener: () => void) => ticksOf(clock).subscribe(listener), [clock]);
  return useSyncExternalStore(subscribe, () => wordsAt(link.nowMs()));
}

function At({ ms, children }: { ms: number; children: string }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactTime(ms)}>
      {children}
    </time>
  );
}

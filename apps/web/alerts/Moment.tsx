import { exactTime, lengthText, momentText } from "../format/time.ts";
import { useServices } from "../services.ts";

/** How long ago something was, exact on hover: "12 min ago", or `since` then: "12 min". */
export function Ago({ ms, since }: { ms: number; since?: boolean }) {
  const { link } = useServices();
  // What the server says a moment before its clock is known here is not of the future.
  const length = lengthText(Math.max(0, link.nowMs() - ms));
  return <At ms={ms}>{since ? length : `${length} ago`}</At>;
}

/** How far away a moment is that may be to come, exact on hover: "12 min ago", "in 3 h". */
export function Away({ ms }: { ms: number }) {
  const { link } = useServices();
  const awayMs = ms - link.nowMs();
  return awayMs <= 0 ? <Ago ms={ms} /> : <At ms={ms}>{`in ${lengthText(awayMs)}`}</At>;
}

/** A moment by the clock, with its day where it is not today, exact on hover. */
export function Clock({ ms }: { ms: number }) {
  const { link } = useServices();
  return <At ms={ms}>{momentText(ms, link.nowMs())}</At>;
}

function At({ ms, children }: { ms: number; children: string }) {
  return (
    <time dateTime={new Date(ms).toISOString()} title={exactTime(ms)}>
      {children}
    </time>
  );
}

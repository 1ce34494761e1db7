import { exactTime, lengthText, momentText } from "../format/time.ts";
import { useServices } from "../services.ts";

/** How long ago something was, or in how long it will be, exact on hover: "12 min ago", "in 3 h". */
export function Ago({ ms, since }: { ms: number; since?: boolean }) {
  const { link } = useServices();
  const agoMs = link.nowMs() - ms;
  const length = lengthText(Math.abs(agoMs));
  const words = agoMs < 0 ? `in ${length}` : since ? length : `${length} ago`;
  return <At ms={ms}>{words}</At>;
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

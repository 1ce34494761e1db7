import { exactTime, minuteText } from "../format/time.ts";
import { type PanelData, timeAt } from "./panel-data.ts";

/** Beside a value that is not of the present: when it was. */
export function LastAt({ ms, data }: { ms: number | undefined; data: PanelData }) {
  if (ms === undefined) return null;
  return (
    <span className="last-at" title={exactTime(ms)} data-testid="last-at">
      last at {minuteText(ms, timeAt(data, data.steps - 1))}
    </span>
  );
}

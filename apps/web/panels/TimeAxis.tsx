import { zonedTicks } from "../format/zoned-axis.ts";
import type { PanelData } from "./panel-data.ts";

/** The times under or over a chart, in the reader's own time zone. */
export function TimeAxis({ data, widthPx }: { data: PanelData; widthPx: number }) {
  const { startMs, stepMs, steps } = data;
  if (steps === 0 || widthPx <= 0) return null;
  const context = {
    startMs: startMs - stepMs,
    endMs: startMs + (steps - 1) * stepMs,
    step: stepMs,
    columnPx: widthPx / steps,
  };
  return (
    <div className="time-axis" aria-hidden>
      {zonedTicks(context, widthPx, { minGapPx: 90 })
        .filter(({ x }) => x > 24 && x < widthPx - 24)
        .map((tick) => (
          <span
            key={tick.timeMs}
            className={tick.strong ? "strong" : undefined}
            style={{ left: `${tick.x}px` }}
          >
            {tick.label}
          </span>
        ))}
    </div>
  );
}

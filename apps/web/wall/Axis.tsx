import { axisTicks } from "cubism-es";
import { useContextVersion } from "./use-context-version.ts";
import { useWall } from "./wall-context.ts";

const EDGE_PX = 26;

/** The times along the top, in the reader's own time zone. */
export function Axis() {
  const { context } = useWall();
  useContextVersion(context);
  const widthPx = context.columns * context.columnPx;
  const ticks = axisTicks(context, widthPx, { minGapPx: 90 });
  return (
    <div className="axis" aria-hidden>
      {ticks
        .filter((tick) => tick.x > EDGE_PX && tick.x < widthPx - EDGE_PX)
        .map((tick) => (
          <span
            key={tick.timeMs}
            className={tick.strong ? "strong" : undefined}
            style={{ transform: `translateX(${tick.x}px) translateX(-50%)` }}
          >
            {tick.label}
          </span>
        ))}
    </div>
  );
}

import { zonedTicks } from "../format/zoned-axis.ts";
import { DeployFlags } from "./DeployFlags.tsx";
import { DeployLengths } from "./DeployLengths.tsx";
import { clusterDeploys, flagSpan } from "./deploy-clusters.ts";
import type { DeployStretch } from "./deploy-stretches.ts";
import { lineX } from "./line-x.ts";
import { RuleMoment } from "./RuleMoment.tsx";
import { useLayout } from "./use-layout.ts";
import { useWall } from "./wall-context.ts";

/** Half of the widest tick's text. */
const HALF_TICK_PX = 26;

/** The times along the top in the reader's own time zone, the flags of deploys, and the moment under the rule. */
export function AxisRow({ deploys }: { deploys: readonly DeployStretch[] }) {
  const { context } = useWall();
  useLayout(context);
  const widthPx = context.size * context.columnPx;
  const clusters = clusterDeploys(deploys, (ms) => lineX(context, ms), widthPx);
  const spans = clusters.map(flagSpan);
  const isFree = (x: number) =>
    x > HALF_TICK_PX &&
    x < widthPx - HALF_TICK_PX &&
    spans.every((span) => x + HALF_TICK_PX < span.from || x - HALF_TICK_PX > span.to);
  return (
    <div className="axis-row" data-testid="axis">
      <div className="axis" aria-hidden>
        {zonedTicks(context, widthPx, { minGapPx: 90 })
          .filter((tick) => isFree(tick.x))
          .map((tick) => (
            <span
              key={tick.timeMs}
              className={tick.strong ? "strong" : undefined}
              style={{ transform: `translateX(${tick.x}px) translateX(-50%)` }}
            >
              {tick.label}
            </span>
          ))}
        <DeployLengths deploys={deploys} widthPx={widthPx} />
      </div>
      <DeployFlags deploys={deploys} clusters={clusters} widthPx={widthPx} />
      <RuleMoment />
    </div>
  );
}

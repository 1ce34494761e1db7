import type { DeployStretch } from "./deploy-stretches.ts";
import { lineX } from "./line-x.ts";
import { useWall } from "./wall-context.ts";

/** Shorter than this is seen by its line alone. */
const LEAST_PX = 5;

/** How long each deploy took, faintly along the axis. */
export function DeployLengths({ deploys, widthPx }: { deploys: readonly DeployStretch[]; widthPx: number }) {
  const { context } = useWall();
  return deploys.map(({ id, timeMs, endMs = timeMs, tone }) => {
    const from = Math.max(0, lineX(context, timeMs));
    const to = Math.min(widthPx, lineX(context, endMs));
    return to - from < LEAST_PX ? null : (
      <i
        key={id}
        className={`deploy-length ${tone}`}
        data-testid="deploy-length"
        style={{ left: `${from}px`, width: `${to - from}px` }}
      />
    );
  });
}

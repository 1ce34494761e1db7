import type { Deploy } from "@mission-control/contracts";
import { useContextVersion } from "./use-context-version.ts";
import { useWall } from "./wall-context.ts";

/** A line across all lanes where each deploy was. */
export function DeployLines({ deploys }: { deploys: readonly Deploy[] }) {
  const { context } = useWall();
  useContextVersion(context);
  return (
    <div className="deploy-lines" aria-hidden>
      {deploys
        .filter((deploy) => context.columnOf(deploy.timeMs) !== undefined)
        .map((deploy) => (
          <i
            key={deploy.id}
            className={`deploy-line ${deploy.status}`}
            data-testid="deploy-line"
            style={{ transform: `translateX(${lineX(context, deploy.timeMs)}px)` }}
          />
        ))}
    </div>
  );
}

/** Where in its column a moment lies, in CSS pixels from the left. */
export function lineX(
  context: { startMs: number; stepMs: number; columnPx: number },
  timeMs: number,
): number {
  return Math.round(((timeMs - context.startMs) / context.stepMs) * context.columnPx);
}

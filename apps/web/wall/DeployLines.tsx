import type { Deploy } from "@mission-control/contracts";
import { lineX } from "./line-x.ts";
import { useLayout } from "./use-layout.ts";
import { useWall } from "./wall-context.ts";

/** A line across all lanes where each deploy was. */
export function DeployLines({ deploys }: { deploys: readonly Deploy[] }) {
  const { context } = useWall();
  useLayout(context);
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

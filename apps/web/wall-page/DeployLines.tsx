import type { DeployStretch } from "../wall/deploy-stretches.ts";
import { lineX } from "../wall/line-x.ts";
import { useLayout } from "../wall/use-layout.ts";
import { useWall } from "../wall/wall-context.ts";

/** A line across all lanes where each deploy began. */
export function DeployLines({ deploys }: { deploys: readonly DeployStretch[] }) {
  const { context } = useWall();
  useLayout(context);
  return (
    <div className="deploy-lines" aria-hidden>
      {deploys
        .filter((deploy) => context.columnOf(deploy.timeMs) !== undefined)
        .map((deploy) => (
          <i
            key={deploy.id}
            className={`deploy-line ${deploy.tone}`}
            data-testid="deploy-line"
            style={{ transform: `translateX(${lineX(context, deploy.timeMs)}px)` }}
          />
        ))}
    </div>
  );
}

import { useActions } from "../actions/actions.ts";
import { useWall } from "./wall-context.ts";

/** `[` and `]` step through the deploys that are shown: the rule goes to each in turn. */
export function useDeployKeys(deploys: readonly { readonly timeMs: number }[]): void {
  const { context, pin } = useWall();

  function step(by: 1 | -1): void {
    const columns = deploys.flatMap((deploy) => context.columnOf(deploy.timeMs) ?? []);
    const from = context.focused ?? context.size;
    const next =
      by > 0 ? columns.find((column) => column > from) : columns.findLast((column) => column < from);
    if (next !== undefined) pin.hold(context.timeOf(next));
  }

  useActions({ "deploy-back": () => step(-1), "deploy-on": () => step(1) });
}

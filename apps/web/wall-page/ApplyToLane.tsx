import { useWallSearch } from "../data/use-wall-search.ts";
import { ApplyDialog } from "../functions/ApplyDialog.tsx";
import type { PlacedLane } from "./placed.ts";

/** Puts a function after a lane's expression: a lane of the link becomes another, any lane can have another one beside it. */
export function ApplyToLane({ placed, onClose }: { placed: PlacedLane; onClose: () => void }) {
  const [search, change] = useWallSearch();
  const { lane, written, added } = placed;
  const exprs = search.lane ?? [];
  const become = (next: readonly string[]) => {
    change({ lane: [...new Set(next)] });
    onClose();
  };
  return (
    <ApplyDialog
      title={lane.title}
      expr={written}
      onReplace={
        added ? (piped) => become(exprs.map((expr) => (expr === written ? piped : expr))) : undefined
      }
      onBeside={(piped) => {
        const at = exprs.indexOf(written) + 1 || exprs.length;
        become(exprs.toSpliced(at, 0, piped));
      }}
      onClose={onClose}
    />
  );
}

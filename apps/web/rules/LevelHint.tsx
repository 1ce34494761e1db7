import { valueText } from "../format/value.ts";
import { proposeLevel, type Seen } from "./propose-level.ts";
import type { RuleDraft } from "./rule-draft.ts";

/** What the expression gave in the last day, and a level that fits. */
export function LevelHint({ seen, draft, onTake }: { seen: Seen; draft: RuleDraft; onTake: () => void }) {
  const said = (value: number) => valueText(value, draft.unit);
  return (
    <p className="rule-note">
      In the last 24 h it was between {said(seen.least)} and {said(seen.most)}.{" "}
      <button type="button" className="link-button" onClick={onTake}>
        Take {said(proposeLevel(seen, draft.op).level)}
      </button>
    </p>
  );
}

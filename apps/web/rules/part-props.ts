import type { RuleDraft } from "./rule-draft.ts";

/** What a part of the form is given: the draft, and what changes some of it. */
export interface PartProps {
  readonly draft: RuleDraft;
  readonly change: (by: Partial<RuleDraft>) => void;
}

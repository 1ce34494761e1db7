import { Expression } from "./Expression.tsx";
import { Sentence } from "./fields.tsx";
import { Lasting } from "./Lasting.tsx";
import type { PartProps } from "./part-props.ts";
import { asksExpr } from "./rule-words.ts";
import { sentences } from "./sentences.tsx";

/** What is looked at, and when that is bad: a sentence for each kind. */
export function ConditionPart({ draft, change, exprFault }: PartProps & { exprFault: string | undefined }) {
  return (
    <>
      {asksExpr(draft.kind) && <Expression draft={draft} change={change} fault={exprFault} />}
      <Sentence label="Condition">
        {sentences[draft.kind]({ draft, change })}
        <Lasting draft={draft} change={change} />
      </Sentence>
    </>
  );
}

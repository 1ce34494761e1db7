import { ExprField } from "../arrange/ExprField.tsx";
import { unitOptions } from "../arrange/option-words.ts";
import { useStatus } from "../data/use-status.ts";
import { useMeta } from "../meta/meta-context.ts";
import { unitOfExpr } from "../wall/added-lane.ts";
import { ChoiceField, Fault, Sentence } from "./fields.tsx";
import type { PartProps } from "./part-props.ts";
import { withUnit } from "./rule-draft.ts";

/** What is looked at: an expression, the unit of its values, the store that it is asked of. */
export function Expression({ draft, change, fault }: PartProps & { fault: string | undefined }) {
  const unitOf = useMeta()?.unitOf ?? unitOfExpr;
  const stores = (useStatus(60_000).data?.stores ?? []).map(({ name }) => name);
  const known = draft.store === "" || stores.includes(draft.store) ? stores : [...stores, draft.store];
  const hasUnit = draft.kind !== "change";
  return (
    <>
      <ExprField
        label="What to look at"
        value={draft.expr}
        fault={fault}
        onChange={(expr) => {
          // A unit that was the old expression's own goes with it.
          const isGuess = draft.unit === unitOf(draft.expr) || draft.expr.trim() === "";
          const next = { ...draft, expr };
          change(isGuess ? withUnit(next, unitOf(expr)) : next);
        }}
      />
      {(hasUnit || known.length > 1 || draft.store !== "") && (
        <div className="rule-hints">
          <Sentence label="Unit and store">
            {hasUnit && (
              <>
                <span>Its values are in</span>
                <ChoiceField
                  label="Unit"
                  quiet
                  value={draft.unit}
                  options={unitOptions.map((each) =>
                    each.id === "none" ? { ...each, label: "no unit" } : each,
                  )}
                  onChange={(unit) => change(withUnit(draft, unit))}
                />
              </>
            )}
            {(known.length > 1 || draft.store !== "") && (
              <>
                <span>and come from</span>
                <ChoiceField
                  label="Store"
                  quiet
                  value={draft.store}
                  options={[
                    { id: "", label: "the default store" },
                    ...known.map((name) => ({ id: name, label: name })),
                  ]}
                  onChange={(store) => change({ store })}
                />
                <Fault path="when.store" />
              </>
            )}
          </Sentence>
        </div>
      )}
    </>
  );
}

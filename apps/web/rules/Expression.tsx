import { useEffect, useRef } from "react";
import { useSettled } from "../data/use-settled.ts";
import { useStatus } from "../data/use-status.ts";
import { ExprField } from "../forms/ExprField.tsx";
import { unitOptions } from "../forms/option-words.ts";
import { unitOfExpr } from "../meta/lane-of-expr.ts";
import { useMeta } from "../meta/meta-context.ts";
import { ChoiceField, Fault, Sentence } from "./fields.tsx";
import type { PartProps } from "./part-props.ts";

/** What is being typed is no expression yet: its unit is guessed once it rests for so long. */
const REST_MS = 350;

/** What is looked at: an expression, the unit of its values, the store that it is asked of. */
export function Expression({ draft, change, fault }: PartProps & { fault: string | undefined }) {
  const unitOf = useMeta()?.unitOf ?? unitOfExpr;
  const stores = (useStatus(60_000).data?.stores ?? []).map(({ name }) => name);
  const known = draft.store === "" || stores.includes(draft.store) ? stores : [...stores, draft.store];
  const hasUnit = draft.kind !== "change";
  const rested = useSettled(draft.expr, REST_MS);
  /** The expression whose unit was looked at last, and the one that was typed here since. */
  const before = useRef(draft.expr);
  const typed = useRef<string>(undefined);
  useEffect(() => {
    if (rested !== draft.expr || rested === before.current) return;
    const guess = unitOf(rested);
    // Nothing can be said of it: it may be half of an expression.
    if (guess === "none") return;
    // A unit that was the old expression's own goes with it.
    const isGuess = draft.unit === unitOf(before.current);
    before.current = rested;
    if (isGuess && typed.current === rested && guess !== draft.unit) change({ unit: guess });
  }, [rested, draft.expr, draft.unit, unitOf, change]);
  return (
    <>
      <ExprField
        label="What to look at"
        value={draft.expr}
        fault={fault}
        onChange={(expr) => {
          typed.current = expr;
          change({ expr });
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
                  onChange={(unit) => change({ unit })}
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

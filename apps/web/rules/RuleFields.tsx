import { BehaviourPart } from "./BehaviourPart.tsx";
import { ConditionPart } from "./ConditionPart.tsx";
import { levelFields } from "./editor-words.ts";
import { LineField } from "./fields.tsx";
import type { TemplateValues } from "./fill-template.ts";
import { KindCards } from "./KindCards.tsx";
import { LevelHint } from "./LevelHint.tsx";
import type { PartProps } from "./part-props.ts";
import type { Seen } from "./propose-level.ts";
import { withKind } from "./rule-draft.ts";
import { faultAt, type RuleFault } from "./rule-of.ts";
import { proposedName } from "./rule-words.ts";
import { SayPart } from "./SayPart.tsx";
import { TellPart } from "./TellPart.tsx";

/** What has a place of its own for its fault. */
const PLACES =
  /^(when|tell|forMs|clearForMs|everyMs|noDataAfterMs|name|title|description|runbook|owner|view|labels)\b/;

/** The parts of the form, as one reads them: when, the condition, whom it tells, what it says. */
export function RuleFields(
  props: PartProps & {
    faults: readonly RuleFault[];
    /** What the expression gave, where a level is to be proposed. */
    seen: Seen | undefined;
    /** The labels that tell its alerts apart, and how many there are; undefined before that is known. */
    labels: readonly string[] | undefined;
    count: number;
    values: TemplateValues;
  },
) {
  const { draft, change, faults, seen, labels, count, values } = props;
  // What is of no field: it stands at the end of the form.
  const others = faults.filter(({ path }) => !PLACES.test(path));
  return (
    <>
      <section aria-labelledby="rule-when">
        <h2 id="rule-when">When</h2>
        <KindCards value={draft.kind} onChange={(kind) => change(withKind(draft, kind))} />
      </section>
      <section aria-labelledby="rule-condition">
        <h2 id="rule-condition">Condition</h2>
        <ConditionPart draft={draft} change={change} exprFault={faultAt(faults, "when.expr")} />
        {seen !== undefined && (
          <LevelHint seen={seen} draft={draft} onTake={() => change(levelFields(draft, seen))} />
        )}
        <BehaviourPart draft={draft} change={change} labels={labels} count={count} />
      </section>
      <section aria-labelledby="rule-tell">
        <h2 id="rule-tell">Tell</h2>
        <TellPart draft={draft} change={change} labels={labels ?? []} />
      </section>
      <section aria-labelledby="rule-say">
        <h2 id="rule-say">Say</h2>
        <LineField
          label="Name"
          path="name"
          value={draft.name}
          placeholder={proposedName(draft)}
          onChange={(name) => change({ name })}
        />
        <SayPart draft={draft} change={change} values={values} />
        {others.map(({ message }) => (
          <p key={message} className="rule-fault" role="alert">
            {message}
          </p>
        ))}
      </section>
    </>
  );
}

import type { CustomFunction, Reject } from "@mission-control/contracts";
import { Radio, RadioGroup } from "react-aria-components";
import type { Draft } from "./draft.ts";
import { Field } from "./Field.tsx";
import { ParameterFields } from "./ParameterFields.tsx";

/** A kind and what it is called for stand together: they are one question to whoever writes a function. */
const kinds: readonly (Pick<CustomFunction, "kind" | "per"> & { title: string; about: string })[] = [
  {
    kind: "map",
    per: "query",
    title: "Map",
    about: "Each value by itself: the code gets one value and gives one back.",
  },
  {
    kind: "aggregate",
    per: "series",
    title: "Aggregate each series",
    about: "The code gets one series with all its values, as for a mean that moves.",
  },
  {
    kind: "aggregate",
    per: "query",
    title: "Aggregate all",
    about: "The code gets every series together, as for shares of a total.",
  },
];

const idOf = ({ kind, per }: Pick<CustomFunction, "kind" | "per">) =>
  kind === "map" ? kind : `${kind} ${per}`;

/** Everything of a function but its code. */
export function FunctionForm(props: {
  draft: Draft;
  faults: readonly Reject[];
  nameHint: string | undefined;
  onChange: (draft: Draft) => void;
}) {
  const { draft, faults, nameHint, onChange } = props;
  const change = (by: Partial<Draft>) => onChange({ ...draft, ...by });
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.message;
  return (
    <div className="function-form">
      <Field
        label="Name"
        mono
        value={draft.name}
        hint={nameHint}
        fault={faultOf("name")}
        onChange={(name) => change({ name })}
      />
      <RadioGroup
        className="function-kinds"
        aria-label="Kind"
        value={idOf(draft)}
        onChange={(id) => {
          const chosen = kinds.find((each) => idOf(each) === id);
          if (chosen !== undefined) change({ kind: chosen.kind, per: chosen.per });
        }}
      >
        {kinds.map((each) => (
          <Radio key={idOf(each)} value={idOf(each)} className="kind">
            <i aria-hidden />
            <b>{each.title}</b>
            <span>{each.about}</span>
          </Radio>
        ))}
      </RadioGroup>
      <Field
        label="What it does"
        value={draft.description}
        fault={faultOf("description")}
        placeholder="in one sentence, for whoever picks it from the list"
        onChange={(description) => change({ description })}
      />
      <ParameterFields
        parameters={draft.parameters}
        faultOf={faultOf}
        onChange={(parameters) => change({ parameters })}
      />
      <div className="times">
        <Field
          label="Look back"
          mono
          value={draft.lookback}
          fault={faultOf("lookback")}
          hint="Also give the code this much of the time before, such as 10m or a parameter."
          onChange={(lookback) => change({ lookback })}
        />
        <Field
          label="Shift"
          mono
          value={draft.shift}
          fault={faultOf("shift")}
          hint="Show values from this long ago, such as 1w or a parameter."
          onChange={(shift) => change({ shift })}
        />
      </div>
    </div>
  );
}

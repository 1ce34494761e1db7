import { limits, type Variable } from "@mission-control/contracts";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components";
import { FormDialog } from "../forms/FormDialog.tsx";
import { CheckRow, SelectRow, TextRow } from "../forms/fields.tsx";
import {
  checkVariables,
  fieldsOfVariable,
  type VariableFaults,
  type VariableFields,
} from "./variable-form.ts";
import "../style/variables.css";

const kinds = [
  { id: "label", label: "The values of a label" },
  { id: "list", label: "A list" },
] as const;

/** The variables of a view: adds, changes and takes away. `onChange` gets them all once they are right. */
export function VariablesDialog(props: {
  variables: readonly Variable[];
  onChange: (variables: Variable[]) => void;
  onClose: () => void;
}) {
  const { variables, onChange, onClose } = props;
  const [first] = useState(() => variables.map(fieldsOfVariable));
  const [forms, setForms] = useState<readonly VariableFields[]>(first);
  const [faults, setFaults] = useState<readonly VariableFaults[]>([]);
  const isFull = forms.length >= limits.variablesPerView;
  const add = () => {
    const key = Math.max(-1, ...forms.map((form) => form.key)) + 1;
    setForms([...forms, fieldsOfVariable(undefined, key)]);
  };
  const finish = () => {
    const checked = checkVariables(forms);
    if (!checked.ok) return setFaults(checked.faults);
    onChange(checked.variables);
    onClose();
  };
  return (
    <FormDialog title="Variables" done="Done" onDone={finish} onClose={onClose} isTouched={forms !== first}>
      <p className="variables-about">
        What is chosen of a variable applies to the whole view. An expression names it with a dollar sign, as
        in <code>{'{service=~"$service"}'}</code>.
      </p>
      {forms.map((form, i) => (
        <VariableForm
          key={form.key}
          form={form}
          faults={faults[i] ?? {}}
          onChange={(by) => setForms(forms.with(i, { ...form, ...by }))}
          onRemove={() => {
            setForms(forms.toSpliced(i, 1));
            setFaults(faults.toSpliced(i, 1));
          }}
        />
      ))}
      <Button className="button" onPress={add} isDisabled={isFull}>
        <Plus size={14} aria-hidden /> {isFull ? `A view has at most ${forms.length}` : "Add a variable"}
      </Button>
    </FormDialog>
  );
}

function VariableForm(props: {
  form: VariableFields;
  faults: VariableFaults;
  onChange: (by: Partial<VariableFields>) => void;
  onRemove: () => void;
}) {
  const { form, faults, onChange, onRemove } = props;
  const words = form.name.trim() === "" ? "New variable" : `$${form.name.trim()}`;
  return (
    <fieldset className="variable-form" aria-label={words}>
      <header>
        <b className="variable-name">{words}</b>
        <Button className="icon-button" aria-label={`Remove ${words}`} onPress={onRemove}>
          <Trash2 size={14} aria-hidden />
        </Button>
      </header>
      <div className="arrange-columns">
        <TextRow
          label="Variable name"
          mono
          value={form.name}
          onChange={(name) => onChange({ name })}
          placeholder="service"
          fault={faults.name}
        />
        <TextRow
          label="Title"
          value={form.title}
          onChange={(title) => onChange({ title })}
          placeholder="Its name"
          fault={faults.title}
        />
        <SelectRow label="Values" value={form.kind} options={kinds} onChange={(kind) => onChange({ kind })} />
        {form.kind === "label" && (
          <TextRow
            label="Label"
            mono
            value={form.label}
            onChange={(label) => onChange({ label })}
            placeholder="service"
            fault={faults.label}
          />
        )}
      </div>
      {form.kind === "label" ? (
        <TextRow
          label="Of these series"
          mono
          value={form.match}
          onChange={(match) => onChange({ match })}
          placeholder={'up{job="api"}'}
          hint="Without them all series count. It may name other variables"
          fault={faults.match}
        />
      ) : (
        <TextRow
          label="The list"
          mono
          lines={4}
          value={form.values}
          onChange={(values) => onChange({ values })}
          hint="A line for each value"
          fault={faults.values}
        />
      )}
      <TextRow
        label="Chosen at first"
        mono
        lines={2}
        value={form.chosen}
        onChange={(chosen) => onChange({ chosen })}
        hint="A line for each value; without any, every value counts"
        fault={faults.chosen}
      />
      <CheckRow
        label="Several values can be chosen"
        value={form.multi}
        onChange={(multi) => onChange({ multi })}
      />
      <CheckRow
        label="It can be left open: any value"
        value={form.all}
        onChange={(all) => onChange({ all })}
      />
    </fieldset>
  );
}

import type { FunctionParameter } from "@mission-control/contracts";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { type DraftParameter, emptyParameter } from "./draft.ts";
import { FieldWords } from "./Field.tsx";

const MOST = 8;

const types: readonly (readonly [FunctionParameter["type"], string])[] = [
  ["number", "Number"],
  ["duration", "Length of time"],
  ["query", "Second query"],
];

const defaults: Record<FunctionParameter["type"], string> = { number: "100", duration: "5m", query: "" };

/** What a call of the function has to say: a row for each parameter. */
export function ParameterFields(props: {
  parameters: readonly DraftParameter[];
  faultOf: (path: string) => string | undefined;
  onChange: (parameters: readonly DraftParameter[]) => void;
}) {
  const { parameters, faultOf, onChange } = props;
  const change = (key: number, by: Partial<DraftParameter>) =>
    onChange(parameters.map((each) => (each.key === key ? { ...each, ...by } : each)));
  return (
    <fieldset className="parameters">
      <legend>Parameters</legend>
      {parameters.length === 0 && (
        <p className="aside">None. Add one for what may differ from lane to lane, such as a limit.</p>
      )}
      {parameters.map((parameter, i) => (
        <ParameterRow
          key={parameter.key}
          parameter={parameter}
          number={i + 1}
          faultOf={(field) => faultOf(`parameters.${i}.${field}`)}
          onChange={(by) => change(parameter.key, by)}
          onRemove={() => onChange(parameters.filter((each) => each.key !== parameter.key))}
        />
      ))}
      {parameters.length < MOST && (
        <button
          type="button"
          className="quiet-button"
          onClick={() => onChange([...parameters, emptyParameter()])}
        >
          <Plus size={14} aria-hidden /> Add a parameter
        </button>
      )}
    </fieldset>
  );
}

function ParameterRow(props: {
  parameter: DraftParameter;
  number: number;
  faultOf: (field: string) => string | undefined;
  onChange: (by: Partial<DraftParameter>) => void;
  onRemove: () => void;
}) {
  const { parameter, number, faultOf, onChange, onRemove } = props;
  const { name, type, help } = parameter;
  const about = useId();
  const called = name === "" ? `parameter ${number}` : name;
  const fault = ["name", "default", "help", "type"].map(faultOf).find((words) => words !== undefined);
  const described = fault === undefined ? {} : { "aria-describedby": about };
  return (
    <div className="parameter" data-testid="parameter">
      <input
        className="mono"
        aria-label={`Name of ${called}`}
        placeholder="name"
        value={name}
        spellCheck={false}
        aria-invalid={faultOf("name") !== undefined || undefined}
        {...described}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <select
        aria-label={`What ${called} is`}
        value={type}
        onChange={(event) => onChange({ type: event.target.value as FunctionParameter["type"] })}
      >
        {types.map(([id, words]) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
      <input
        className="mono"
        aria-label={`Value of ${called} where none is given`}
        placeholder={type === "query" ? "always given" : `or ${defaults[type]}`}
        value={type === "query" ? "" : parameter.default}
        disabled={type === "query"}
        spellCheck={false}
        aria-invalid={faultOf("default") !== undefined || undefined}
        {...described}
        onChange={(event) => onChange({ default: event.target.value })}
      />
      <button type="button" className="icon-button" aria-label={`Remove ${called}`} onClick={onRemove}>
        <X size={14} aria-hidden />
      </button>
      <input
        className="parameter-help"
        aria-label={`What ${called} is for`}
        placeholder="what it is for"
        value={help}
        onChange={(event) => onChange({ help: event.target.value })}
      />
      <FieldWords id={about} hint={undefined} fault={fault} />
    </div>
  );
}

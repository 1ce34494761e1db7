import { createContext, type ReactNode, useContext, useId } from "react";
import type { Options } from "../forms/option-words.ts";
import { inScale, type Measure, type Quantity, scaleOf, scalesOf, settled } from "./measure.ts";
import { faultAt, type RuleFault } from "./rule-of.ts";

const FaultsContext = createContext<readonly RuleFault[]>([]);

/** What is wrong with the rule, for the fields to say it beside them. */
export const FaultsProvider = FaultsContext.Provider;

const useFault = (path: string): string | undefined => faultAt(useContext(FaultsContext), path);

/** What is wrong with a field, below the line in which it stands. */
export function Fault({ path, id }: { path: string; id?: string }) {
  const fault = useFault(path);
  if (fault === undefined) return null;
  return (
    <small id={id} className="rule-fault" role="alert" data-fault={path}>
      {fault}
    </small>
  );
}

/** What an input says of itself, where `path` in the rule is what it fills in. */
function useField(path: string) {
  const id = useId();
  const fault = useFault(path);
  return {
    faultId: id,
    invalid: fault !== undefined,
    aria: fault === undefined ? {} : ({ "aria-invalid": true, "aria-describedby": id } as const),
  };
}

/** Wide enough for what is in it, in its own figures. */
const wide = (text: string, least = 2) => ({ width: `${Math.max(least, text.length) + 0.6}ch` });

/** A number with its unit, within a sentence. "1.5 s" may be typed in a field of ms. */
export function MeasureField(props: {
  label: string;
  path: string;
  of: Quantity;
  value: Measure;
  onChange: (value: Measure) => void;
  placeholder?: string;
}) {
  const { label, path, of, value, onChange, placeholder = "" } = props;
  const { faultId, invalid, aria } = useField(path);
  const meant = scaleOf(value, of);
  const offered = scalesOf(of).filter(({ label }) => of !== "length" || label !== "ms" || meant === "ms");
  return (
    <>
      <span className="rule-in" data-invalid={invalid || undefined}>
        <input
          aria-label={label}
          {...aria}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          value={value.text}
          placeholder={placeholder}
          style={wide(value.text || placeholder)}
          onChange={(event) => onChange({ ...value, text: event.target.value })}
          onBlur={() => {
            const next = settled(value, of);
            if (next.text !== value.text || next.scale !== value.scale) onChange(next);
          }}
        />
        {offered.length > 1 && meant !== "" ? (
          <select
            aria-label={`${label}: unit`}
            value={meant}
            onChange={(event) => onChange(inScale(value, event.target.value, of))}
          >
            {offered.map((scale) => (
              <option key={scale.label} value={scale.label}>
                {scale.label || "1"}
              </option>
            ))}
          </select>
        ) : (
          offered[0]?.label !== "" && <small>{offered[0]?.label}</small>
        )}
      </span>
      <Fault path={path} id={faultId} />
    </>
  );
}

/** A word or a whole number within a sentence. */
export function WordField(props: {
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** What is offered while it is typed. */
  offered?: readonly string[];
  numeric?: boolean;
}) {
  const { label, path, value, onChange, placeholder = "", offered = [], numeric } = props;
  const { faultId, invalid, aria } = useField(path);
  const list = useId();
  return (
    <>
      <span className="rule-in" data-invalid={invalid || undefined}>
        <input
          aria-label={label}
          {...aria}
          list={offered.length > 0 ? list : undefined}
          inputMode={numeric ? "numeric" : undefined}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={placeholder}
          style={wide(value || placeholder, numeric ? 2 : 6)}
          onChange={(event) => onChange(event.target.value)}
        />
        {offered.length > 0 && (
          <datalist id={list}>
            {offered.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        )}
      </span>
      <Fault path={path} id={faultId} />
    </>
  );
}

/** One of several, within a sentence. */
export function ChoiceField<Id extends string>(props: {
  label: string;
  value: Id;
  options: Options<Id>;
  onChange: (id: Id) => void;
  quiet?: boolean;
}) {
  const { label, value, options, onChange, quiet } = props;
  return (
    <span className={quiet ? "rule-in quiet" : "rule-in"}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as Id)}>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}

/** A line of text of its own, its name in front within the field; or several lines. */
export function LineField(props: {
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  lines?: number;
}) {
  const { label, path, value, onChange, placeholder, lines } = props;
  const id = useId();
  const { faultId, invalid, aria } = useField(path);
  const shared = { id, ...aria, value, placeholder, spellCheck: lines !== undefined };
  return (
    <div className="rule-line-field">
      <div className="rule-line" data-invalid={invalid || undefined}>
        <label htmlFor={id}>{label}</label>
        {lines === undefined ? (
          <input {...shared} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
        ) : (
          <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
        )}
      </div>
      <Fault path={path} id={faultId} />
    </div>
  );
}

/** Words and fields that are one sentence. */
export function Sentence({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a sentence is no fieldset
    <div className="rule-sentence" role="group" aria-label={label}>
      {children}
    </div>
  );
}

import { type ReactNode, useId } from "react";
import type { Options } from "./option-words.ts";

/** A field with its label above it, and below it what is wrong, or else what it is for. */
function Row(props: {
  id: string;
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  children: ReactNode;
}) {
  const { id, label, hint, fault, children } = props;
  return (
    <div className="arrange-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {(fault ?? hint) !== undefined && (
        <small id={`${id}-about`} className={fault === undefined ? undefined : "text-bad"}>
          {fault ?? hint}
        </small>
      )}
    </div>
  );
}

/** A line of text, or where `lines` is given a text of several. */
export function TextRow(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  fault?: string | undefined;
  placeholder?: string;
  mono?: boolean;
  numeric?: boolean;
  lines?: number;
}) {
  const { label, value, onChange, hint, fault, placeholder, mono, numeric, lines } = props;
  const id = useId();
  const shared = {
    id,
    className: mono ? "mono" : undefined,
    value,
    placeholder,
    spellCheck: false,
    "aria-invalid": fault !== undefined || undefined,
    "aria-describedby": (fault ?? hint) === undefined ? undefined : `${id}-about`,
  };
  return (
    <Row id={id} label={label} hint={hint} fault={fault}>
      {lines === undefined ? (
        <input
          {...shared}
          autoComplete="off"
          inputMode={numeric ? "decimal" : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
      )}
    </Row>
  );
}

/** One of several. */
export function SelectRow<Id extends string>(props: {
  label: string;
  value: Id;
  options: Options<Id>;
  onChange: (id: Id) => void;
  hint?: ReactNode;
  fault?: string | undefined;
}) {
  const { label, value, options, onChange, hint, fault } = props;
  const id = useId();
  return (
    <Row id={id} label={label} hint={hint} fault={fault}>
      <select
        id={id}
        value={value}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={(fault ?? hint) === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.value as Id)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** Yes or no. */
export function CheckRow(props: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  const { label, value, onChange } = props;
  return (
    <label className="arrange-check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

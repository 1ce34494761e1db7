import { type ReactNode, useId } from "react";

/** A field of one line with its label, what it is for, and what is wrong with it. */
export function Field(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  fault?: string | undefined;
  placeholder?: string;
  mono?: boolean;
  list?: string;
}) {
  const { label, value, onChange, hint, fault, placeholder, mono, list } = props;
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={mono ? "mono" : undefined}
        value={value}
        placeholder={placeholder}
        list={list}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault !== undefined || hint !== undefined ? about : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldWords id={about} hint={hint} fault={fault} />
    </div>
  );
}

/** What is wrong with a field, or else what it is for. */
export function FieldWords({ id, hint, fault }: { id: string; hint: ReactNode; fault: string | undefined }) {
  if (fault === undefined && hint === undefined) return null;
  return (
    <small id={id} className={fault === undefined ? undefined : "text-bad"}>
      {fault ?? hint}
    </small>
  );
}

import type { MetaIcon } from "@mission-control/contracts";
import { type ReactNode, useId } from "react";
import { metaIcon, metaIconNames } from "./icons.ts";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault?: string | undefined;
}

/** A text with its label; `lines` where it may have several. What stands there where nothing is said is the placeholder. */
export function TextField(
  props: FieldProps & { hint?: ReactNode; placeholder?: string; mono?: boolean; lines?: number; max: number },
) {
  const { label, value, onChange, fault, hint, placeholder, mono, lines, max } = props;
  const id = useId();
  const shared = {
    id,
    value,
    placeholder,
    className: mono ? "mono" : undefined,
    maxLength: max,
    "aria-invalid": fault !== undefined || undefined,
    "aria-describedby": (fault ?? hint) === undefined ? undefined : `${id}-about`,
  };
  return (
    <div className="meta-field">
      <label htmlFor={id}>{label}</label>
      {lines === undefined ? (
        <input
          {...shared}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
      )}
      {(fault ?? hint) !== undefined && (
        <small id={`${id}-about`} className={fault === undefined ? undefined : "text-bad"}>
          {fault ?? hint}
        </small>
      )}
    </div>
  );
}

/** One of several, or nothing said: then `unsaid` tells what holds. */
export function SelectField(
  props: FieldProps & { options: Readonly<Record<string, string>>; unsaid: string },
) {
  const { label, value, onChange, options, unsaid } = props;
  const id = useId();
  return (
    <div className="meta-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{unsaid}</option>
        {Object.entries(options).map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** One of the icons there are, or none. */
export function IconField({ value, onChange }: Pick<FieldProps, "value" | "onChange">) {
  const group = useId();
  return (
    <fieldset className="meta-field meta-icons">
      <legend>Icon</legend>
      <div>
        {["", ...metaIconNames].map((name) => {
          const Icon = metaIcon(name === "" ? undefined : (name as MetaIcon));
          const words = name === "" ? "no icon" : name.replaceAll("-", " ");
          return (
            <label key={name} title={words}>
              <input
                type="radio"
                name={group}
                aria-label={words}
                checked={value === name}
                onChange={() => onChange(name)}
              />
              {Icon === undefined ? <span aria-hidden>–</span> : <Icon size={16} aria-hidden />}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

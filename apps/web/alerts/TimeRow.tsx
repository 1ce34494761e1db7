import { useId } from "react";

/** A moment, or a time of the day, by the clocks of the zone that is shown. */
export function TimeRow(props: {
  label: string;
  type?: "datetime-local" | "time";
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  fault?: string | undefined;
}) {
  const { label, type = "datetime-local", value, onChange, hint, fault } = props;
  const id = useId();
  const about = fault ?? hint;
  return (
    <div className="arrange-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={about === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.value)}
      />
      {about !== undefined && (
        <small id={`${id}-about`} className={fault === undefined ? undefined : "text-bad"}>
          {about}
        </small>
      )}
    </div>
  );
}

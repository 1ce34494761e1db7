import { Eye, EyeOff, LockKeyhole } from "lucide-react";
import { useId, useState } from "react";

/** A secret: where one is kept it is not shown, but can be replaced; what is typed can be looked at. */
export function SecretRow(props: {
  label: string;
  isKept: boolean;
  value: string;
  onChange: (text: string) => void;
  hint: string | undefined;
  fault: string | undefined;
}) {
  const { label, isKept, value, onChange, hint, fault } = props;
  const id = useId();
  const [isReplaced, setReplaced] = useState(false);
  const [isSeen, setSeen] = useState(false);
  const about = fault ?? hint;
  if (isKept && !isReplaced)
    return (
      <div className="arrange-field">
        <span>{label}</span>
        <p className="secret-kept">
          <LockKeyhole size={14} aria-hidden /> Kept, and shown to nobody
          <button
            type="button"
            className="button small"
            aria-label={`Replace ${label}`}
            onClick={() => setReplaced(true)}
          >
            Replace
          </button>
        </p>
        {fault !== undefined && <small className="text-bad">{fault}</small>}
      </div>
    );
  return (
    <div className="arrange-field">
      <label htmlFor={id}>{label}</label>
      <div className="secret-field">
        <input
          id={id}
          type={isSeen ? "text" : "password"}
          className={isSeen ? "mono" : undefined}
          value={value}
          autoComplete="new-password"
          spellCheck={false}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={about === undefined ? undefined : `${id}-about`}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={`${isSeen ? "Hide" : "Show"} ${label}`}
          onClick={() => setSeen(!isSeen)}
        >
          {isSeen ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
        </button>
        {isKept && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              onChange("");
              setReplaced(false);
            }}
          >
            Keep the old one
          </button>
        )}
      </div>
      {about !== undefined && (
        <small id={`${id}-about`} className={fault === undefined ? undefined : "text-bad"}>
          {about}
        </small>
      )}
    </div>
  );
}

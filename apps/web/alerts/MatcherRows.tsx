import type { AlertMatcher } from "@mission-control/contracts";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useAlerts } from "../data/use-alerts.ts";
import { compareText } from "../format/text.ts";
import { parseMatchers } from "./matchers-text.ts";

const ops = [
  { id: "=", label: "is" },
  { id: "!=", label: "is not" },
  { id: "=~", label: "matches" },
  { id: "!~", label: "does not match" },
] as const;

const blank: AlertMatcher = { label: "", op: "=", value: "" };

/** Which alerts are meant: a row for each label that has to fit. Matchers that are pasted as text become rows. */
export function MatcherRows(props: {
  legend: string;
  hint?: string;
  matchers: readonly AlertMatcher[];
  onChange: (matchers: readonly AlertMatcher[]) => void;
  /** What is wrong with a row, by its number, or with all of them by -1. */
  faults?: ReadonlyMap<number, string>;
}) {
  const { legend, hint, matchers, onChange, faults } = props;
  const id = useId();
  const { data } = useAlerts();
  const alerts = data?.alerts ?? [];
  const names = [
    ...new Set(["rule", "severity", "owner", ...alerts.flatMap(({ labels }) => Object.keys(labels))]),
  ].sort(compareText);
  const set = (at: number, by: Partial<AlertMatcher>) =>
    onChange(matchers.map((matcher, i) => (i === at ? { ...matcher, ...by } : matcher)));
  const paste = (at: number, text: string) => {
    const pasted = /[=~]/.test(text) ? parseMatchers(text) : undefined;
    if (pasted !== undefined) onChange([...matchers.slice(0, at), ...pasted, ...matchers.slice(at + 1)]);
    return pasted !== undefined;
  };
  return (
    <fieldset className="matcher-rows">
      <legend>{legend}</legend>
      <datalist id={id}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {matchers.map((matcher, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place only
        <div key={i} className="matcher-row">
          <input
            aria-label={`Label ${i + 1}`}
            list={id}
            placeholder="label"
            spellCheck={false}
            autoComplete="off"
            value={matcher.label}
            aria-invalid={faults?.has(i) || undefined}
            onChange={(event) => set(i, { label: event.target.value })}
            onPaste={(event) => {
              if (paste(i, event.clipboardData.getData("text"))) event.preventDefault();
            }}
          />
          <select
            aria-label={`How label ${i + 1} has to fit`}
            value={matcher.op}
            onChange={(event) => set(i, { op: event.target.value as AlertMatcher["op"] })}
          >
            {ops.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
          <input
            aria-label={`Value of label ${i + 1}`}
            placeholder={matcher.op.endsWith("~") ? "regular expression" : "value"}
            spellCheck={false}
            autoComplete="off"
            value={matcher.value}
            aria-invalid={faults?.has(i) || undefined}
            onChange={(event) => set(i, { value: event.target.value })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove label ${i + 1}`}
            onClick={() => onChange(matchers.filter((_, at) => at !== i))}
          >
            <X size={14} aria-hidden />
          </button>
          {faults?.has(i) && <small className="text-bad">{faults.get(i)}</small>}
        </div>
      ))}
      <button type="button" className="button small" onClick={() => onChange([...matchers, blank])}>
        <Plus size={14} aria-hidden /> Add a label
      </button>
      {faults?.has(-1) ? (
        <small className="text-bad">{faults.get(-1)}</small>
      ) : (
        hint !== undefined && <small>{hint}</small>
      )}
    </fieldset>
  );
}

/** Those that say something. */
export const saidMatchers = (matchers: readonly AlertMatcher[]): AlertMatcher[] =>
  matchers.filter(({ label, value }) => label.trim() !== "" || value !== "");

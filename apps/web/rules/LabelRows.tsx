import { Plus, X } from "lucide-react";
import { WordField } from "./fields.tsx";
import type { TypedLabel } from "./rule-draft.ts";

/** Labels with their values, a row for each; the last can be taken away where `least` allows it. */
export function LabelRows(props: {
  label: string;
  path: string;
  rows: readonly TypedLabel[];
  onChange: (rows: readonly TypedLabel[]) => void;
  offered?: (name: string) => readonly string[];
  least?: number;
  add: string;
}) {
  const { label, path, rows, onChange, offered, least = 0, add } = props;
  const set = (at: number, by: Partial<TypedLabel>) =>
    onChange(rows.map((row, i) => (i === at ? { ...row, ...by } : row)));
  return (
    <>
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is the one in its place, its name is being typed
        <span key={i} className="rule-label">
          <WordField
            label={`${label}: name ${i + 1}`}
            path={`${path}.${i}.name`}
            value={row.name}
            placeholder="label"
            onChange={(name) => set(i, { name })}
          />
          <span aria-hidden>=</span>
          <WordField
            label={`${label}: value ${i + 1}`}
            path={`${path}.${i}.value`}
            value={row.value}
            placeholder="value"
            {...(offered !== undefined && { offered: offered(row.name.trim()) })}
            onChange={(value) => set(i, { value })}
          />
          {rows.length > least && (
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${row.name || "this label"}`}
              onClick={() => onChange(rows.filter((_row, at) => at !== i))}
            >
              <X size={13} aria-hidden />
            </button>
          )}
        </span>
      ))}
      <button type="button" className="rule-add" onClick={() => onChange([...rows, { name: "", value: "" }])}>
        <Plus size={13} aria-hidden /> {add}
      </button>
    </>
  );
}

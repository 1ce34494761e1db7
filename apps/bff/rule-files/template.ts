import type { Unit } from "@mission-control/contracts";

/** A template of Prometheus as ours has it; what of it is another now, in words, and the unit that it says its value has. */
export interface ReadTemplate {
  readonly text: string;
  readonly notes: readonly string[];
  readonly unit: Unit | undefined;
}

const ACTION = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g;
const VALUE = /^(?:\$value|\.Value|printf\s+"[^"]*"\s+(?:\$value|\.Value))(?:\s*\|\s*(.*))?$/;
const LABEL =
  /^(?:(?:\$labels|\.Labels)\.([a-zA-Z_]\w*)|index\s+(?:\$labels|\.Labels)\s+"([a-zA-Z_][\w.]*)")(?:\s*\|\s*(.*))?$/;

/** Functions that only say how a value is shown, which here its unit does. */
const SHOWN: ReadonlyMap<string, Unit | undefined> = new Map([
  ["humanize", undefined],
  ["humanize1024", "bytes"],
  ["humanizePercentage", "ratio"],
  ["humanizeDuration", "seconds"],
]);

/** Reads a template: `{{ $value }}` and `{{ $labels.x }}` mean the same here; whatever else it does stays as it is written. */
export function templateOf(given: string): ReadTemplate {
  const notes = new Set<string>();
  let unit: Unit | undefined;
  const text = given.replace(ACTION, (written: string, action: string) => {
    const value = VALUE.exec(action);
    if (value !== null) {
      for (const name of pipesIn(value[1])) {
        if (SHOWN.has(name)) unit ??= SHOWN.get(name);
        else if (name !== "printf")
          notes.add(`${written}: a value is shown in its own unit, without ${name}`);
      }
      return "{{ $value }}";
    }
    const label = LABEL.exec(action);
    if (label !== null) {
      for (const name of pipesIn(label[3]))
        notes.add(`${written}: a label is shown as it is, without ${name}`);
      return `{{ $labels.${label[1] ?? label[2]} }}`;
    }
    notes.add(`${written} stays as it is written: only {{ $value }} and {{ $labels.… }} are filled in`);
    return written;
  });
  return { text, notes: [...notes], unit };
}

/** The names of the functions that follow a value. */
const pipesIn = (pipes: string | undefined): string[] =>
  (pipes ?? "")
    .split("|")
    .map((one) => one.trim().split(/\s/)[0] ?? "")
    .filter((name) => name !== "");

/** A template of ours as Prometheus has it; `fixed` are names that stand for the same text always. */
export function prometheusTemplateOf(given: string, fixed: Readonly<Record<string, string>>): string {
  return given.replace(
    /\{\{\s*(\$labels\.|\$|\.Labels\.)?([a-zA-Z_][\w.]{0,199})\s*\}\}/g,
    (written: string, prefix: string | undefined, name: string) => {
      if (prefix === "$") return name === "value" ? "{{ $value }}" : written;
      if (prefix === undefined && name === "value") return "{{ $value }}";
      if (prefix === undefined && Object.hasOwn(fixed, name)) return fixed[name] ?? "";
      return name.includes(".") ? `{{ index $labels "${name}" }}` : `{{ $labels.${name} }}`;
    },
  );
}

import { limits, type Severity, unitSchema, valueText } from "@mission-control/contracts";

/** What the names of a template stand for. */
export interface TemplateValues {
  /** The rule's name. */
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly severity: Severity;
  readonly owner: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A name in double braces: `{{value}}`, `{{service}}`, and as Prometheus has them `{{ $value }}`, `{{ $labels.service }}`. */
const NAME = /\{\{\s*(\$labels\.|\$|\.Labels\.)?([a-zA-Z_][\w.]{0,199})\s*\}\}/g;

/**
 * A template with its names filled in, as plain text of at most `limits.textLength` characters: who shows it escapes it for where
 * it goes. A name is no more than a name, so that nothing can be run; one that says nothing here stays as it is written, and
 * what is filled in is not read again. A label wins over nothing but an unknown name: `{{value}}` is always the value.
 */
export function fillTemplate(template: string, of: TemplateValues): string {
  const filled = template
    .slice(0, limits.textLength)
    .replace(NAME, (written, prefix: string, name: string) => {
      if (prefix === "$" && name !== "value") return written;
      if (prefix === undefined || prefix === "$") {
        const own = ownText(name, of);
        if (own !== undefined) return own;
      }
      return Object.hasOwn(of.labels, name) ? (of.labels[name] ?? written) : written;
    });
  return cut(filled, limits.textLength);
}

/** A value as people read it: "412 ms"; where there is none, "no value". */
export function valueWords(value: number | null, unit: string): string {
  if (value === null) return "no value";
  // What is put into mails and messages is copied from there: a space that does not break is no space to search for.
  return valueText(value, unitSchema.catch("none").parse(unit)).replaceAll("\u00a0", " ");
}

/** At most so many characters, the last of them an ellipsis where there were more; no character is cut in two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function ownText(name: string, of: TemplateValues): string | undefined {
  switch (name) {
    case "value":
      return valueWords(of.value, of.unit);
    case "name":
      return of.name;
    case "severity":
      return of.severity;
    case "owner":
      return of.owner;
    default:
      return undefined;
  }
}

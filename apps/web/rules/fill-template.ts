import type { Severity } from "@mission-control/contracts";

/** What a template's names stand for. */
export interface TemplateValues {
  readonly name: string;
  readonly severity: Severity;
  readonly owner: string;
  /** With its unit, as people read it. */
  readonly value: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A part of a text: `unknown` where nothing has this name. */
export interface TemplatePart {
  readonly text: string;
  readonly kind: "text" | "filled" | "unknown";
}

/** `{{value}}`, `{{service}}`, and as Prometheus has them `{{ $value }}`, `{{ $labels.service }}`. */
const NAME = /\{\{\s*(\$labels\.|\$|\.Labels\.)?([a-zA-Z_][\w.]{0,199})\s*\}\}/g;

/**
 * A title or description as an alert would have it, in parts, so that what is filled in can be told from what is written. As
 * the server fills it in: an alert's own value and the rule's own words win over labels, and what is no name stays.
 */
export function fillTemplate(template: string, values: TemplateValues): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of template.matchAll(NAME)) {
    if (match.index > from) parts.push({ text: template.slice(from, match.index), kind: "text" });
    const text = textOf(match[1] ?? "", match[2]!, values);
    parts.push(text === undefined ? { text: match[0], kind: "unknown" } : { text, kind: "filled" });
    from = match.index + match[0].length;
  }
  if (from < template.length) parts.push({ text: template.slice(from), kind: "text" });
  return parts;
}

function textOf(prefix: string, name: string, { labels, ...own }: TemplateValues): string | undefined {
  if (prefix === "$") return name === "value" ? own.value : undefined;
  if (prefix === "" && Object.hasOwn(own, name)) return own[name as keyof typeof own];
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}

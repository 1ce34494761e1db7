import type { Dashboard, DataSource } from "./shape.ts";

/** What the names of a dashboard's data sources stand for: a kind each, such as "prometheus". */
export type Sources = ReadonlyMap<string, string>;

/** Another panel of the dashboard whose answer is shown. */
const otherPanel = "-- Dashboard --";

/** The data sources that a dashboard asks for when it is imported, and those that a variable chooses among. */
export function sourcesOf({ __inputs: inputs = [], templating }: Dashboard): Sources {
  const sources = new Map<string, string>();
  for (const { name, pluginId } of inputs) {
    if (name !== undefined && pluginId !== undefined) sources.set(name, pluginId);
  }
  for (const { name, type, query } of templating?.list ?? []) {
    if (type === "datasource" && typeof query === "string") sources.set(name, query);
  }
  return sources;
}

/**
 * Whether something is asked of Prometheus, or of what speaks its language; undefined where that is not said: then its
 * expression tells.
 */
export function isPrometheus(source: DataSource, sources: Sources): boolean | undefined {
  const kind = kindOf(source, sources);
  return kind === undefined
    ? undefined
    : /prometheus|victoriametrics-(metrics-)?datasource|^mimir$|^thanos$/i.test(kind);
}

/** What is asked, as it is called; undefined where it is not said. */
export function kindOf(source: DataSource, sources: Sources): string | undefined {
  if (source == null) return undefined;
  const named = typeof source === "string" ? source : (source.uid ?? "");
  const variable = /^\$\{?(\w+)(?::\w+)?\}?$|^\[\[(\w+)\]\]$/.exec(named);
  const byVariable = variable === null ? undefined : sources.get((variable[1] ?? variable[2])!);
  const type = typeof source === "string" ? undefined : source.type;
  if (named === "-- Mixed --" || named === otherPanel) return undefined;
  if (named === "-- Grafana --" || named === "grafana" || type === "grafana") return "Grafana itself";
  if (named === "__expr__" || type === "__expr__") return "Grafana's own arithmetic";
  return byVariable ?? (type === undefined || type === "datasource" ? undefined : type);
}

/** Whether a panel shows what another one does. */
export function isOtherPanel(source: DataSource): boolean {
  return source != null && (typeof source === "string" ? source : source.uid) === otherPanel;
}

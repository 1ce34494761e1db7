import { Refusal, rejectsOf } from "@mission-control/contracts";
import { type Dashboard, dashboardSchema } from "./shape.ts";

/** Bounds on a dashboard: characters of its JSON and of one list in it, how deep it goes, its panels and variables. */
export const dashboardLimits = {
  characters: 5 * 1024 * 1024,
  listCharacters: 100_000,
  depth: 64,
  panels: 1_000,
  variables: 200,
} as const;

type Keyed = Readonly<Record<string, unknown>>;
const isKeyed = (value: unknown): value is Keyed =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a document is a dashboard of Grafana, as it is exported or as its API gives it. */
export function isDashboard(document: unknown): boolean {
  const inner = unwrap(document);
  if (!isKeyed(inner) || "sections" in inner) return false;
  if (isNewModel(inner)) return true;
  if (Array.isArray(inner.rows)) return true;
  return Array.isArray(inner.panels) || ("schemaVersion" in inner && "title" in inner);
}

/**
 * A dashboard as far as it is read.
 * @throws Refusal `too_large` or `invalid_body`, saying what to mend and where.
 */
export function readDashboard(document: unknown): Dashboard {
  refuseTooDeep(document);
  const inner = unwrap(document);
  if (isKeyed(inner) && isNewModel(inner)) {
    throw new Refusal(
      "invalid_body",
      "This is a dashboard in Grafana's v2 schema. Export it once more with the classic model chosen, and import that.",
    );
  }
  refuseTooMany(inner);
  const parsed = dashboardSchema.safeParse(inner);
  if (parsed.success) return parsed.data;
  const errors = rejectsOf(parsed.error);
  const [first] = errors;
  const where = first === undefined || first.path === "" ? "" : ` ${first.path}: ${first.message}.`;
  throw new Refusal("invalid_body", `This is no dashboard that can be read; nothing was kept.${where}`, {
    errors,
  });
}

/** Takes away what the API and newer exports put around a dashboard. */
function unwrap(document: unknown): unknown {
  if (!isKeyed(document)) return document;
  if (isKeyed(document.dashboard)) return document.dashboard;
  const isResource = typeof document.apiVersion === "string" && isKeyed(document.spec);
  return isResource ? document.spec : document;
}

const isNewModel = (inner: Keyed): boolean => isKeyed(inner.elements) && isKeyed(inner.layout);

/** Counted before anything is read, without recursion, so that neither depth nor number costs more than looking. */
function refuseTooDeep(document: unknown): void {
  let characters = 0;
  const open: [value: unknown, depth: number][] = [[document, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    // What stands around a value counts too, so that a flood of empty ones is bounded.
    characters += typeof value === "string" ? value.length + 2 : 2;
    if (characters > dashboardLimits.characters) {
      throw new Refusal("too_large", "A dashboard may have 5 MiB of JSON; import its parts one by one.");
    }
    if (typeof value !== "object" || value === null) continue;
    if (depth > dashboardLimits.depth) {
      throw new Refusal("invalid_body", `A dashboard goes at most ${dashboardLimits.depth} levels deep.`);
    }
    for (const [key, inner] of Object.entries(value)) {
      characters += Array.isArray(value) ? 0 : key.length + 3;
      open.push([inner, depth + 1]);
    }
  }
}

function refuseTooMany(inner: unknown): void {
  if (!isKeyed(inner)) return;
  const inRows = listOf(inner.rows).flatMap((row) => (isKeyed(row) ? listOf(row.panels) : []));
  const panels = [...listOf(inner.panels), ...inRows];
  const nested = panels.reduce(
    (sum: number, panel) => sum + (isKeyed(panel) ? listOf(panel.panels).length : 0),
    0,
  );
  const count = panels.length + nested;
  if (count > dashboardLimits.panels) {
    throw new Refusal(
      "too_large",
      `A dashboard may have ${dashboardLimits.panels} panels, not ${count}; import its parts.`,
    );
  }
  const variables = isKeyed(inner.templating) ? listOf(inner.templating.list).length : 0;
  if (variables > dashboardLimits.variables) {
    throw new Refusal(
      "too_large",
      `A dashboard may have ${dashboardLimits.variables} variables, not ${variables}.`,
    );
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

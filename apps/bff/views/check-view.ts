import {
  embeddedStore,
  limits,
  type Reject,
  rejectsOf,
  type View,
  viewSchema,
} from "@mission-control/contracts";
import { PromqlError, parseExpr, typeOf } from "@mission-control/promql";
import { isPiped, pipedOf } from "../functions/piped.ts";
import { badVariables, standIn, unknownVariables } from "./check-variables.ts";

/** A view as it came in, or what is wrong with it. */
export type CheckedView =
  | { readonly ok: true; readonly view: View }
  | { readonly ok: false; readonly faults: Reject[] };

/**
 * Checks a view that is to be kept under `slug`: its shape, its size, that no two parts of one kind share a name, and that
 * every expression can be drawn and names no variable but the view's own. A fault in an expression names the lane or
 * tile, and the line and column.
 */
export function checkView(given: unknown, slug: string): CheckedView {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return fault("invalid_type", "", "a view is an object with name, tiles and sections");
  }
  const [lanes, panels] = [countIn(given, "lanes"), countIn(given, "panels")];
  if (lanes > limits.lanesPerView) {
    return fault("too_big", "sections", `at most ${limits.lanesPerView} lanes, not ${lanes}`);
  }
  if (panels > limits.panelsPerView) {
    return fault("too_big", "sections", `at most ${limits.panelsPerView} panels, not ${panels}`);
  }
  const parsed = viewSchema.safeParse({ slug, ...given });
  if (!parsed.success) return { ok: false, faults: rejectsOf(parsed.error) };
  const view = parsed.data;
  if (view.slug !== slug) {
    return fault("custom", "slug", `the address names the view "${slug}", the body "${view.slug}"`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(view));
  if (bytes > limits.viewBytes) {
    return fault("too_big", "", `a view has at most ${limits.viewBytes} bytes as JSON, not ${bytes}`);
  }
  const faults = [...namedTwice(view), ...badVariables(view), ...badExpressions(view)].slice(
    0,
    limits.rejectsPerAnswer,
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, view };
}

function fault(code: string, path: string, message: string): CheckedView {
  return { ok: false, faults: [{ code, path, message }] };
}

/** Counted over all sections before they are looked at, so that a flood of parts costs no more than reading it. */
function countIn(given: object, kind: "lanes" | "panels"): number {
  const { sections } = given as { sections?: unknown };
  if (!Array.isArray(sections)) return 0;
  return sections.reduce((sum: number, section: unknown) => {
    const parts = (section as Record<string, unknown> | null)?.[kind];
    return sum + (Array.isArray(parts) ? parts.length : 0);
  }, 0);
}

function* namedTwice(view: View): Generator<Reject> {
  yield* twiceIn(view.tiles, "tiles", "tile");
  yield* twiceIn(view.sections, "sections", "section");
  for (const [i, section] of view.sections.entries()) {
    yield* twiceIn(section.lanes, `sections.${i}.lanes`, `lane of section "${section.title}"`);
  }
}

function* twiceIn(parts: readonly { id: string }[], path: string, kind: string): Generator<Reject> {
  const seen = new Set<string>();
  for (const [i, { id }] of parts.entries()) {
    if (seen.has(id)) {
      yield { code: "custom", path: `${path}.${i}.id`, message: `another ${kind} is called "${id}"` };
    }
    seen.add(id);
  }
}

function* badExpressions(view: View): Generator<Reject> {
  const { variables } = view;
  for (const [i, tile] of view.tiles.entries()) {
    const name = `tile "${tile.title}"`;
    for (const [field, expr] of Object.entries({ expr: tile.expr, note: tile.note })) {
      if (expr !== undefined) yield* faultOf(tile, expr, `tiles.${i}.${field}`, name, variables);
    }
  }
  for (const [i, section] of view.sections.entries()) {
    for (const [j, lane] of section.lanes.entries()) {
      const name = `lane "${lane.title}" of section "${section.title}"`;
      yield* faultOf(lane, lane.expr, `sections.${i}.lanes.${j}.expr`, name, variables);
    }
  }
}

/** Another store may know more than PromQL: it says itself what is wrong with an expression. */
const isElsewhere = ({ store = embeddedStore }: { store?: string | undefined }): boolean =>
  store !== embeddedStore;

function* faultOf(
  part: { store?: string | undefined },
  expr: string,
  path: string,
  name: string,
  variables: View["variables"],
): Generator<Reject> {
  const unknown = [...unknownVariables(expr, path, name, variables)];
  if (unknown.length > 0) return yield* unknown;
  if (isElsewhere(part)) return;
  try {
    // As long as what they replace, so that a column is one of the text that its author wrote.
    const sized = standIn(expr, variables).replaceAll(/\$__(rate_)?interval/g, (variable) =>
      "1m".padStart(variable.length),
    );
    const type = typeOf(parseExpr(isPiped(sized) ? pipedOf(sized).query : sized));
    if (type === "vector" || type === "scalar") return;
    yield {
      code: "bad_data",
      path,
      message: `${name}: a ${type} cannot be drawn; take a vector or a number`,
    };
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    yield { code: error.kind, path, message: `${name}, ${error.message}` };
  }
}

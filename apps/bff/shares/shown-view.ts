import {
  type Chosen,
  expandIntervals,
  expandVariables,
  expandWords,
  type KnownPanel,
  knownPanelSchema,
  limits,
  type Panel,
  type ShownView,
  type Variable,
  type View,
  viewSchema,
} from "@mission-control/contracts";

/** Something that is asked of a store; without one the default. */
export interface Query {
  readonly expr: string;
  readonly store: string | undefined;
}

/** Matches no label of a series: nothing is shown of what has to be chosen first. */
const NOTHING = "\uffff";

/** A view as others are to see it: what was chosen of its variables stands in it, so that nothing else can be chosen. */
export function shownView(kept: View, shown: ShownView): View {
  // Who saved it and when is nobody else's.
  const view = viewSchema.parse(kept);
  const chosen = chosenOf(view.variables, shown);
  const expr = (text: string) => expandVariables(text, chosen).slice(0, limits.expressionLength);
  const words = (text: string) => expandWords(text, chosen).slice(0, limits.nameLength);
  return {
    ...view,
    variables: [],
    tiles: view.tiles.map((tile) => ({
      ...tile,
      title: words(tile.title),
      expr: expr(tile.expr),
      ...(tile.note === undefined ? {} : { note: expr(tile.note) }),
    })),
    sections: view.sections.map((section) => ({
      ...section,
      title: words(section.title),
      lanes: section.lanes.map((lane) => ({ ...named(lane, words), expr: expr(lane.expr) })),
      panels: section.panels.map((panel) => shownPanel(panel, expr, words)),
    })),
  };
}

function shownPanel(panel: Panel, expr: (text: string) => string, words: (text: string) => string): Panel {
  const known = knownPanelOf(panel);
  if (known === undefined) return { ...panel, title: words(panel.title) };
  const titled = { ...known, title: words(known.title) };
  if ("queries" in titled) {
    const queries = titled.queries.map((query) => ({ ...named(query, words), expr: expr(query.expr) }));
    return { ...titled, queries };
  }
  if (titled.kind === "probes") return { ...titled, up: expr(titled.up), duration: expr(titled.duration) };
  return titled;
}

/** A panel of a kind that this version knows: of another nothing is sure but where it stands. */
function knownPanelOf(panel: Panel): KnownPanel | undefined {
  const known = knownPanelSchema.safeParse(panel);
  return known.success ? known.data : undefined;
}

/** A title and a legend with what was chosen in them, in words. */
function named<Part extends { title?: string; legend?: string | undefined }>(
  part: Part,
  words: (text: string) => string,
): Part {
  return {
    ...part,
    ...(part.title === undefined ? {} : { title: words(part.title) }),
    ...(part.legend === undefined ? {} : { legend: words(part.legend) }),
  };
}

/** The lanes that were added to a view, with what was chosen in them. */
export function shownLanes(view: View, shown: ShownView): string[] {
  const chosen = chosenOf(view.variables, shown);
  return shown.lanes.map((text) => expandVariables(text, chosen).slice(0, limits.expressionLength));
}

/** What was chosen when it was shared; what was not stands as the view has it. */
function chosenOf(variables: readonly Variable[], shown: ShownView): Chosen {
  const given = new Map(Object.entries(shown.variables));
  return new Map(
    variables.map((variable) => [variable.name, given.get(variable.name) ?? chosenByItself(variable)]),
  );
}

function chosenByItself({ chosen, multi, all, source }: Variable): readonly string[] {
  const values = chosen.filter((value) => value !== "").slice(0, multi ? undefined : 1);
  if (values.length > 0 || all) return values;
  return [source.kind === "list" ? source.values[0]! : NOTHING];
}

/** Everything that a page of this view asks, before its intervals are known; each once. */
export function queriesOf(view: View, lanes: readonly string[]): Query[] {
  const all: Query[] = lanes.map((expr) => ({ expr, store: undefined }));
  for (const { expr, note, store } of view.tiles) {
    all.push({ expr, store });
    if (note !== undefined) all.push({ expr: note, store });
  }
  for (const section of view.sections) {
    for (const { expr, store } of section.lanes) all.push({ expr, store });
    for (const panel of section.panels.flatMap((each) => knownPanelOf(each) ?? [])) {
      if ("queries" in panel) for (const { expr, store } of panel.queries) all.push({ expr, store });
      if (panel.kind === "probes") {
        for (const expr of [panel.up, panel.duration]) all.push({ expr, store: panel.store });
      }
    }
  }
  const known = new Map(all.filter(({ expr }) => expr.trim() !== "").map((query) => [keyOf(query), query]));
  return [...known.values()];
}

/** A query on a step, its intervals filled in. */
interface Asked {
  readonly expr: string;
  readonly store?: string | undefined;
  readonly stepMs: number;
}

/** Whether each of these texts, on its step, is one of a view's, with its intervals filled in as a wall does. */
export function areAmong(queries: readonly Query[], asked: readonly Asked[], baseStepMs: number): boolean {
  for (const stepMs of new Set(asked.map((query) => query.stepMs))) {
    const known = new Set(
      queries.map(({ expr, store }) => keyOf({ expr: expandIntervals(expr, stepMs, baseStepMs), store })),
    );
    if (!asked.every((query) => query.stepMs !== stepMs || known.has(keyOf(query)))) return false;
  }
  return true;
}

const keyOf = ({ expr, store }: Pick<Asked, "expr" | "store">): string =>
  JSON.stringify([store ?? null, expr]);

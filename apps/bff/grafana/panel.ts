import { limits, type panelSchema as ourPanelSchema } from "@mission-control/contracts";
import type { z } from "zod";
import { isOtherPanel, kindOf, type Sources } from "./data-source.ts";
import { carryText, type KnownVariables } from "./expression.ts";
import { carryKind, hasNoLike } from "./kinds.ts";
import { leftOutOf } from "./left-out.ts";
import { linesOfLinks } from "./links.ts";
import { lookOf } from "./look.ts";
import type { Place } from "./place.ts";
import { plainText } from "./plain-text.ts";
import { carryQueries } from "./queries.ts";
import type { DashboardPanel } from "./shape.ts";
import { isAsItIs, plainUnit } from "./unit.ts";

type GivenPanel = z.input<typeof ourPanelSchema>;

/** What a panel of Grafana's became: one of ours or none, the view's variables it asks by, and what is different or why. */
export interface CarriedPanel {
  readonly panel?: GivenPanel;
  readonly uses: readonly string[];
  readonly notes: readonly string[];
}

/** What is known of the dashboard that a panel stands in. */
export interface Around {
  readonly variables: KnownVariables;
  readonly sources: Sources;
  /** The panels of the dashboard by their ids, and those of the library that came along by theirs. */
  readonly ofId: ReadonlyMap<number, DashboardPanel>;
  readonly ofLibrary: ReadonlyMap<string, DashboardPanel>;
}

/** Carries a panel over, or says why it cannot be drawn. */
export function carryPanel(given: DashboardPanel, id: string, place: Place, around: Around): CarriedPanel {
  const panel = fromLibrary(given, around);
  if (panel === undefined) {
    return notDrawn([
      "it is a library panel and not in this file; export the dashboard for sharing, which puts it in",
    ]);
  }
  const { lines, left } = linesOfLinks(panel.links ?? [], "its link");
  const title = cutText(carryText(panel.title ?? "", around.variables), limits.nameLength);
  const text = carryText(
    [panel.description ?? "", ...lines].filter((line) => line.trim() !== "").join("\n"),
    around.variables,
  );
  const description = cutText(text, limits.textLength);
  const about = { id, title, description, place };
  if (panel.type === "text") {
    const carried = textPanel(panel, about, around);
    return { ...carried, notes: [...carried.notes, ...left] };
  }
  const drawn = drawnPanel(panel, around);
  if (drawn.fields === undefined) return notDrawn(drawn.notes);
  const repeated = panel.repeat
    ? [`it is repeated for each $${panel.repeat.slice(0, 50)} in Grafana; here it stands once`]
    : [];
  const notes = [...drawn.notes, ...repeated, ...leftOutOf(panel), ...left];
  return { panel: { ...about, ...drawn.fields } as GivenPanel, uses: drawn.uses, notes };
}

/** How the note of a panel begins that is not there. */
export const notDrawnWords = "not drawn: ";

const notDrawn = (why: readonly string[]): CarriedPanel => ({
  uses: [],
  notes: [notDrawnWords + why.join("; ")],
});

/** The kind, the queries and the look of a panel; no fields where it cannot be drawn, and then why. */
function drawnPanel(
  panel: DashboardPanel,
  around: Around,
): { fields?: object; uses: readonly string[]; notes: string[] } {
  if (hasNoLike(panel.type))
    return { uses: [], notes: [`panels of the kind “${panel.type}” have no like here`] };
  const asking = askingPanel(panel, around);
  const own = lookOf(panel);
  // Its unit is that of buckets' edges, which an expression does not scale.
  const isFixed = panel.type.startsWith("heatmap") && !isAsItIs(own.unit);
  const look = isFixed ? { ...own, unit: plainUnit } : own;
  const asked = carryQueries(asking, { ...around, unit: look.unit });
  if (asked.queries.length === 0) {
    const kind = kindOf(asking.datasource, around.sources);
    const none =
      kind === undefined ? "it has no query" : `it has no query for Prometheus; it asks ${kind.slice(0, 40)}`;
    return { uses: [], notes: asked.notes.length > 0 ? [...asked.notes] : [none] };
  }
  const outcome = carryKind(panel, look, asked.queries.length, asked.areInstant);
  if (!outcome.ok) return { uses: [], notes: [outcome.why] };
  const { unit, min, max } = look;
  const hasNoEnds =
    panel.type.startsWith("heatmap") || (min !== undefined && max !== undefined && min >= max);
  const fields = {
    ...outcome.kind,
    queries: asked.queries,
    unit: unit.unit,
    ...(!hasNoEnds && min !== undefined && { min }),
    ...(!hasNoEnds && max !== undefined && { max }),
  };
  const fixed = isFixed ? ["the edges of its buckets are shown as plain numbers"] : [];
  return { fields, uses: asked.uses, notes: [...asked.notes, ...look.notes, ...fixed, ...outcome.notes] };
}

/** A panel of the library where a panel names one; undefined where that did not come along. */
function fromLibrary(panel: DashboardPanel, { ofLibrary }: Around): DashboardPanel | undefined {
  if (panel.libraryPanel === undefined) return panel;
  const found = ofLibrary.get(panel.libraryPanel.uid ?? "");
  if (found === undefined) return (panel.targets ?? []).length > 0 ? panel : undefined;
  return { ...found, gridPos: panel.gridPos, title: panel.title || found.title };
}

/** The panel whose queries count: another one where a panel shows its answer. */
function askingPanel(panel: DashboardPanel, { ofId }: Around): DashboardPanel {
  const [first] = panel.targets ?? [];
  if (!isOtherPanel(panel.datasource) && !isOtherPanel(first?.datasource)) return panel;
  const { datasource, targets } = ofId.get(first?.panelId ?? Number.NaN) ?? { ...panel, targets: [] };
  return { ...panel, datasource, targets };
}

function textPanel(
  panel: DashboardPanel,
  about: { id: string; title: string; description: string; place: Place },
  { variables }: Around,
): CarriedPanel {
  const mode = panel.options?.mode ?? panel.mode ?? "markdown";
  const most = limits.textLength * 4;
  // Cut before it is looked at, as HTML may be mostly of what is left out.
  const content = (panel.options?.content ?? panel.content ?? "").slice(0, most * 4);
  const read =
    mode === "html" ? plainText(content) : mode === "code" ? `\`\`\`\n${content}\n\`\`\`` : content;
  const text = carryText(read, variables);
  if (text.trim() === "" && about.title === "")
    return { uses: [], notes: [`${notDrawnWords}it has no text`] };
  const notes = mode === "html" ? ["its HTML is shown as plain text"] : [];
  if (text.length > most || content.length === most * 4)
    notes.push(`of its text the first ${most} characters are kept`);
  return { panel: { ...about, kind: "text", text: cutText(text, most) }, uses: [], notes };
}

/** The beginning of a text, whole characters only. */
const cutText = (text: string, most: number): string => text.slice(0, most).toWellFormed();

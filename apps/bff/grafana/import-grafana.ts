import { type ImportNote, limits, slugOf, type viewSchema } from "@mission-control/contracts";
import type { z } from "zod";
import { sourcesOf } from "./data-source.ts";
import { carryText } from "./expression.ts";
import { linesOfLinks } from "./links.ts";
import { type Around, carryPanel, notDrawnWords } from "./panel.ts";
import { layOut } from "./place.ts";
import { readDashboard } from "./read-dashboard.ts";
import { type Dashboard, type DashboardPanel, panelSchema } from "./shape.ts";
import { rangeMsOf } from "./time-range.ts";
import { type CarriedVariables, carryVariables } from "./variables.ts";

type GivenView = z.input<typeof viewSchema>;
type GivenSection = GivenView["sections"][number];

/** The views that a dashboard becomes, and what of it could not be carried over, in words. */
export interface Imported {
  readonly views: readonly GivenView[];
  readonly notes: readonly ImportNote[];
}

const MOST_NOTES = 1_000;
const NOTE_LENGTH = 1_000;

/**
 * Makes views of a dashboard of Grafana's, one unless it has more panels than a view can have. Each panel is drawn or told
 * of in the notes, as is what of one is different. No view where nothing of it can be drawn.
 * @throws Refusal where it is no dashboard, or more than can be read.
 */
export function importGrafana(document: unknown): Imported {
  const dashboard = readDashboard(document);
  const name = dashboard.title.trim().slice(0, limits.nameLength).toWellFormed() || "Dashboard";
  const sources = sourcesOf(dashboard);
  const variables = carryVariables(dashboard, sources, rangeMsOf(dashboard.time));
  const { sections, uses, notes } = carrySections(dashboard, aroundOf(dashboard, variables, sources), name);
  const asked = withThoseAskedBy(uses, variables);
  const { lines, left } = linesOfLinks(dashboard.links ?? [], "its link");
  const about = {
    description: [dashboard.description ?? "", ...lines]
      .filter((line) => line.trim() !== "")
      .join("\n")
      .slice(0, limits.textLength)
      .toWellFormed(),
    tags: tagsOf(dashboard).kept,
    variables: [...variables.kept.values()].filter((variable) => asked.has(variable.name)),
  };
  const parts = inParts(sections);
  const views = parts.map((part, i) => {
    const own = i === 0 ? name : `${name.slice(0, limits.nameLength - 10)}, part ${i + 1}`;
    return { slug: slugOf(own) || "dashboard", name: own, ...about, sections: part };
  });
  const messages = [...dashboardNotes(dashboard, variables, asked), ...left];
  if (parts.length > 1)
    messages.push(`it has more panels than a view can have and became ${parts.length} views`);
  const own = messages.map((message) => ({ view: name, panel: "", message }));
  return { views, notes: bounded([...own, ...notes]) };
}

function aroundOf(dashboard: Dashboard, variables: CarriedVariables, sources: Around["sources"]): Around {
  const all = layOut(dashboard).flatMap(({ panels }) => panels.map(({ panel }) => panel));
  const ofId = new Map(all.flatMap((panel) => (panel.id === undefined ? [] : [[panel.id, panel] as const])));
  const ofLibrary = new Map<string, DashboardPanel>();
  const add = (uid: string | undefined, model: unknown) => {
    const parsed = panelSchema.safeParse(model);
    if (uid !== undefined && parsed.success) ofLibrary.set(uid, parsed.data);
  };
  for (const [key, { uid = key, model }] of Object.entries(dashboard.__elements ?? {})) add(uid, model);
  for (const { libraryPanel } of all)
    if (libraryPanel?.model !== undefined) add(libraryPanel.uid, libraryPanel.model);
  return { variables, sources, ofId, ofLibrary };
}

/** The sections with the panels that are drawn, the variables these ask by, and a note for each that is not as it was. */
function carrySections(dashboard: Dashboard, around: Around, view: string) {
  const sections: GivenSection[] = [];
  const uses = new Set<string>();
  const notes: ImportNote[] = [];
  const ids = new Set<string>();
  let copies = 0;
  for (const stretch of layOut(dashboard)) {
    const title = carryText(stretch.title, around.variables).slice(0, limits.nameLength).toWellFormed();
    const panels: NonNullable<GivenSection["panels"]> = [];
    for (const { panel, place } of stretch.panels) {
      if (panel.repeatPanelId !== undefined) {
        copies++;
        continue;
      }
      const carried = carryPanel(panel, freeId(ids, panel.id), place, around);
      for (const use of carried.uses) uses.add(use);
      if (carried.panel !== undefined) panels.push(carried.panel);
      if (carried.notes.length > 0) {
        const name =
          panel.title?.trim() || carried.panel?.title || `a panel of the kind “${panel.type.slice(0, 40)}”`;
        notes.push({ view, panel: name.slice(0, limits.nameLength), message: carried.notes.join("; ") });
      }
    }
    if (stretch.repeat !== undefined) {
      const message = `its row is repeated for each $${stretch.repeat.slice(0, 50)} in Grafana; here it stands once`;
      notes.push({ view, panel: title, message });
    }
    for (let from = 0; from < panels.length; from += limits.panelsPerView) {
      const part = panels.slice(from, from + limits.panelsPerView);
      sections.push({ id: `section-${sections.length + 1}`, title, panels: part });
    }
  }
  if (copies > 0) {
    notes.unshift({
      view,
      panel: "",
      message: `copies that Grafana made of repeated panels are left out: ${copies}`,
    });
  }
  return { sections, uses, notes };
}

/** Its own number where it has one that no other panel has, so that importing once more changes as little as can be. */
function freeId(ids: Set<string>, id: number | undefined): string {
  let free = `panel-${id ?? ids.size + 1}`;
  for (let i = ids.size + 1; ids.has(free); i++) free = `panel-${id ?? ""}-${i}`;
  ids.add(free);
  return free;
}

/** As many views as it takes: whole sections, each view within its bounds. */
function inParts(sections: readonly GivenSection[]): GivenSection[][] {
  const parts: GivenSection[][] = [];
  let panels = Number.POSITIVE_INFINITY;
  for (const section of sections) {
    const own = section.panels?.length ?? 0;
    const isFull = panels + own > limits.panelsPerView || parts.at(-1)!.length === limits.sectionsPerView;
    if (isFull) parts.push([]);
    panels = isFull ? own : panels + own;
    parts.at(-1)!.push(section);
  }
  return parts;
}

/** The variables that are asked by, and those that these are filled by. */
function withThoseAskedBy(uses: ReadonlySet<string>, { kept }: CarriedVariables): Set<string> {
  const all = new Set(uses);
  for (const name of all) {
    const source = kept.get(name)?.source;
    const match = source?.kind === "label" ? (source.match ?? "") : "";
    for (const [other] of kept) if (new RegExp(`\\$\\{?${other}\\b`).test(match)) all.add(other);
  }
  return all;
}

function* dashboardNotes(
  dashboard: Dashboard,
  variables: CarriedVariables,
  asked: ReadonlySet<string>,
): Generator<string> {
  for (const { name, message } of variables.notes) yield `variable $${name.slice(0, 50)} ${message}`;
  for (const name of variables.kept.keys()) {
    if (!asked.has(name)) yield `variable $${name} is left out: no panel that is drawn asks by it`;
  }
  for (const { name, builtIn } of dashboard.annotations?.list ?? []) {
    const isOwn = builtIn === 1 || builtIn === true;
    if (!isOwn)
      yield `its marks “${(name ?? "").slice(0, 100)}” are left out: here events mark the charts by themselves`;
  }
  const { from, to } = dashboard.time ?? {};
  if (from !== undefined && to !== undefined) {
    yield `it opens with ${from.slice(0, 40)} to ${to.slice(0, 40)} in Grafana; here with the range of the page`;
  }
  const { left } = tagsOf(dashboard);
  if (left > 0) yield `tags that are too long or too many are left out: ${left}`;
}

function tagsOf({ tags = [] }: Dashboard): { kept: string[]; left: number } {
  const given = [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))];
  const kept = given.filter((tag) => tag.length <= 50).slice(0, limits.tagsPerView);
  return { kept, left: given.length - kept.length };
}

/** As many notes as an answer holds, as sentences. */
function bounded(notes: readonly ImportNote[]): ImportNote[] {
  // What is not there at all is read first.
  const rank = ({ panel, message }: ImportNote) =>
    message.startsWith(notDrawnWords) ? 0 : panel === "" ? 1 : 2;
  const ordered = notes.toSorted((a, b) => rank(a) - rank(b));
  const told = ordered.slice(0, MOST_NOTES).map((note) => ({ ...note, message: sentence(note.message) }));
  const [first] = told;
  if (first === undefined || notes.length <= MOST_NOTES) return told;
  return [...told, { view: first.view, panel: "", message: `And ${notes.length - MOST_NOTES} notes more.` }];
}

function sentence(message: string): string {
  const text = message.length <= NOTE_LENGTH ? message : `${message.slice(0, NOTE_LENGTH - 1)}…`;
  const whole = text.toWellFormed();
  return `${whole[0]?.toUpperCase() ?? ""}${whole.slice(1)}${whole.endsWith(".") ? "" : "."}`;
}

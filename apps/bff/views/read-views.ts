import { type ImportNote, limits, slugOf, type View, viewSchema } from "@mission-control/contracts";
import { type CheckedView, checkView } from "./check-view.ts";
import { importSources } from "./import-source.ts";
import { type LinedFault, readText, type TextDocument } from "./view-text.ts";

/** The views of a text, all of them as they have to be, with what could not be carried over; or what is wrong with it. */
export type ReadViews =
  | { readonly ok: true; readonly views: readonly View[]; readonly notes: readonly ImportNote[] }
  | { readonly ok: false; readonly faults: readonly LinedFault[] };

/** A text of views; `name` is the slug of one that says none, as its file's name does. */
export interface ViewText {
  readonly text: string;
  readonly name?: string | undefined;
}

/** A view as it was given, and where its parts stand. */
interface Given {
  readonly view: unknown;
  lineOf(path: readonly string[]): number | undefined;
}

/**
 * Reads a text of YAML or JSON: a view, a list of views, several documents of them, or the file of another program that can
 * be imported. Where one of them is wrong there are none.
 */
export function readViews({ text, name }: ViewText): ReadViews {
  const read = readText(text);
  if (!read.ok) return read;
  const notes: ImportNote[] = [];
  const faults: LinedFault[] = [];
  const given = read.documents.flatMap((document) => viewsIn(document, notes, faults));
  if (faults.length > 0) return { ok: false, faults };
  if (given.length === 0) return refused("custom", "there is no view in it");
  if (given.length > limits.views)
    return refused("too_big", `at most ${limits.views} views at once, not ${given.length}`);
  const views: View[] = [];
  for (const [i, { view, lineOf }] of given.entries()) {
    const slug = slugIn(view, given.length === 1 ? name : undefined);
    const checked = isSlug(slug) || typeof view !== "object" ? checkView(view, slug) : noSlug(slug);
    const at = given.length === 1 ? [] : [String(i)];
    if (!checked.ok)
      for (const fault of checked.faults)
        faults.push({
          ...fault,
          path: [...at, fault.path].filter((part) => part !== "").join("."),
          line: lineOf(fault.path === "" ? [] : fault.path.split(".")),
        });
    else if (views.some((other) => other.slug === slug))
      faults.push({
        code: "custom",
        path: [...at, "slug"].join("."),
        line: lineOf(["slug"]),
        message: `another view in it is called "${slug}"`,
      });
    else views.push(checked.view);
  }
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, limits.rejectsPerAnswer) };
  return { ok: true, views, notes };
}

function viewsIn(document: TextDocument, notes: ImportNote[], faults: LinedFault[]): Given[] {
  const { value } = document;
  // Nothing stands between two `---`, or behind the last.
  if (value === null || value === undefined) return [];
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item: unknown, i): Given[] => {
    const at = Array.isArray(value) ? [String(i)] : [];
    const source = importSources.find((each) => each.matches(item));
    if (source === undefined)
      return [{ view: item, lineOf: (path: readonly string[]) => document.lineOf([...at, ...path]) }];
    const converted = source.convert(item);
    if (!converted.ok) {
      for (const fault of converted.faults)
        faults.push({ ...fault, line: document.lineOf([...at, ...fault.path.split(".")]) });
      return [];
    }
    notes.push(...converted.notes);
    return converted.views.map((view) => ({ view, lineOf: () => document.lineOf(at) }));
  });
}

/** What a view is called in its address: what it says, else as its file is called, else what its name makes. */
function slugIn(view: unknown, fileName: string | undefined): string {
  const { slug, name } = (typeof view === "object" && view !== null ? view : {}) as Record<string, unknown>;
  if (typeof slug === "string") return slug;
  return slugOf(fileName ?? (typeof name === "string" ? name : ""));
}

const isSlug = (slug: string): boolean => viewSchema.shape.slug.safeParse(slug).success;

function noSlug(slug: string): CheckedView {
  const told = slug === "" ? "a view wants a name" : `"${slug.slice(0, 80)}" cannot stand in an address`;
  const message = `${told}: give it a slug of a to z, 0 to 9 and hyphens, at most 64 characters`;
  return { ok: false, faults: [{ code: "custom", path: slug === "" ? "" : "slug", message }] };
}

function refused(code: string, message: string): ReadViews {
  return { ok: false, faults: [{ code, path: "", message }] };
}

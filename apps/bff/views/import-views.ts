import {
  limits,
  Refusal,
  type Reject,
  type View,
  type ViewImport,
  viewSchema,
} from "@mission-control/contracts";
import type { ReadViews } from "./read-views.ts";
import type { LinedFault } from "./view-text.ts";

/** What its asker chose for views whose names are taken: another slug, or that they go over what is saved there. */
export interface ImportChoices {
  readonly as: ReadonlyMap<string, string>;
  readonly over: ReadonlySet<string>;
}

/** Whose a slug is. */
export type Taken = NonNullable<ViewImport["views"][number]["taken"]>;

/**
 * The choices of an address: `as=shop:shop-2` keeps the view `shop` as `shop-2`, `over=shop` over the one that is saved.
 * @throws Refusal `invalid_query`
 */
export function choicesOf(query: URLSearchParams): ImportChoices {
  const pairs = query.getAll("as").map((pair): [string, string] => {
    const [slug = "", other = ""] = pair.split(":");
    if (viewSchema.shape.slug.safeParse(other).success) return [slug, other];
    throw new Refusal(
      "invalid_query",
      `as: "${pair.slice(0, 150)}" is no view and its new name, such as as=shop:shop-2, of a to z, 0 to 9 and hyphens.`,
    );
  });
  return { as: new Map(pairs), over: new Set(query.getAll("over")) };
}

/** The views of a text that was read, under the names that were chosen. @throws Refusal `invalid_body` */
export function viewsOf(read: ReadViews, choices: ImportChoices): View[] {
  if (!read.ok) throw unusable(read.faults);
  return read.views.map((view) => ({ ...view, slug: choices.as.get(view.slug) ?? view.slug }));
}

/**
 * That each view can be kept under its name: no two of one name, and over what is saved only where that was chosen.
 * @throws Refusal `name_taken`
 */
export function refuseTaken(
  views: readonly View[],
  takenOf: (slug: string) => Taken | undefined,
  { over }: ImportChoices,
): void {
  const seen = new Set<string>();
  const faults = views.flatMap(({ slug, name }): Reject[] => {
    const taken = seen.has(slug) ? "saved" : takenOf(slug);
    const isTwice = seen.has(slug);
    seen.add(slug);
    if (taken === undefined || (taken === "saved" && !isTwice && over.has(slug))) return [];
    const message = isTwice
      ? `"${name}" would have the name of another one of them: ${slug}`
      : `"${name}": there is a view at ${slug} already, ${takenWords[taken]}`;
    return [{ code: "name_taken", path: slug, message }];
  });
  if (faults.length === 0) return;
  throw new Refusal(
    "name_taken",
    `${faults[0]!.message}. Nothing was kept. Choose other names with as=NAME:OTHER, or over=NAME for what is saved.`,
    { errors: faults.slice(0, limits.rejectsPerAnswer) },
  );
}

const takenWords: Readonly<Record<Taken, string>> = {
  saved: "saved by somebody",
  "built-in": "which is built in",
  file: "which stands in a file",
};

/** What is told of views that are imported. */
export function importedOf(
  views: readonly View[],
  takenOf: (slug: string) => Taken | undefined,
): ViewImport["views"] {
  return views.map(({ slug, name, sections }) => {
    const taken = takenOf(slug);
    const count = (of: "lanes" | "panels") => sections.reduce((sum, section) => sum + section[of].length, 0);
    return {
      slug,
      name,
      page: `/views/${slug}`,
      lanes: count("lanes"),
      panels: count("panels"),
      ...(taken !== undefined && { taken }),
    };
  });
}

function unusable(faults: readonly LinedFault[]): Refusal {
  const told = faults.map(({ code, path, message, line }) => ({
    code,
    path,
    message: line === undefined ? message : `line ${line}: ${message}`,
  }));
  const [first] = told;
  return new Refusal("invalid_body", `This cannot be imported; nothing was kept. ${first?.message ?? ""}.`, {
    errors: told,
  });
}

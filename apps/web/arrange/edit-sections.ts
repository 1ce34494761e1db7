import { limits, type View } from "@mission-control/contracts";
import type { Edit } from "./draft.ts";
import { freeId } from "./free-id.ts";

export type Section = View["sections"][number];

/** The name that the next section gets. */
export const nextSectionId = (view: View): string => freeId("section", view.sections);

/** Changes one section; nothing where there is none of this name. */
export function changeSection(id: string, change: (section: Section) => Section): Edit {
  return (view) => ({
    ...view,
    sections: view.sections.map((section) => (section.id === id ? change(section) : section)),
  });
}

/** Adds an empty section at the end. */
export const addSection = (title: string): Edit => {
  return (view) => ({
    ...view,
    sections: [...view.sections, { id: nextSectionId(view), title: titled(title), lanes: [], panels: [] }],
  });
};

export const renameSection = (id: string, title: string): Edit =>
  changeSection(id, (section) => ({ ...section, title: titled(title) }));

/** Moves a section up (-1) or down (1), as far as there is another one. */
export const moveSection = (id: string, by: number): Edit => {
  return (view) => {
    const at = view.sections.findIndex((section) => section.id === id);
    const section = view.sections[at];
    const to = at + by;
    if (section === undefined || to < 0 || to >= view.sections.length) return view;
    return { ...view, sections: view.sections.toSpliced(at, 1).toSpliced(to, 0, section) };
  };
};

/** Removes a section with all that stands in it. */
export const removeSection = (id: string): Edit => {
  return (view) => ({ ...view, sections: view.sections.filter((section) => section.id !== id) });
};

const titled = (title: string): string => title.trim().slice(0, limits.nameLength);

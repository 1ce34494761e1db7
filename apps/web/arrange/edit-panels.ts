import type { Panel, View } from "@mission-control/contracts";
import type { Edit } from "./draft.ts";
import type { PartPlace } from "./edit-lanes.ts";
import { changeSection } from "./edit-sections.ts";
import { freeId } from "./free-id.ts";
import { freeSpot, type GridPlace } from "./grid.ts";

const panelAt = (view: View, { section, id }: PartPlace): Panel | undefined =>
  view.sections.find((each) => each.id === section)?.panels.find((panel) => panel.id === id);

/** Adds panels to a section, each in its size where there is room; the names and places they had do not count. */
export const addPanels = (section: string, added: readonly Panel[]): Edit =>
  changeSection(section, (before) => {
    const panels = [...before.panels];
    for (const panel of added) {
      const { w, h } = panel.place;
      const taken = panels.map(({ place }) => place);
      panels.push({ ...panel, id: freeId("panel", panels), place: freeSpot(taken, { w, h }) });
    }
    return { ...before, panels };
  });

/** Puts another panel where one stands; it keeps its name and place. */
export const changePanel = ({ section, id }: PartPlace, panel: Panel): Edit =>
  changePanels(section, (each) => (each.id === id ? { ...panel, id, place: each.place } : each));

/** Puts panels to other places, by their names; the rest stays. */
export const placePanels = (section: string, places: ReadonlyMap<string, GridPlace>): Edit =>
  changePanels(section, (each) => ({ ...each, place: places.get(each.id) ?? each.place }));

export const removePanel = ({ section, id }: PartPlace): Edit =>
  changeSection(section, (before) => ({
    ...before,
    panels: before.panels.filter((panel) => panel.id !== id),
  }));

/** Puts the same panel once more where there is room. */
export const duplicatePanel = (place: PartPlace): Edit => {
  return (view) => {
    const panel = panelAt(view, place);
    return panel === undefined ? view : addPanels(place.section, [panel])(view);
  };
};

/** Moves a panel to another section, where there is room in it. */
export const movePanel = (place: PartPlace, to: string): Edit => {
  return (view) => {
    const panel = panelAt(view, place);
    if (panel === undefined || to === place.section || !view.sections.some(({ id }) => id === to))
      return view;
    return addPanels(to, [panel])(removePanel(place)(view));
  };
};

const changePanels = (section: string, change: (panel: Panel) => Panel): Edit =>
  changeSection(section, (before) => ({ ...before, panels: before.panels.map(change) }));

import type { Lane } from "@mission-control/contracts";
import type { Edit } from "./draft.ts";
import { changeSection } from "./edit-sections.ts";
import { freeId } from "./free-id.ts";

/** Which lane, or panel, is meant: its section's name and its own. */
export interface PartPlace {
  readonly section: string;
  readonly id: string;
}

/** A lane before it stands anywhere. */
export type NewLane = Omit<Lane, "id">;

/** Adds lanes at the end of a section, in their order. */
export const addLanes = (section: string, added: readonly NewLane[]): Edit =>
  changeSection(section, (before) => {
    const lanes = [...before.lanes];
    for (const lane of added) lanes.push({ ...lane, id: freeId("lane", lanes) });
    return { ...before, lanes };
  });

/** Puts another lane where one stands; it keeps its name. */
export const changeLane = ({ section, id }: PartPlace, lane: NewLane): Edit =>
  changeSection(section, (before) => ({
    ...before,
    lanes: before.lanes.map((each) => (each.id === id ? { ...lane, id } : each)),
  }));

export const removeLanes = (places: readonly PartPlace[]): Edit => {
  return (view) => ({
    ...view,
    sections: view.sections.map((section) => ({
      ...section,
      lanes: section.lanes.filter((lane) => !isIn(places, section.id, lane.id)),
    })),
  });
};

/** Puts the same lane once more below itself. */
export const duplicateLane = ({ section, id }: PartPlace): Edit =>
  changeSection(section, (before) => {
    const at = before.lanes.findIndex((lane) => lane.id === id);
    const lane = before.lanes[at];
    if (lane === undefined) return before;
    const copy = { ...lane, id: freeId("lane", before.lanes) };
    return { ...before, lanes: before.lanes.toSpliced(at + 1, 0, copy) };
  });

/**
 * Moves lanes, in the order in which they stand, before the lane `before` of a section, or to its end. They keep their
 * names, unless the section has another lane of that name.
 */
export const moveLanes = (places: readonly PartPlace[], to: string, before: string | undefined): Edit => {
  return (view) => {
    const target = view.sections.find((section) => section.id === to);
    const isMoved = (section: string, id: string) => isIn(places, section, id);
    const moved = view.sections.flatMap((section) =>
      section.lanes.filter((lane) => isMoved(section.id, lane.id)),
    );
    if (target === undefined || moved.length === 0) return view;
    // Where the lane to stand before is moved itself, the next one that stays marks the place.
    const from =
      before === undefined ? target.lanes.length : target.lanes.findIndex(({ id }) => id === before);
    const mark = target.lanes.slice(Math.max(0, from)).find(({ id }) => !isMoved(to, id));
    const sections = view.sections.map((section) => ({
      ...section,
      lanes: section.lanes.filter((lane) => !isMoved(section.id, lane.id)),
    }));
    return changeSection(to, (section) => {
      const at =
        mark === undefined ? section.lanes.length : section.lanes.findIndex(({ id }) => id === mark.id);
      const lanes = [...section.lanes];
      for (const [i, lane] of moved.entries()) {
        const taken = lanes.some(({ id }) => id === lane.id);
        lanes.splice(at + i, 0, taken ? { ...lane, id: freeId("lane", lanes) } : lane);
      }
      return { ...section, lanes };
    })({ ...view, sections });
  };
};

/** Moves a lane up (-1) or down (1), past the end of its section into the next one. */
export const stepLane = (place: PartPlace, by: -1 | 1): Edit => {
  return (view) => {
    const s = view.sections.findIndex(({ id }) => id === place.section);
    const own = view.sections[s];
    const at = own?.lanes.findIndex(({ id }) => id === place.id) ?? -1;
    if (own === undefined || at < 0) return view;
    const to = at + by;
    if (to >= 0 && to < own.lanes.length) {
      return moveLanes([place], own.id, own.lanes[by < 0 ? to : to + 1]?.id)(view);
    }
    const next = view.sections[s + by];
    return next === undefined
      ? view
      : moveLanes([place], next.id, by < 0 ? undefined : next.lanes[0]?.id)(view);
  };
};

const isIn = (places: readonly PartPlace[], section: string, id: string): boolean =>
  places.some((place) => place.section === section && place.id === id);

import type { Unit } from "@mission-control/contracts";

/** Where a new rule is written, with what is known of it: what it looks at, from which store, and the view it was begun at. */
export function placeOfNewRule(known: {
  expr?: string | undefined;
  unit?: Unit | undefined;
  store?: string | undefined;
  view?: string | undefined;
}) {
  const search = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  // The address is read by the page, not by its route, so that the route costs the first load nothing.
  return { to: "/alerts/rules/new", search: search as never } as const;
}

/** Where a rule is looked at and changed. */
export const placeOfRule = (slug: string) => ({ to: "/alerts/rules/$slug", params: { slug } }) as const;

/** Where a copy of a rule is begun. */
export const placeOfCopy = (slug: string) =>
  ({ to: "/alerts/rules/new", search: { copy: slug } as never }) as const;

/** Where a view's draft is kept in this tab of the browser. */
export const keptKey = (slug: string): string => `mission-control.draft.${slug}`;

/** Whether this tab has changes of a view that were not saved. */
export function isDraftKept(slug: string): boolean {
  try {
    return sessionStorage.getItem(keptKey(slug)) !== null;
  } catch {
    return false;
  }
}

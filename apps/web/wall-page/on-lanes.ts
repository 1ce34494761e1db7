/** Whether an event of the wall's surface is over its lanes: panels stand on it as well, each with a time axis of its own. */
export function isOnLanes({ target }: Event): boolean {
  return target instanceof Element && target.closest("[data-panels]") === null;
}

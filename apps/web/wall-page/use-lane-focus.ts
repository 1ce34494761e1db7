import { type RefObject, useEffect } from "react";

/**
 * All lanes are one stop of the tab key; up and down go from lane to lane. The buttons stand in the page as they are, so
 * that hundreds of lanes need no state.
 */
export function useLaneFocus(surface: RefObject<HTMLElement | null>, ready: boolean): void {
  useEffect(() => {
    const element = surface.current;
    if (!ready || element === null) return;
    const buttons = () => [...element.querySelectorAll<HTMLButtonElement>("[data-lane-menu]")];
    const makeStop = (stop: HTMLButtonElement | undefined) => {
      for (const button of buttons()) button.tabIndex = button === stop ? 0 : -1;
    };
    const focused = (event: FocusEvent) => {
      if (event.target instanceof HTMLButtonElement && event.target.matches("[data-lane-menu]"))
        makeStop(event.target);
    };
    const pressed = (event: KeyboardEvent) => {
      const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (by === 0 || !(event.target instanceof HTMLButtonElement)) return;
      const all = buttons();
      const next = all[all.indexOf(event.target) + by];
      if (!event.target.matches("[data-lane-menu]") || next === undefined) return;
      event.preventDefault();
      next.focus();
    };
    const settle = () => {
      if (element.querySelector('[data-lane-menu][tabindex="0"]') === null) makeStop(buttons()[0]);
    };
    const observer = new MutationObserver(settle);
    observer.observe(element, { childList: true, subtree: true });
    element.addEventListener("focusin", focused);
    element.addEventListener("keydown", pressed);
    settle();
    return () => {
      observer.disconnect();
      element.removeEventListener("focusin", focused);
      element.removeEventListener("keydown", pressed);
    };
  }, [surface, ready]);
}

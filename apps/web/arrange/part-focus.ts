import type { PartPlace } from "./edit-lanes.ts";

/** A part's place as the page's elements have it (`data-place`). */
export const placeText = ({ section, id }: PartPlace): string => JSON.stringify([section, id]);

/** Gives the focus to a part once the page shows where it went; in another section it may have another name. */
export function focusPart(title: string, { section, id }: PartPlace): void {
  requestAnimationFrame(() => {
    const parts = [...document.querySelectorAll<HTMLElement>("[data-place]")];
    const own = parts.filter((part) => (JSON.parse(part.dataset.place!) as [string, string])[1] === id);
    const stays = own.find((part) => part.dataset.place === placeText({ section, id }));
    const moved = own.find((part) => part.textContent?.includes(title));
    (stays ?? moved)?.focus();
  });
}

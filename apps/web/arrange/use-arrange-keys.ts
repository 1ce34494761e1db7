import { useEffect, useRef } from "react";
import { addLanes } from "./edit-lanes.ts";
import { addPanels } from "./edit-panels.ts";
import { type Parts, readParts } from "./parts-text.ts";
import type { Arranging } from "./use-arranging.ts";

const ENTRY = "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]";

/** Undo, redo and paste by keys, where no text field and no dialog has the focus. */
export function useArrangeKeys(arranging: Arranging): void {
  const current = useRef(arranging);
  useEffect(() => {
    current.current = arranging;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isEntry(event)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) current.current.undo();
      else if (key === "y" || key === "z") current.current.redo();
      else return;
      event.preventDefault();
    };
    const pasted = (event: ClipboardEvent) => {
      if (isEntry(event)) return;
      event.preventDefault();
      pasteText(current.current, event.clipboardData?.getData("text/plain") ?? "");
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("paste", pasted);
    };
  }, []);
}

/** Adds what was copied to the section that has the focus, or else to the last one; or says why it cannot. */
export function pasteText(arranging: Arranging, text: string): void {
  const read = readParts(text);
  if (!read.ok) {
    arranging.say(read.message);
    return;
  }
  const focused = document.activeElement?.closest<HTMLElement>("[data-section]")?.dataset.section;
  const section = arranging.view.sections.find(({ id }) => id === focused) ?? arranging.view.sections.at(-1);
  if (section === undefined) {
    arranging.say("Add a section first: what is pasted goes into one.");
    return;
  }
  const { lanes, panels } = read.parts;
  arranging.apply(
    (view) => addPanels(section.id, panels)(addLanes(section.id, lanes)(view)),
    `Pasted ${partsWords(read.parts)} into “${section.title}”.`,
  );
}

function partsWords({ lanes, panels }: Parts): string {
  const titles = [...lanes, ...panels].map(({ title }) => `“${title}”`);
  return titles.length > 3 ? `${titles.length} parts` : titles.join(", ");
}

function isEntry(event: Event): boolean {
  const [deepest] = event.composedPath();
  return deepest instanceof Element && deepest.closest(ENTRY) !== null;
}

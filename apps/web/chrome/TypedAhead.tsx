import { type RefObject, useEffect } from "react";
import { Coming } from "./Opened.tsx";

/**
 * Stands for the search while that is on its way, the first time: what is typed meanwhile is typed into it, and is not
 * taken for keys of the page.
 */
export function TypedAhead({ typed, onClose }: { typed: RefObject<string>; onClose: () => void }) {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (key === "Backspace") typed.current = typed.current.slice(0, -1);
      else if (key.length === 1 && !ctrlKey && !metaKey && !altKey) typed.current += key;
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, [typed]);
  return <Coming onClose={onClose} />;
}

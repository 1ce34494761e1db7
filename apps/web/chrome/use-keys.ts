import { useEffect, useRef } from "react";
import { singleKeysOn } from "./single-keys.ts";

/** What a key does. The name is the key's own ("[", "ArrowLeft"), with "mod+" before it for Control or Command. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const ENTRY = "input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]";
const PRESSABLE = "button, a, [role=button], [role=radio], [role=switch], summary";

/**
 * Listens to keys on the whole page while the component is there. Keys of text fields, menus and dialogs stay theirs, as
 * do space and Enter on a button; single keys can be switched off.
 */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const action = actionOf(event, current.current);
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function actionOf(event: KeyboardEvent, keys: Keys): ((event: KeyboardEvent) => void) | undefined {
  if (event.defaultPrevented || event.isComposing || event.altKey) return undefined;
  const mod = event.ctrlKey || event.metaKey;
  const name = mod ? `mod+${event.key.toLowerCase()}` : event.key;
  const action = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (action === undefined || mod) return action;
  // What a shadow root hides: there is a text field in the code editor's.
  const [deepest] = event.composedPath();
  const target = deepest instanceof Element ? deepest : undefined;
  if (target?.closest(ENTRY)) return undefined;
  if ((event.key === " " || event.key === "Enter") && target?.closest(PRESSABLE)) return undefined;
  return event.key.length > 1 || singleKeysOn() ? action : undefined;
}

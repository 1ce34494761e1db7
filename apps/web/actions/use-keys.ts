import { useEffect, useRef } from "react";
import { singleKeysOn } from "./single-keys.ts";

/**
 * What a key does. The name is the key's own ("[", "ArrowLeft"), with "mod+" before it for Control or Command. "g w" is W
 * soon after G.
 */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const ENTRY =
  "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const PRESSABLE = "button, a, [role=button], [role=radio], [role=switch], summary";

/** So long after a G a letter goes to a page, ms. */
const PREFIX_MS = 1_500;
const PREFIX = "g";
let prefixedMs = Number.NEGATIVE_INFINITY;
/** Whoever hears a key first says what it is; the others hear the same. */
const names = new WeakMap<KeyboardEvent, string>();

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
  const name = mod ? `mod+${event.key.toLowerCase()}` : nameOf(event);
  const action = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (action === undefined || mod) return action;
  if (isOfEntry(event)) return undefined;
  if ((event.key === " " || event.key === "Enter") && targetOf(event)?.closest(PRESSABLE)) return undefined;
  return event.key.length > 1 || singleKeysOn() ? action : undefined;
}

/** Whether a key belongs to a text field, a menu or a dialog. */
export function isOfEntry(event: KeyboardEvent): boolean {
  return targetOf(event)?.closest(ENTRY) != null;
}

function targetOf(event: KeyboardEvent): Element | undefined {
  // What a shadow root hides: there is a text field in the code editor's.
  const [deepest] = event.composedPath();
  return deepest instanceof Element ? deepest : undefined;
}

function nameOf(event: KeyboardEvent): string {
  const known = names.get(event);
  if (known !== undefined || event.key === "Shift") return known ?? event.key;
  const name = event.timeStamp - prefixedMs < PREFIX_MS ? `${PREFIX} ${event.key}` : event.key;
  prefixedMs = name === PREFIX ? event.timeStamp : Number.NEGATIVE_INFINITY;
  names.set(event, name);
  return name;
}

import { type Parts, textOfParts } from "./parts-text.ts";

const KEY = "mission-control.copied";

/** Copies lanes and panels, to be pasted in another view, in this browser or another one. */
export function copyParts(parts: Partial<Parts>): void {
  const text = textOfParts(parts);
  rememberCopied(text);
  // Where the browser forbids it, its own storage has them.
  navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** Keeps what was copied for a browser that does not let us read its clipboard. */
function rememberCopied(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // It may still be on the clipboard.
  }
}

/** What a button pastes: the clipboard's text, or where it cannot be read what was copied here last. */
export async function copiedText(): Promise<string> {
  const own = lastCopied();
  if (own !== "") return own;
  try {
    return (await navigator.clipboard?.readText()) ?? "";
  } catch {
    return "";
  }
}

function lastCopied(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

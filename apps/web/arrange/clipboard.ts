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

/**
 * What a button pastes: the clipboard's text where it may be read without asking, or else what was copied here last, and
 * where that is nothing the clipboard's again, for which the browser may ask.
 */
export async function copiedText(): Promise<string> {
  const own = (await mayRead()) ? "" : lastCopied();
  if (own !== "") return own;
  try {
    return (await navigator.clipboard.readText()) || lastCopied();
  } catch {
    return lastCopied();
  }
}

/** Whether the clipboard can be read without a question; a browser that does not know of it always asks. */
async function mayRead(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: "clipboard-read" as PermissionName });
    return state === "granted";
  } catch {
    return false;
  }
}

function lastCopied(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

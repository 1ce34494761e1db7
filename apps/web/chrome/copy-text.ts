/** Puts a text on the clipboard; false where the browser forbids it. */
export async function copied(text: string): Promise<boolean> {
  try {
    // There is none where the page came over plain HTTP from another machine.
    if (navigator.clipboard === undefined) return false;
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** As `copied`; where that is forbidden, people are asked to copy it themselves. */
export function copyText(text: string): void {
  void copied(text).then((isCopied) => !isCopied && window.prompt("Copy this:", text));
}

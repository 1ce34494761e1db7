/** Puts a text on the clipboard; where the browser forbids it, people are asked to copy it themselves. */
export function copyText(text: string): void {
  const asked = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
  asked.catch(() => window.prompt("Copy this:", text));
}

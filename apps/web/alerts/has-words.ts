/** Whether every word of a question stands somewhere in these texts, in any case. */
export function hasWords(question: string | undefined, texts: readonly string[]): boolean {
  const text = texts.join("\n").toLowerCase();
  return (question ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Labels as texts to be looked through: "service=api". */
export const labelTexts = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

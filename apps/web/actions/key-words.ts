const mac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");
const words: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  " ": "Space",
};

/** A key as it stands on a keyboard: "mod+k" is "⌘K" or "Ctrl K"; "g w" are two keys after each other. */
export function keyWords(key: string): readonly string[] {
  if (key.startsWith("mod+")) return [`${mac ? "⌘" : "Ctrl "}${key.slice(4).toUpperCase()}`];
  return key === " " ? [words[" "]!] : key.split(" ").map((each) => words[each] ?? each);
}

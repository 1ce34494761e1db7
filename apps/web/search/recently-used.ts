const KEY = "mission-control.recently-used";
const KEPT = 8;

/** What was chosen in the palette, the last first: ids of its items. */
export function recentlyUsed(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

export function rememberUsed(id: string): void {
  try {
    const ids = [id, ...recentlyUsed().filter((each) => each !== id)];
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, KEPT)));
  } catch {
    // A browser that keeps nothing offers nothing as recent.
  }
}

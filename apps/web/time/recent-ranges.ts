/** A stretch that was shown before, in this browser. */
export interface RecentRange {
  readonly from: number;
  readonly to: number;
}

const KEY = "mission-control.ranges";
const MOST = 5;

/** The stretches that were chosen last, the newest first. */
export function recentRanges(): readonly RecentRange[] {
  try {
    return readRecent(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    return [];
  }
}

/** What was kept may be of another version, or of somebody's hand. */
export function readRecent(raw: unknown): RecentRange[] {
  if (!Array.isArray(raw)) return [];
  return raw
    .filter((each): each is RecentRange => {
      const { from, to } = (each ?? {}) as Partial<RecentRange>;
      return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from! > 0 && to! > from!;
    })
    .slice(0, MOST)
    .map(({ from, to }) => ({ from, to }));
}

export function rememberRange({ from, to }: RecentRange): void {
  const others = recentRanges().filter((each) => each.from !== from || each.to !== to);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ from, to }, ...others].slice(0, MOST)));
  } catch {
    // They are a convenience.
  }
}

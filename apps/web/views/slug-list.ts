import type { Undo } from "@mission-control/series";
import { useSyncExternalStore } from "react";

/** Slugs of views that this browser keeps for itself. */
export interface SlugList {
  /** The same array until it changes. */
  now(): readonly string[];
  change(by: (slugs: readonly string[]) => readonly string[]): void;
  /** Also called when another tab changes it. */
  subscribe(listener: () => void): Undo;
}

/** A list that is kept under a key, the first `most` of it. Where a browser keeps nothing it lasts as long as the page. */
export function createSlugList(key: string, most: number): SlugList {
  let [text, slugs] = ["", [] as readonly string[]];
  let isLost = false;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) tell();
  };
  const now = () => {
    const kept = isLost ? text : (read(key) ?? "[]");
    if (kept !== text) [text, slugs] = [kept, slugsOf(kept).slice(0, most)];
    return slugs;
  };
  return {
    now,
    change(by) {
      slugs = by(now()).slice(0, most);
      text = JSON.stringify(slugs);
      try {
        localStorage.setItem(key, text);
      } catch {
        isLost = true;
      }
      tell();
    },
    subscribe(listener) {
      if (listeners.size === 0) addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) removeEventListener("storage", onStorage);
      };
    },
  };
}

/** What a list has now; the component is drawn again when it changes. */
export function useSlugs(list: SlugList): readonly string[] {
  return useSyncExternalStore(list.subscribe, list.now);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function slugsOf(text: string): string[] {
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter((slug) => typeof slug === "string") : [];
  } catch {
    return [];
  }
}

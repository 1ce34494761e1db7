import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSlugList } from "./slug-list.ts";

class Shelf {
  readonly kept = new Map<string, string>();
  full = false;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, text: string) => {
    if (this.full) throw new Error("QuotaExceededError");
    this.kept.set(key, text);
  };
}

describe("slugs that a browser keeps", () => {
  let shelf: Shelf;
  const heard = new Set<(event: { key: string | null }) => void>();
  beforeEach(() => {
    shelf = new Shelf();
    vi.stubGlobal("localStorage", shelf);
    vi.stubGlobal("addEventListener", (_type: string, listener: () => void) => heard.add(listener));
    vi.stubGlobal("removeEventListener", (_type: string, listener: () => void) => heard.delete(listener));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    heard.clear();
  });

  it("are there again in another page, the same array until they change", () => {
    const list = createSlugList("k", 3);
    list.change((slugs) => [...slugs, "a", "b"]);
    expect(list.now()).toEqual(["a", "b"]);
    expect(list.now()).toBe(list.now());
    expect(createSlugList("k", 3).now()).toEqual(["a", "b"]);
    list.change((slugs) => ["c", "d", ...slugs]);
    expect(list.now()).toEqual(["c", "d", "a"]);
  });

  it("tell who listens, also of what another tab changed, until they stop", () => {
    const list = createSlugList("k", 3);
    let told = 0;
    const stop = list.subscribe(() => told++);
    list.change(() => ["a"]);
    shelf.kept.set("k", '["z"]');
    for (const listener of heard) listener({ key: "k" });
    for (const listener of heard) listener({ key: "other" });
    expect([told, list.now()]).toEqual([2, ["z"]]);
    stop();
    expect(heard.size).toBe(0);
  });

  it("that are no list are none; a browser that keeps nothing forgets them with the page only", () => {
    for (const text of ["{", "7", "null", "[1, {}]"]) {
      shelf.kept.set("k", text);
      expect(createSlugList("k", 3).now()).toEqual([]);
    }
    shelf.full = true;
    const list = createSlugList("k", 3);
    list.change(() => ["a"]);
    expect(list.now()).toEqual(["a"]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const room = import.meta.dirname;
const files = readdirSync(room).filter((name) => name.endsWith(".css"));
const textOf = (name: string) => readFileSync(join(room, name), "utf8").replace(/\/\*.*?\*\//gs, "");

/** What is there from the first load on. */
const first = new Set([...textOf("index.css").matchAll(/@import "\.\/([^"]+)"/g)].map(([, name]) => name!));

/** The modules of the page that load each of the other files. */
const loadersOf = new Map<string, Set<string>>();
for (const module of readdirSync(join(room, ".."), { recursive: true, encoding: "utf8" })) {
  if (!module.endsWith(".tsx")) continue;
  for (const [, name] of readFileSync(join(room, "..", module), "utf8").matchAll(/style\/([\w-]+\.css)"/g)) {
    loadersOf.set(name!, (loadersOf.get(name!) ?? new Set()).add(module));
  }
}

/** The selectors of a file that name a thing wherever it stands; those within a container count for that alone. */
function bareSelectorsOf(name: string): Set<string> {
  const found = new Set<string>();
  const around: string[] = [];
  for (const [, prelude = "", end] of textOf(name).matchAll(/([^{};]*)([{};])/g)) {
    if (end === "}") around.pop();
    if (end !== "{") continue;
    const isBare = around.every((each) => /^@(layer|media)/.test(each));
    // Not those within brackets.
    for (const selector of prelude.split(/,(?![^(]*\))/).map((each) => each.trim())) {
      if (isBare && /^\.[^\s>+~]+$/.test(selector)) found.add(selector);
    }
    around.push(prelude.trim());
  }
  return found;
}

describe("the styles of a page", () => {
  it("stay when it is left, so that they style nothing that others style, too", () => {
    const owners = new Map<string, string[]>();
    for (const name of files) {
      for (const each of bareSelectorsOf(name)) owners.set(each, [...(owners.get(each) ?? []), name]);
    }
    expect(owners.get(".button")).toEqual(["buttons.css"]);
    const isTogether = (names: readonly string[]) =>
      new Set(names.map((name) => [...(loadersOf.get(name) ?? [])].sort().join())).size === 1;
    const shared = [...owners].filter(
      ([, names]) => names.length > 1 && !names.every((name) => first.has(name)) && !isTogether(names),
    );
    expect(shared).toEqual([]);
  });

  it("are all loaded by something", () => {
    const unloaded = files.filter((name) => name !== "index.css" && !first.has(name) && !loadersOf.has(name));
    expect(unloaded).toEqual([]);
  });
});

import { limits } from "@mission-control/contracts";
import { describe, expect, it } from "vitest";
import { readViews } from "./read-views.ts";

const faultsOf = (text: string, name?: string) => {
  const read = readViews({ text, name });
  return read.ok ? [] : read.faults.map(({ line, path, message }) => ({ line, path, message }));
};
const slugsOf = (text: string, name?: string) => {
  const read = readViews({ text, name });
  return read.ok ? read.views.map(({ slug }) => slug) : read.faults;
};
const small = "sections: []\n";

describe("a text of views", () => {
  it("is a view, a list of them or several documents, in YAML or JSON", () => {
    expect(slugsOf(`slug: a\nname: A\n${small}`)).toEqual(["a"]);
    expect(slugsOf(`- {slug: a, name: A, sections: []}\n- {slug: b, name: B, sections: []}\n`)).toEqual([
      "a",
      "b",
    ]);
    expect(slugsOf(`---\nslug: a\nname: A\n${small}---\n---\nslug: b\nname: B\n${small}---\n`)).toEqual([
      "a",
      "b",
    ]);
    expect(slugsOf('{"slug":"a","name":"A",\n\t"sections":[]}')).toEqual(["a"]);
    expect(slugsOf('[{"slug":"a","name":"A","sections":[]}]')).toEqual(["a"]);
  });

  it("that says no slug is called as its file, or as its name makes it", () => {
    expect(slugsOf(`name: Shop, EU\n${small}`)).toEqual(["shop-eu"]);
    expect(slugsOf(`name: Shop, EU\n${small}`, "Our shop")).toEqual(["our-shop"]);
    expect(faultsOf(`name: 日本\n${small}`)).toMatchObject([{ line: 1, message: /give it a slug/ }]);
    expect(faultsOf(`name: A\nslug: ../etc\n${small}`)).toMatchObject([{ line: 2, path: "slug" }]);
  });

  it("names the line of what is no YAML, and of what is no view", () => {
    expect(faultsOf("slug: a\nname: [A\nsections: []\n")[0]).toMatchObject({ line: expect.any(Number) });
    expect(faultsOf("slug: a\nslug: b\n")).toMatchObject([{ line: 2, message: '"slug" stands there twice' }]);
    const wrong =
      "slug: a\nname: A\nsections:\n  - id: s\n    title: S\n    lanes:\n      - id: l\n        title: L\n        expr: sum(\n";
    expect(faultsOf(wrong)).toMatchObject([
      { line: 9, path: "sections.0.lanes.0.expr", message: /^lane "L" of section "S", 1:/ },
    ]);
    expect(faultsOf(wrong.replace("        expr: sum(\n", ""))).toMatchObject([
      { line: 7, path: "sections.0.lanes.0.expr" },
    ]);
    expect(faultsOf('{"slug":"a",\n"name":"A",\n"sections":[{"id":"s",\n"title":7}]}')).toMatchObject([
      { line: 4, path: "sections.0.title" },
    ]);
  });

  it("with one wrong view has none, and says which one it is", () => {
    const text = `slug: a\nname: A\n${small}---\nslug: b\n${small}---\nslug: a\nname: A\n${small}`;
    expect(faultsOf(text)).toMatchObject([
      { line: 5, path: "1.name" },
      { line: 8, path: "2.slug", message: 'another view in it is called "a"' },
    ]);
  });

  it.each([
    ["nothing", "", /no view/],
    ["a comment", "# Mission Control view\n", /no view/],
    ["words", "just words", /a view is an object/],
    [
      "a number of views beyond what is kept",
      `[${Array(limits.views + 1)
        .fill("{}")
        .join(",")}]`,
      /at most 500 views/,
    ],
    ["an alias of nothing", "name: *gone\n", /gone/],
    ["what nests without an end", "[".repeat(20_000), /./],
  ])("that is %s is refused in words", (_what, text, words) => {
    expect(faultsOf(text)[0]?.message).toMatch(words);
  });

  it("is not blown up by aliases of aliases", () => {
    const names = [..."abcdefghij"];
    const bomb = names.map((name, i) => {
      const each = i === 0 ? "x" : `*${names[i - 1]}`;
      return `${name}: &${name} [${Array(9).fill(each).join(", ")}]\n`;
    });
    expect(faultsOf(bomb.join(""))).toMatchObject([{ line: 1, message: /repeat more than 100 things/ }]);
  });

  it("with a great many keys takes no longer than its size", () => {
    const keys = Array.from({ length: 30_000 }, (_, i) => `k${i}: 1\n`).join("");
    expect(slugsOf(`slug: a\nname: A\n${small}${keys}`)).toEqual(["a"]);
    expect(faultsOf(`${keys}k7: 2\n`)).toMatchObject([{ line: 30_001, message: '"k7" stands there twice' }]);
  });

  it("may use an alias as people do", () => {
    const text = `slug: a\nname: A\nsections:\n  - id: s\n    title: S\n    lanes:\n      - &l {id: l, title: &t Load, expr: node_load1}\n      - {id: m, title: *t, expr: up}\n`;
    expect(slugsOf(text)).toEqual(["a"]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limits } from "@mission-control/contracts";
import { manualClock } from "@mission-control/series";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readViews } from "./read-views.ts";
import { createViewFolder } from "./view-folder.ts";

const small = "sections: []\n";
let root: string;
let path: string;
let texts: string[];
let taken: Map<string, string>;
let errors: unknown[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "view-folder-"));
  path = join(root, "views");
  mkdirSync(path);
  texts = [];
  taken = new Map();
  errors = [];
});
afterEach(() => {
  rmSync(root, { recursive: true });
  expect(errors).toEqual([]);
});

const put = (name: string, text: string) => writeFileSync(join(path, name), text);
function open(clock = manualClock(), folder: string | undefined = path) {
  return createViewFolder({
    path: folder,
    clock,
    read: async (given) => {
      texts.push(given.text);
      return readViews(given);
    },
    taken: async () => taken,
    onError: (error) => errors.push(error),
  });
}
type Folder = ReturnType<typeof open>;
const slugsOf = (folder: Folder) => [...folder.views()].map(([slug, { file }]) => `${file} ${slug}`);
const faultsOf = (folder: Folder) => folder.told()?.faults ?? [];

describe("a folder of views", () => {
  it("is read file by file, each called as it says or as its file is", async () => {
    put("shop.yaml", `name: Shop\n${small}`);
    put("two.yml", `slug: a\nname: A\n${small}---\nslug: b\nname: B\n${small}`);
    put("c.json", '{"name":"C","sections":[]}');
    put("README.md", "# No view");
    put(".hidden.yaml", "[");
    mkdirSync(join(path, "below"));
    const folder = open();
    await folder.readAgain();
    expect(slugsOf(folder)).toEqual(["c.json c", "shop.yaml shop", "two.yml a", "two.yml b"]);
    expect(folder.views().get("shop")?.savedMs).toBeGreaterThan(0);
    expect([faultsOf(folder), folder.problems()]).toEqual([[], []]);
  });

  it("with a broken file has the others, and says of it what and where", async () => {
    put("a.yaml", `name: A\n${small}`);
    put("b.yaml", `name: B\nsections:\n  - id: s\n    title: 7\n`);
    put("c.yaml", "name: [\n");
    const folder = open();
    await folder.readAgain();
    expect(slugsOf(folder)).toEqual(["a.yaml a"]);
    expect(faultsOf(folder)).toMatchObject([
      { file: "b.yaml", line: 4, message: /^sections\.0\.title: / },
      { file: "c.yaml", line: expect.any(Number) },
    ]);
    expect(folder.problems()[0]).toEqual({
      code: "view_file",
      message: expect.stringContaining(`${join(path, "b.yaml")}, line 4: sections.0.title: `),
    });
  });

  it("keeps what a file was while it is broken, and follows it once it is mended or gone", async () => {
    put("a.yaml", `name: A\n${small}`);
    const folder = open();
    await folder.readAgain();
    put("a.yaml", "name: [");
    await folder.readAgain();
    expect(slugsOf(folder)).toEqual(["a.yaml a"]);
    expect(faultsOf(folder)).toMatchObject([{ message: /What it was before is shown until it is mended/ }]);
    put("a.yaml", `name: Mended\n${small}`);
    await folder.readAgain();
    expect([folder.views().get("a")?.view.name, faultsOf(folder)]).toEqual(["Mended", []]);
    rmSync(join(path, "a.yaml"));
    await folder.readAgain();
    expect(slugsOf(folder)).toEqual([]);
  });

  it("reads a file again only where it changed", async () => {
    put("a.yaml", `name: A\n${small}`);
    put("b.yaml", "name: [");
    const folder = open();
    await folder.readAgain();
    await folder.readAgain();
    expect(texts).toHaveLength(2);
    expect([slugsOf(folder), faultsOf(folder).length]).toEqual([["a.yaml a"], 1]);
  });

  it("takes nobody's name: what is saved or built in, or stands in an earlier file, keeps it", async () => {
    put("a.yaml", `slug: same\nname: First\n${small}`);
    put("b.yaml", `slug: same\nname: Second\n${small}`);
    put("c.yaml", `name: C\n${small}`);
    taken.set("c", "a saved one");
    const folder = open();
    await folder.readAgain();
    expect(folder.views().get("same")?.view.name).toBe("First");
    expect(faultsOf(folder).map(({ message }) => message)).toEqual([
      'its view "same" has the name of another (a.yaml); give one of them another slug',
      'its view "c" has the name of another (a saved one); give one of them another slug',
    ]);
    taken.clear();
    await folder.readAgain();
    expect(slugsOf(folder)).toContain("c.yaml c");
  });

  it("follows a link within it, as volumes of containers are made, and none that leads out", async () => {
    mkdirSync(join(path, "..data"));
    writeFileSync(join(path, "..data", "inside.yaml"), `name: Inside\n${small}`);
    symlinkSync(join("..data", "inside.yaml"), join(path, "inside.yaml"));
    writeFileSync(join(root, "secret.yaml"), `name: Outside\n${small}`);
    symlinkSync("../secret.yaml", join(path, "outside.yaml"));
    symlinkSync("nowhere.yaml", join(path, "dangling.yaml"));
    mkdirSync(join(path, "folder.yaml"));
    const folder = open();
    await folder.readAgain();
    expect(slugsOf(folder)).toEqual(["inside.yaml inside"]);
    expect(faultsOf(folder)).toEqual([
      { file: "dangling.yaml", message: "it is not there" },
      { file: "folder.yaml", message: "it is no file" },
      { file: "outside.yaml", message: "it is a link that leads out of the folder" },
    ]);
    expect(texts).toHaveLength(1);
  });

  it("is bounded in files and in their size, and tells of a few faults on every page", async () => {
    for (let i = 0; i <= limits.viewFiles; i++) put(`v${String(i).padStart(4, "0")}.yaml`, "[");
    put("large.yaml", "");
    truncateSync(join(path, "large.yaml"), limits.viewFileBytes + 1);
    const folder = open();
    await folder.readAgain();
    expect(faultsOf(folder)).toHaveLength(1 + limits.viewFiles);
    expect(faultsOf(folder)[0]?.message).toMatch(/502 files in the folder; the first 500 by name/);
    expect(faultsOf(folder)[1]).toEqual({ file: "large.yaml", message: "it has more than 5 MiB" });
    expect(folder.problems()).toHaveLength(4);
    expect(folder.problems()[3]?.message).toMatch(/^498 more files of views/);
  });

  it("that comes later is read when it is looked for again; until then it says that it is not there", async () => {
    rmSync(path, { recursive: true });
    const clock = manualClock();
    const folder = open(clock);
    const stop = folder.watch();
    await folder.readAgain();
    expect(folder.problems()).toMatchObject([{ message: `The folder of views ${path}: it is not there.` }]);
    mkdirSync(path);
    put("a.yaml", `name: A\n${small}`);
    clock.advance(10_000);
    await folder.readAgain();
    expect([slugsOf(folder), folder.problems()]).toEqual([["a.yaml a"], []]);
    stop();
  });

  it("there need not be", async () => {
    const folder = createViewFolder({
      path: undefined,
      clock: manualClock(),
      read: async (given) => readViews(given),
      taken: async () => taken,
      onError: (error) => errors.push(error),
    });
    await folder.readAgain();
    folder.watch()();
    expect([folder.told(), folder.problems(), folder.views().size]).toEqual([undefined, [], 0]);
  });
});

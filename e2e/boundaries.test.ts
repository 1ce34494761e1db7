import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const web = join(root, "apps/web");
const ground = ["packages/series", "packages/contracts"];

/** What each room may import: the house of ARCHITECTURE.md. A room that is not here fails the first law. */
const allowed = new Map<string, readonly string[]>([
  ["packages/series", []],
  ["packages/contracts", ["packages/series"]],
  ["packages/promql", ["packages/series"]],
  ["packages/functions", ground],
  ["packages/sources", ground],
  ["packages/pipeline", ground],
  ["packages/store", [...ground, "packages/promql"]],
  ["packages/alerts", ground],
  ["packages/cubism-es", ["packages/series"]],
  ["packages/client", ground],
  ["apps/agent", [...ground, "packages/client", "packages/sources"]],
  ["apps/demo", [...ground, "packages/client"]],
  [
    "apps/bff",
    [
      ...ground,
      "packages/promql",
      "packages/functions",
      "packages/sources",
      "packages/pipeline",
      "packages/store",
      "packages/alerts",
      "packages/cubism-es",
    ],
  ],
  ["apps/web", [...ground, "packages/promql", "packages/functions", "packages/cubism-es"]],
]);

/**
 * The rooms of the page, from what stands on nothing to what is shown whole: each may import those before it. What lies at the
 * page's root puts them together, and none of them imports that.
 */
const webRooms = [
  "style",
  "format",
  "cubism",
  "later",
  "data",
  "actions",
  "chrome",
  "forms",
  "meta",
  "events",
  "marks",
  "time",
  "variables",
  "views",
  "wall",
  "panels",
  "functions",
  "export",
  "kiosk",
  "share",
  "search",
  "onboarding",
  "alerts",
  "rules",
  "arrange",
  "explore",
  "sources",
  "probes",
  "gallery",
  "views-page",
  "wall-page",
  "shared",
];

/** Rooms whose code runs in browsers too: nothing of Node in them. */
const browserRooms = [
  "packages/series",
  "packages/contracts",
  "packages/promql",
  "packages/functions",
  "packages/cubism-es",
  "apps/web",
];

const rooms = ["packages", "apps"].flatMap((group) =>
  readdirSync(join(root, group)).map((name) => `${group}/${name}`),
);
const roomOfPackage = new Map(
  rooms.map((room) => [
    JSON.parse(readFileSync(join(root, room, "package.json"), "utf8")).name as string,
    room,
  ]),
);

function sourcesOf(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => join(root, room, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]!);
}

/** The workers that a file of the page starts, which it names by their addresses. */
function workersOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/new URL\(\s*["']([^"']+)["'],\s*import\.meta\.url/g)].map((match) => match[1]!);
}

/** The room an import leads to, or undefined where it leads out of the project. */
function roomOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) {
    const target = relative(root, resolve(dirname(file), specifier));
    return rooms.find((room) => target === room || target.startsWith(`${room}/`)) ?? "outside";
  }
  return [...roomOfPackage].find(([name]) => specifier === name || specifier.startsWith(`${name}/`))?.[1];
}

describe("the house", () => {
  it("has a place for every room", () => {
    expect([...rooms].sort()).toEqual([...allowed.keys()].sort());
  });

  it.each([...allowed])("%s imports only what lies below it", (room, below) => {
    const files = sourcesOf(room);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .map((specifier) => ({ specifier, target: roomOf(file, specifier) }))
        .filter(({ target }) => target !== undefined && target !== room && !below.includes(target))
        .map(({ specifier }) => `${relative(root, file)} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("is put together in one place of the server, on which nothing there stands", () => {
    const bff = join(root, "apps/bff");
    const wrong = sourcesOf("apps/bff")
      .filter((file) => file !== join(bff, "mission-control.ts") && !file.startsWith(join(bff, "compose/")))
      .filter((file) =>
        importsOf(file).some((each) => relative(bff, resolve(dirname(file), each)).startsWith("compose/")),
      );
    expect(wrong.map((file) => relative(root, file))).toEqual([]);
    const main = importsOf(join(bff, "mission-control.ts"));
    expect(main.filter((each) => each.startsWith("./compose/")).length).toBeGreaterThan(0);
  });

  it("has a place for every room of the page", () => {
    const found = new Set(sourcesOf("apps/web").map((file) => dirname(relative(web, file)).split("/")[0]!));
    found.delete(".");
    expect([...found].sort()).toEqual([...webRooms].sort());
  });

  it.each(webRooms)("apps/web/%s imports only rooms of the page before it", (room) => {
    const below = webRooms.slice(0, webRooms.indexOf(room) + 1);
    const files = sourcesOf(`apps/web/${room}`);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      [...importsOf(file), ...workersOf(file)]
        .filter((each) => each.startsWith("."))
        .map((each) => relative(web, resolve(dirname(file), each)))
        .filter((target) => !below.some((each) => target.startsWith(`${each}/`)))
        .map((target) => `${relative(web, file)} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("waits for code that comes later, wherever a server is away as it is asked for", () => {
    const inCare =
      /\b(?:later|laterPage|withCode|untilLoaded)\(\s*(?:async )?\(\) =>\s*(?:\(await )?import\(/g;
    const counts = sourcesOf("apps/web").map((file) => {
      const text = readFileSync(file, "utf8").replaceAll("typeof import(", "");
      return {
        file: relative(web, file),
        all: [...text.matchAll(/\bimport\(/g)].length,
        cared: [...text.matchAll(inCare)].length,
        isLazy: /\blazy\b.* from "react"/.test(text),
      };
    });
    expect(counts.filter(({ all, cared }) => all !== cared)).toEqual([]);
    expect(counts.filter(({ isLazy }) => isLazy).map(({ file }) => file)).toEqual(["later/later.ts"]);
    expect(counts.reduce((sum, { all }) => sum + all, 0)).toBeGreaterThan(40);
  });

  it.each(browserRooms)("%s holds nothing that only Node has", (room) => {
    const wrong = sourcesOf(room)
      .filter((file) => !/\.test\.tsx?$/.test(file) && !/\/(laws|conformance)\//.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((s) => s.startsWith("node:"))
          .map((s) => `${relative(root, file)}: ${s}`),
      );
    expect(wrong).toEqual([]);
  });

  it("asks the machine for the time in series/clock.ts only", () => {
    const wrong = rooms
      .flatMap(sourcesOf)
      // Children of crash tests are tests too.
      .filter((file) => !/\.test\.tsx?$|\/crash\//.test(file) && !file.endsWith("series/clock.ts"))
      .filter((file) => /\bDate\.now\(|\bset(Timeout|Interval)\(/.test(readFileSync(file, "utf8")));
    expect(wrong.map((file) => relative(root, file))).toEqual([]);
  });

  it("locks packages for every platform without naming where they come from", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<
        string,
        { resolved?: string; link?: boolean; optionalDependencies?: Record<string, string> }
      >;
    };
    const addresses = Object.values(lock.packages).filter(
      (entry) => entry.link !== true && entry.resolved !== undefined,
    );
    expect(addresses).toEqual([]);
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`)))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

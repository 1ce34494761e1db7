import type { Tile, View } from "./view.ts";

/** Lines that one difference takes at most. */
const MOST_LINES = 50;
const VALUE_LENGTH = 120;

type Section = View["sections"][number];

/**
 * What is different in a view from another, in words, a line each: what was added, taken away, moved or changed, by title.
 * Nothing where they are equal.
 */
export function viewChanges(before: View, after: View): string[] {
  const lines = [
    ...fieldChanges("", before, after, ["name", "description", "owner", "tags", "variables"]),
    ...partChanges("tile", before.tiles, after.tiles),
    ...partChanges("section", before.sections, after.sections),
    ...keptChanges("lane", ({ lanes }) => lanes, before.sections, after.sections),
    ...keptChanges("panel", ({ panels }) => panels, before.sections, after.sections),
  ];
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} changes more`];
}

/** What stands in a section, of one of its kinds. */
interface Kept {
  readonly id: string;
  readonly title: string;
}
type KeptOf = (section: Section) => readonly Kept[];

/** Lanes, or panels, by their place, so that one that went to another section is told as moved. */
function* keptChanges(
  kind: string,
  of: KeptOf,
  before: readonly Section[],
  after: readonly Section[],
): Generator<string> {
  const sectionOf = (sections: readonly Section[]) =>
    new Map(sections.flatMap((section) => of(section).map((part) => [part, section] as const)));
  const [was, is] = [sectionOf(before), sectionOf(after)];
  const gone = new Set(was.keys());
  const stays = (part: Kept) => {
    const section = after.find(({ id }) => id === was.get(part)!.id);
    return section !== undefined && of(section).some(({ id }) => id === part.id);
  };
  for (const [part, section] of is) {
    const there = before.find(({ id }) => id === section.id);
    const here = there === undefined ? undefined : of(there).find(({ id }) => id === part.id);
    const same = here ?? [...gone].find((other) => !stays(other) && isSame(other, part));
    if (same === undefined) {
      yield `${kind} ${quoted(part.title)} added to ${quoted(section.title)}`;
      continue;
    }
    gone.delete(same);
    const old = was.get(same)!;
    if (old.id !== section.id) yield `${kind} ${quoted(part.title)} moved to ${quoted(section.title)}`;
    yield* fieldChanges(`${kind} ${quoted(same.title)}: `, same, part, Object.keys({ ...same, ...part }));
  }
  for (const part of gone) yield `${kind} ${quoted(part.title)} taken away`;
  for (const section of after) {
    const old = before.find(({ id }) => id === section.id);
    if (old !== undefined && isReordered(of(old), of(section)))
      yield `${kind}s of ${quoted(section.title)} put in another order`;
  }
}

const isSame = (a: Kept, b: Kept): boolean =>
  a.id === b.id || (a.title === b.title && askedOf(a) === askedOf(b));

/** What a lane or a panel asks, as a text; of one that asks nothing, all of it. */
function askedOf(part: Kept & { expr?: unknown; kind?: unknown; queries?: unknown }): string {
  const { expr, kind, queries } = part;
  return JSON.stringify(expr ?? (queries === undefined ? { ...part, id: "" } : [kind, queries]));
}

type Part = Section | Tile;

function* partChanges(kind: string, before: readonly Part[], after: readonly Part[]): Generator<string> {
  for (const part of after) {
    const old = before.find(({ id }) => id === part.id);
    if (old === undefined) yield `${kind} ${quoted(part.title)} added`;
    else {
      const fields = Object.keys({ ...old, ...part }).filter(
        (field) => field !== "lanes" && field !== "panels",
      );
      yield* fieldChanges(`${kind} ${quoted(old.title)}: `, old, part, fields);
    }
  }
  for (const part of before) {
    if (!after.some(({ id }) => id === part.id)) yield `${kind} ${quoted(part.title)} taken away`;
  }
  if (isReordered(before, after)) yield `${kind}s put in another order`;
}

/** Whether what both have stands in another order. */
function isReordered(before: readonly { id: string }[], after: readonly { id: string }[]): boolean {
  const idsIn = (own: readonly { id: string }[], other: readonly { id: string }[]) =>
    own.filter(({ id }) => other.some((each) => each.id === id)).map(({ id }) => id);
  const [was, is] = [idsIn(before, after), idsIn(after, before)];
  return was.some((id, i) => id !== is[i]);
}

function* fieldChanges(
  words: string,
  before: object,
  after: object,
  fields: readonly string[],
): Generator<string> {
  for (const field of fields) {
    if (field === "id") continue;
    const [was, is] = [before, after].map((part) => (part as Record<string, unknown>)[field]);
    if (JSON.stringify(was) !== JSON.stringify(is)) yield `${words}${field} ${shown(was)} → ${shown(is)}`;
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? quoted(value) : JSON.stringify(value);
  return text.length <= VALUE_LENGTH ? text : `${text.slice(0, VALUE_LENGTH - 1)}…`;
}

const quoted = (text: string): string => `“${text}”`;

import type { Lane, Tile, View } from "./view.ts";

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
    ...fieldChanges("", before, after, ["name", "description"]),
    ...partChanges("tile", before.tiles, after.tiles),
    ...partChanges("section", before.sections, after.sections),
    ...laneChanges(before.sections, after.sections),
  ];
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} changes more`];
}

/** Lanes by their place, so that one that went to another section is told as moved. */
function* laneChanges(before: readonly Section[], after: readonly Section[]): Generator<string> {
  const sectionOf = (sections: readonly Section[]) =>
    new Map(sections.flatMap((section) => section.lanes.map((lane) => [lane, section] as const)));
  const [was, is] = [sectionOf(before), sectionOf(after)];
  const gone = new Set(was.keys());
  for (const [lane, section] of is) {
    const here = before.find(({ id }) => id === section.id)?.lanes.find(({ id }) => id === lane.id);
    const same = here ?? [...gone].find((other) => !stays(other, was, after) && isSame(other, lane));
    if (same === undefined) {
      yield `lane ${quoted(lane.title)} added to ${quoted(section.title)}`;
      continue;
    }
    gone.delete(same);
    const old = was.get(same)!;
    if (old.id !== section.id) yield `lane ${quoted(lane.title)} moved to ${quoted(section.title)}`;
    yield* fieldChanges(`lane ${quoted(same.title)}: `, same, lane, Object.keys({ ...same, ...lane }));
  }
  for (const lane of gone) yield `lane ${quoted(lane.title)} taken away`;
  for (const section of after) {
    const old = before.find(({ id }) => id === section.id);
    if (old !== undefined && isReordered(old.lanes, section.lanes))
      yield `lanes of ${quoted(section.title)} put in another order`;
  }
}

/** Whether a lane still stands where it stood. */
function stays(lane: Lane, was: ReadonlyMap<Lane, Section>, after: readonly Section[]): boolean {
  const section = after.find(({ id }) => id === was.get(lane)!.id);
  return section?.lanes.some(({ id }) => id === lane.id) === true;
}

const isSame = (a: Lane, b: Lane): boolean => a.id === b.id || (a.title === b.title && a.expr === b.expr);

type Part = Section | Tile;

function* partChanges(kind: string, before: readonly Part[], after: readonly Part[]): Generator<string> {
  for (const part of after) {
    const old = before.find(({ id }) => id === part.id);
    if (old === undefined) yield `${kind} ${quoted(part.title)} added`;
    else {
      const fields = Object.keys({ ...old, ...part }).filter((field) => field !== "lanes");
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

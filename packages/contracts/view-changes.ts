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
  const [sectionsBefore, sectionsAfter] = [byId(before), byId(after)];
  const partsBefore = new Map(before.map((section) => [section, byId(of(section))]));
  const partsAfter = new Map(after.map((section) => [section, byId(of(section))]));
  const gone = new Set(was.keys());
  const stays = (part: Kept) => {
    const section = sectionsAfter.get(was.get(part)!.id);
    return section !== undefined && partsAfter.get(section)!.has(part.id);
  };
  const takeMoved = movedOf([...gone].filter((part) => !stays(part)));
  for (const [part, section] of is) {
    const there = sectionsBefore.get(section.id);
    const here = there === undefined ? undefined : partsBefore.get(there)!.get(part.id);
    const same = here ?? takeMoved(part);
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
    const old = sectionsBefore.get(section.id);
    if (old !== undefined && isReordered(of(old), of(section)))
      yield `${kind}s of ${quoted(section.title)} put in another order`;
  }
}

/** Parts by their ids, of several of one id the first. */
const byId = <T extends { id: string }>(parts: readonly T[]): Map<string, T> =>
  new Map([...parts].reverse().map((part) => [part.id, part]));

/**
 * What of these is the same as a given part: the first of its id, or of its title that asks the same; each is given once.
 * Found by what they are, because a view whose parts all have new ids would else be compared each with each.
 */
function movedOf(parts: readonly Kept[]): (part: Kept) => Kept | undefined {
  const left = new Map<string, { part: Kept; at: number }[]>();
  const taken = new Set<Kept>();
  const signsOf = (part: Kept) => [`id ${part.id}`, `asks ${JSON.stringify([part.title, askedOf(part)])}`];
  // The last first, so that the next one of a sign is at the end.
  for (const [at, part] of [...parts.entries()].reverse()) {
    for (const sign of signsOf(part)) {
      const own = left.get(sign) ?? [];
      own.push({ part, at });
      left.set(sign, own);
    }
  }
  const nextOf = (sign: string) => {
    const own = left.get(sign) ?? [];
    while (own.length > 0 && taken.has(own.at(-1)!.part)) own.pop();
    return own.at(-1) ?? [];
  };
  return (part) => {
    const [first] = signsOf(part)
      .flatMap(nextOf)
      .sort((a, b) => a.at - b.at);
    if (first !== undefined) taken.add(first.part);
    return first?.part;
  };
}

/** What a lane or a panel asks, as a text; of one that asks nothing, all of it. */
function askedOf(part: Kept & { expr?: unknown; kind?: unknown; queries?: unknown }): string {
  const { expr, kind, queries } = part;
  return JSON.stringify(expr ?? (queries === undefined ? { ...part, id: "" } : [kind, queries]));
}

type Part = Section | Tile;

function* partChanges(kind: string, before: readonly Part[], after: readonly Part[]): Generator<string> {
  const [was, is] = [byId<Part>(before), byId<Part>(after)];
  for (const part of after) {
    const old = was.get(part.id);
    if (old === undefined) yield `${kind} ${quoted(part.title)} added`;
    else {
      const fields = Object.keys({ ...old, ...part }).filter(
        (field) => field !== "lanes" && field !== "panels",
      );
      yield* fieldChanges(`${kind} ${quoted(old.title)}: `, old, part, fields);
    }
  }
  for (const part of before) {
    if (!is.has(part.id)) yield `${kind} ${quoted(part.title)} taken away`;
  }
  if (isReordered(before, after)) yield `${kind}s put in another order`;
}

/** Whether what both have stands in another order. */
function isReordered(before: readonly { id: string }[], after: readonly { id: string }[]): boolean {
  const idsIn = (own: readonly { id: string }[], other: ReadonlyMap<string, unknown>) =>
    own.filter(({ id }) => other.has(id)).map(({ id }) => id);
  const [was, is] = [idsIn(before, byId(after)), idsIn(after, byId(before))];
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

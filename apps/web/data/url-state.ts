import { limits } from "@mission-control/contracts";
import { readZone } from "../format/zone.ts";
import { readVariableSearch, type VariableSearch } from "./chosen.ts";
import { readRange } from "./ranges.ts";
import { readFixed, type SpanSearch } from "./span.ts";

/** What of a wall stands in its address. What is absent is as it is by default. */
export interface WallSearch extends VariableSearch, SpanSearch {
  /** The zone that times are shown in, for whoever follows the link. */
  tz?: string;
  /** The moment under the rule, once it is held there. */
  at?: number;
  /** Sections that are folded. */
  fold?: string[];
  /** Lanes that are compared with their own past, see `pastsOf`. */
  past?: string[];
  /** Expressions added as lanes. */
  lane?: string[];
  /** Words that the lanes shown have in their name or labels. */
  filter?: string;
  /** Only the wall is shown; the views that take turns, "" where it is this one alone. */
  kiosk?: string;
  /** How long each of them is shown, s. */
  every?: number;
  /** How large everything is there, 0.5 to 4; absent is by the height of the screen. */
  zoom?: number;
  /** The view is arranged, not only looked at. */
  edit?: true;
}

const MAX_ADDED = 50;

/** Reads a wall's state from an address; what makes no sense is left out. */
export function readWallSearch(raw: Record<string, unknown>): WallSearch {
  const range = readRange(raw.range)?.name;
  const pause = readMoment(raw.pause);
  const at = readMoment(raw.at);
  const tz = readZone(raw.tz);
  const fold = readTexts(raw.fold, limits.nameLength);
  const past = readTexts(raw.past, limits.nameLength * 3);
  const lane = readTexts(raw.lane, limits.expressionLength);
  const zoom = /^\d(\.\d{1,3})?$/.test(String(raw.zoom)) ? Number(raw.zoom) : Number.NaN;
  const [filter] = readTexts(raw.filter, limits.nameLength);
  return {
    ...(range !== undefined && { range }),
    ...(pause !== undefined && { pause }),
    ...readFixed(readMoment(raw.from), readMoment(raw.to)),
    ...(tz !== undefined && { tz }),
    ...(at !== undefined && { at }),
    ...(fold.length > 0 && { fold }),
    ...(past.length > 0 && { past: past.slice(0, MAX_ADDED) }),
    ...(lane.length > 0 && { lane: lane.slice(0, MAX_ADDED) }),
    ...readVariableSearch(raw),
    ...(filter !== undefined && { filter }),
    ...(typeof raw.kiosk === "string" && raw.kiosk.length <= 4_000 && { kiosk: raw.kiosk }),
    ...(/^[1-9]\d{0,3}$/.test(String(raw.every)) && { every: Number(raw.every) }),
    ...(zoom >= 0.5 && zoom <= 4 && { zoom }),
    ...((raw.edit === "" || String(raw.edit) === "true") && { edit: true as const }),
  };
}

function readMoment(raw: unknown): number | undefined {
  const ms = typeof raw === "number" ? raw : typeof raw === "string" && raw !== "" ? Number(raw) : Number.NaN;
  return Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
}

function readTexts(raw: unknown, maxLength: number): string[] {
  const texts = Array.isArray(raw) ? raw : [raw];
  const good = texts.filter((text): text is string => typeof text === "string" && text.trim() !== "");
  return [...new Set(good)].filter((text) => text.length <= maxLength);
}

/** Takes an address's search apart as plain text: `?lane=a&lane=b` is a list, and `1` stays "1". */
export function parseSearch(search: string): Record<string, string | string[]> {
  const out = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const known = out.get(name);
    out.set(name, known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]);
  }
  return Object.fromEntries(out);
}

/** Puts a search together again; what is undefined is left out. */
export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) params.append(name, String(each));
    }
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
